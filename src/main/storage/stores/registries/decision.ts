/**
 * The one decision about tools and agents: may this one do that with something of this band? Pure.
 *
 * It comes on top of what the person may do who asks, never in its place. What is not said is not allowed.
 */
import { type Band, bandRank } from '../../../../shared/bands.ts';

const TOOL_REFUSALS = ['unknown', 'disabled', 'not-capable', 'above-clearance'] as const;
type ToolRefusal = (typeof TOOL_REFUSALS)[number];

export type ToolDecision =
  | { readonly allow: true; readonly reason: 'allowed' }
  | { readonly allow: false; readonly reason: ToolRefusal };

export interface ToolPowers {
  readonly enabled: boolean;
  readonly capabilities: readonly string[];
  readonly clearance: Exclude<Band, 'BLACK'>;
}

/** @param tool null where there is none of that id */
export function decideTool(tool: ToolPowers | null, capability: string, band: Band): ToolDecision {
  if (tool === null) return { allow: false, reason: 'unknown' };
  if (!tool.enabled) return { allow: false, reason: 'disabled' };
  if (!tool.capabilities.includes(capability)) return { allow: false, reason: 'not-capable' };
  // BLACK is its author's alone: no clearance reaches it.
  if (bandRank(band) > bandRank(tool.clearance)) return { allow: false, reason: 'above-clearance' };
  return { allow: true, reason: 'allowed' };
}
