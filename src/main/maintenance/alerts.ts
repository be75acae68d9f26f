/**
 * Thresholds that people set, and when an alert is raised and cleared.
 *
 * Hysteresis: an alert is raised after three looks in a row beyond its threshold, and cleared by one look that is clearly
 * on the good side of it (a fifth), so that a value that dances around the threshold raises it once. A look without a
 * value changes nothing. Pure but for the state it holds; who looks and when is the caller's.
 */
import { z } from 'zod';
import {
  ALERT_KEYS,
  type Alert,
  type AlertChange,
  type AlertKey,
  alertKeySchema,
} from '../../shared/contracts/health.ts';
import { VaultError } from '../../shared/errors.ts';

type Kind = Pick<Alert, 'unit' | 'raisedWhen' | 'standard' | 'least' | 'most'>;

const GB = 1_000_000_000;
const MB = 1_000_000;
const slowness = (standard: number): Kind => ({
  unit: 'milliseconds',
  raisedWhen: 'above',
  standard,
  least: 1,
  most: 60_000,
});

/** The standards are the targets of the specification. */
const KINDS: Readonly<Record<AlertKey, Kind>> = {
  'unit-p95': slowness(60),
  'acquisition-p95': slowness(50),
  'query-p95': slowness(30),
  'aggregation-p95': slowness(300),
  'health-p95': slowness(500),
  'hit-rate': { unit: 'share', raisedWhen: 'below', standard: 0.7, least: 0, most: 1 },
  'disk-room': { unit: 'bytes', raisedWhen: 'below', standard: GB, least: 10 * MB, most: 1_000 * GB },
  'log-size': { unit: 'bytes', raisedWhen: 'above', standard: 64 * MB, least: 8 * MB, most: 100 * GB },
};

const RAISE_AFTER = 3;
/** A value is clearly good from this share of the threshold on. */
const CLEARLY = 0.2;

const settingsSchema = z.partialRecord(
  alertKeySchema,
  z.object({ threshold: z.number().nonnegative().nullable(), enabled: z.boolean() }),
);

interface State {
  beyond: number;
  raised: boolean;
  sinceMs: number | null;
  value: number | null;
}

export class AlertBook {
  #settings: z.infer<typeof settingsSchema> = {};
  readonly #states = new Map<AlertKey, State>(
    ALERT_KEYS.map((key) => [key, { beyond: 0, raised: false, sinceMs: null, value: null }]),
  );

  /** @param text what `save` gave; anything else counts as nothing set */
  load(text: string | null): void {
    this.#settings = {};
    if (text === null) return;
    try {
      this.#settings = settingsSchema.parse(JSON.parse(text));
    } catch {
      // Written by another version, or by nobody: the standards hold.
    }
  }

  /** Throws INVALID_INPUT where the threshold is out of its bounds. @returns what to keep */
  set({ key, threshold, enabled }: AlertChange): string {
    const { least, most } = KINDS[key];
    if (threshold !== null && (threshold < least || threshold > most)) {
      throw new VaultError('INVALID_INPUT', 'This threshold is out of its bounds.', {
        hint: `Nothing was changed. Give a value from ${least} to ${most}.`,
        details: { field: 'threshold', least, most },
      });
    }
    this.#settings = { ...this.#settings, [key]: { threshold, enabled } };
    const state = this.#state(key);
    state.beyond = 0;
    if (!enabled) state.raised = false;
    return JSON.stringify(this.#settings);
  }

  /** One look. @returns true where an alert was raised or cleared */
  look(values: Readonly<Partial<Record<AlertKey, number | null>>>, nowMs: number): boolean {
    let changed = false;
    for (const key of ALERT_KEYS) {
      const value = values[key] ?? null;
      if (value === null || !Number.isFinite(value)) continue;
      if (this.#lookAt(key, value, nowMs)) changed = true;
    }
    return changed;
  }

  list(): Alert[] {
    return ALERT_KEYS.map((key) => {
      const { raised, sinceMs, value } = this.#state(key);
      return {
        key,
        ...KINDS[key],
        threshold: this.#threshold(key),
        enabled: this.#enabled(key),
        state: raised ? 'raised' : 'quiet',
        since: sinceMs === null ? null : new Date(sinceMs).toISOString(),
        value,
      };
    });
  }

  #lookAt(key: AlertKey, value: number, nowMs: number): boolean {
    const state = this.#state(key);
    state.value = value;
    if (!this.#enabled(key)) return false;
    const threshold = this.#threshold(key);
    const above = KINDS[key].raisedWhen === 'above';
    const beyond = above ? value > threshold : value < threshold;
    state.beyond = beyond ? state.beyond + 1 : 0;
    const good = above
      ? value <= threshold * (1 - CLEARLY)
      : value >= Math.min(clearlyAbove(key, threshold), KINDS[key].most);
    const raise = !state.raised && state.beyond >= RAISE_AFTER;
    const clear = state.raised && good;
    if (!raise && !clear) return false;
    state.raised = raise;
    state.sinceMs = nowMs;
    return true;
  }

  #state(key: AlertKey): State {
    const state = this.#states.get(key);
    if (state === undefined) throw new TypeError(`There is no alert ${key}.`);
    return state;
  }

  #threshold(key: AlertKey): number {
    return this.#settings[key]?.threshold ?? KINDS[key].standard;
  }

  #enabled(key: AlertKey): boolean {
    return this.#settings[key]?.enabled ?? true;
  }
}

/** Of a share, a fifth of what is missing: 0.9 cannot become 1.08. */
function clearlyAbove(key: AlertKey, threshold: number): number {
  return KINDS[key].unit === 'share' ? threshold + (1 - threshold) * CLEARLY : threshold * (1 + CLEARLY);
}
