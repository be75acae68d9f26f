/** The day it is here, on this machine's wall clock. */
import type { CalendarDay } from '../../../shared/contracts/rediscovery.ts';

export function today(now: Date = new Date()): CalendarDay {
  return { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() };
}
