/** The units that thresholds are typed in: whole milliseconds, per cent, megabytes. */
import type { Alert } from '../../../shared/contracts/health.ts';

const FACTORS: Readonly<Record<Alert['unit'], number>> = { milliseconds: 1, share: 0.01, bytes: 1_000_000 };

/** As it is typed, with at most two decimals. */
export function toTyped(unit: Alert['unit'], value: number): number {
  return Math.round((value / FACTORS[unit]) * 100) / 100;
}

/** What was typed, in the alert's own unit; null where it is no number. A decimal comma is taken as well. */
export function fromTyped(unit: Alert['unit'], typed: string): number | null {
  const text = typed.trim().replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(text)) return null;
  const value = Number(text) * FACTORS[unit];
  return unit === 'bytes' ? Math.round(value) : Math.round(value * 1e6) / 1e6;
}
