/** People and places, and memories that come back by themselves. */
import { z } from 'zod';
import {
  entityKindSchema,
  graphNodeSchema,
  graphRefSchema,
  graphViewSchema,
  relationSchema,
} from '../contracts/graph.ts';
import { idSchema, wellFormedText } from '../contracts/primitives.ts';
import { calendarDaySchema, monthGistSchema, rediscoveredSchema } from '../contracts/rediscovery.ts';
import { LIMITS } from '../limits.ts';
import { channel, nothing } from './channel.ts';

const space = { spaceId: idSchema };
const version = z.int().positive();
const nameOfEntity = wellFormedText.trim().min(1).max(LIMITS.personLength);
const few = z.int().min(1).max(30);

export const GRAPH_CHANNELS = {
  'people.list': channel(z.object(space), z.array(graphNodeSchema)),
  'people.view': channel(z.object({ ...space, ref: graphRefSchema }), graphViewSchema),
  'people.describe': channel(
    z.object({
      ...space,
      ref: graphRefSchema,
      name: nameOfEntity,
      kind: entityKindSchema,
      note: wellFormedText.max(10_000),
    }),
    graphRefSchema,
  ),
  'people.relate': channel(
    z.object({
      ...space,
      from: graphRefSchema,
      relation: relationSchema,
      to: z.union([graphRefSchema, z.strictObject({ name: nameOfEntity, kind: entityKindSchema })]),
    }),
    graphRefSchema,
  ),
  'people.retract': channel(z.object({ ...space, statementId: idSchema, version }), nothing),
  'people.merge': channel(z.object({ ...space, ref: graphRefSchema, into: graphRefSchema }), graphRefSchema),
  'people.unmerge': channel(z.object({ ...space, entityId: idSchema, mergeId: idSchema }), nothing),
  'people.remove': channel(z.object({ ...space, entityId: idSchema, version }), nothing),

  'rediscovery.onThisDay': channel(
    z.object({ ...space, day: calendarDaySchema, days: z.int().min(0).max(7).default(0), limit: few }),
    z.array(rediscoveredSchema),
  ),
  'rediscovery.worthReading': channel(z.object({ ...space, limit: few }), z.array(rediscoveredSchema)),
  'rediscovery.months': channel(
    z.object({ ...space, offset: z.int().min(0), limit: few }),
    z.object({ total: z.int().nonnegative(), rows: z.array(monthGistSchema) }),
  ),
} as const;
