/** What a list of receipts is narrowed to, and how it is asked for. */
import { RECEIPT_KINDS, type ReceiptKind } from '../../../shared/contracts/receipts.ts';
import { ACTION_GROUPS, type ActionGroup } from './action-groups.ts';

export const SPANS = ['any', 'today', 'week', 'month', 'year'] as const;
type Span = (typeof SPANS)[number];
const DAYS: Readonly<Record<Exclude<Span, 'any'>, number>> = { today: 0, week: 6, month: 30, year: 365 };

/** Acts that went their way, or the rarer kinds. */
export const KIND_CHOICES = ['any', ...RECEIPT_KINDS] as const;

export interface ReceiptFilter {
  readonly group: ActionGroup | 'any';
  readonly kind: ReceiptKind | 'any';
  /** A person's id. */
  readonly person: string;
  readonly span: Span;
}

export const NO_FILTER: ReceiptFilter = { group: 'any', kind: 'any', person: 'any', span: 'any' };

export function isFiltered(filter: ReceiptFilter): boolean {
  return Object.values(filter).some((value) => value !== 'any');
}

/** @param now the moment that `today` and the others are counted from */
export function asRequest(filter: ReceiptFilter, now: Date) {
  return {
    actions: filter.group === 'any' ? [] : [...ACTION_GROUPS[filter.group]],
    kinds: filter.kind === 'any' ? [] : [filter.kind],
    actorId: filter.person === 'any' ? null : filter.person,
    fromAt: filter.span === 'any' ? null : startOf(filter.span, now),
    beforeAt: null,
  };
}

/** Midnight here, so many days ago. */
function startOf(span: Exclude<Span, 'any'>, now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS[span]).toISOString();
}
