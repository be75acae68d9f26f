/** Where a line of Upcoming stands: overdue, today, within the week, later; by the clock of this machine. */
export const GROUPS = ['overdue', 'today', 'week', 'later'] as const;
export type Group = (typeof GROUPS)[number];

const WEEK_DAYS = 7;

/** Midnight so many days from now, here. */
export function dayFrom(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
}

/** @param at ISO 8601 with an offset */
export function groupOf(at: string, now: Date): Group {
  const due = Date.parse(at);
  if (due <= now.getTime()) return 'overdue';
  if (due < dayFrom(now, 1).getTime()) return 'today';
  return due < dayFrom(now, WEEK_DAYS).getTime() ? 'week' : 'later';
}

/** In groups, each in the order given. */
export function grouped<T>(items: readonly T[], at: (item: T) => string, now: Date): Map<Group, T[]> {
  const groups = new Map<Group, T[]>(GROUPS.map((group) => [group, []]));
  for (const item of items) groups.get(groupOf(at(item), now))?.push(item);
  return groups;
}
