/**
 * Health, vacuum, alerts and figures. In every request `spaceId: null` means the whole vault: its registry and all of
 * its spaces; in answers and events it means the registry.
 */
import { z } from 'zod';
import {
  alertChangeSchema,
  alertSchema,
  healthProgressSchema,
  healthReportSchema,
  seriesRangeSchema,
  seriesSchema,
  slowStatementSchema,
  spaceOverviewSchema,
} from '../contracts/health.ts';
import { idSchema } from '../contracts/primitives.ts';
import { channel, nothing } from './channel.ts';

const where = z.object({ spaceId: idSchema.nullable() });

export const HEALTH_CHANNELS = {
  /** What is known now; looks at nothing that takes long. */
  'health.report': channel(nothing, healthReportSchema),
  'health.series': channel(where.extend({ range: seriesRangeSchema }), seriesSchema),
  'health.slowStatements': channel(nothing, z.array(slowStatementSchema)),
  'health.overview': channel(z.object({ spaceId: idSchema }), spaceOverviewSchema),
  /** Starts a whole check; `health.progress` tells how far it is. CONFLICT while another job runs. */
  'health.check': channel(where, nothing),
  /** Stops the job under way at its next step; nothing where none runs. */
  'health.cancel': channel(nothing, nothing),
  /** Builds the derived stores of a space anew. CONFLICT while another job runs. */
  'health.rebuild': channel(z.object({ spaceId: idSchema }), nothing),
  /** `full` also puts the file's pages in order: the last step of that cannot be stopped. CONFLICT as above. */
  'vacuum.start': channel(where.extend({ full: z.boolean().default(true) }), nothing),
  'vacuum.cancel': channel(nothing, nothing),
  'alerts.list': channel(nothing, z.array(alertSchema)),
  'alerts.set': channel(alertChangeSchema, z.array(alertSchema)),
  /** Asks where to, and writes what `metrics --openmetrics` prints. Null where nothing was chosen. */
  'metrics.export': channel(nothing, z.object({ path: z.string().nullable() })),
} as const;

export const HEALTH_EVENTS = {
  /** Of a job that somebody started: at most five times a second, and once when it ends. */
  'health.progress': healthProgressSchema,
  /** A finding or an alert came or went: whoever shows the report asks again. */
  'health.changed': nothing,
} as const;
