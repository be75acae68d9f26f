/** The clock of reminders on a clock of the test's own: no real time passes. */
import { expect, it } from 'vitest';
import type { Reminder } from '../../shared/contracts/reminders.ts';
import { VaultError } from '../../shared/errors.ts';
import { type DueNews, LONGEST_MS, mayShowWords, ReminderClock } from './reminder-clock.ts';

const MINUTE = 60_000;

/** A vault of one space whose reminders are due at the given minutes; the test winds the clock. */
class House {
  now = 0;
  readonly dueAt = new Map<string, number>();
  readonly news: DueNews[] = [];
  readonly faults: unknown[] = [];
  state = 'locked';
  #timers: { at: number; run: () => void }[] = [];
  #session: () => void = () => undefined;
  changed: () => void = () => undefined;
  readonly clock: ReminderClock;

  constructor() {
    this.clock = new ReminderClock({
      isOpen: () => this.state === 'unlocked',
      onSession: (listener) => {
        this.#session = listener;
        return () => undefined;
      },
      spaceIds: () => Promise.resolve(['home']),
      reminders: {
        due: () => {
          if (this.state !== 'unlocked') {
            return Promise.reject(new VaultError('VAULT_LOCKED', 'Locked.', { hint: '' }));
          }
          const times = [...this.dueAt].sort(([, a], [, b]) => a - b);
          const due = times.filter(([, at]) => at <= this.now).map(([id, at]) => reminder(id, at));
          const next = times.find(([, at]) => at > this.now);
          return Promise.resolve({ due, nextMs: next?.[1] ?? null });
        },
      },
      onChanged: (listener) => {
        this.changed = listener;
        return () => undefined;
      },
      onDue: (news) => this.news.push(news),
      onFault: (error) => this.faults.push(error),
      timers: {
        now: () => this.now,
        after: (milliseconds, run) => {
          const timer = { at: this.now + milliseconds, run };
          this.#timers.push(timer);
          return () => {
            this.#timers = this.#timers.filter((one) => one !== timer);
          };
        },
      },
    });
  }

  get timers(): number[] {
    return this.#timers.map(({ at }) => at - this.now);
  }

  async become(state: string): Promise<void> {
    this.state = state;
    this.#session();
    await settled();
  }

  async wind(to: number): Promise<void> {
    this.now = to;
    for (const timer of this.#timers.filter(({ at }) => at <= to)) {
      this.#timers = this.#timers.filter((one) => one !== timer);
      timer.run();
      await settled();
    }
  }

  /** The ids told as new, one list for each time that something was. */
  get told(): string[][] {
    return this.news.filter(({ fresh }) => fresh.length > 0).map(({ fresh }) => fresh.map(({ id }) => id));
  }
}

const reminder = (id: string, at: number): Reminder => ({
  id,
  spaceId: 'home',
  version: 1,
  title: id,
  note: '',
  band: 'GREEN',
  author: { id: 'ada', name: 'Ada' },
  schedule: null,
  cue: null,
  memoryId: null,
  dueAt: new Date(at).toISOString(),
  slotAt: null,
  settledAt: null,
  done: false,
  staysOnDevice: false,
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('tells each when it is due, once', async () => {
  const house = new House();
  house.dueAt.set('tea', 5 * MINUTE).set('post', 9 * MINUTE);
  await house.become('unlocked');
  expect(house.timers).toEqual([5 * MINUTE]);
  await house.wind(5 * MINUTE);
  await house.wind(9 * MINUTE);
  house.changed();
  await settled();
  expect(house.told).toEqual([['tea'], ['post']]);
  expect(house.news.at(-1)?.due).toBe(2);
});

it('tells what was missed together, in one piece', async () => {
  const house = new House();
  for (let day = 0; day < 30; day += 1) house.dueAt.set(`day ${day}`, day);
  house.now = 60 * MINUTE;
  await house.become('unlocked');
  expect(house.told).toHaveLength(1);
  expect(house.told[0]).toHaveLength(30);
});

it('never sleeps longer than it may, nor keeps two timers', async () => {
  const house = new House();
  house.dueAt.set('in a year', 365 * 24 * 60 * MINUTE);
  await house.become('unlocked');
  house.changed();
  house.changed();
  await settled();
  await settled();
  expect(house.timers).toEqual([LONGEST_MS]);
});

it('stops when the vault is locked, forgets, and tells anew what is still due afterwards', async () => {
  const house = new House();
  house.dueAt.set('tea', MINUTE);
  await house.become('unlocked');
  await house.wind(MINUTE);
  await house.become('locked');
  expect(house.timers).toEqual([]);
  expect(house.news.at(-1)).toEqual({ fresh: [], due: 0 });
  await house.become('unlocked');
  expect(house.told).toEqual([['tea'], ['tea']]);
  expect(house.faults).toEqual([]);
});

it('tells again what was put off, when that time has come', async () => {
  const house = new House();
  house.dueAt.set('tea', MINUTE);
  await house.become('unlocked');
  await house.wind(MINUTE);
  house.dueAt.set('tea', 4 * MINUTE);
  house.changed();
  await settled();
  await house.wind(4 * MINUTE);
  expect(house.told).toEqual([['tea'], ['tea']]);
});

it('shows the words of open bands alone, and of nothing that stays on this device', () => {
  const words = (band: Reminder['band'], staysOnDevice: boolean) => mayShowWords({ band, staysOnDevice });
  expect(words('GREEN', false)).toBe(true);
  expect(words('AMBER', false)).toBe(true);
  expect(words('AMBER', true)).toBe(false);
  expect(words('RED', false)).toBe(false);
  expect(words('BLACK', true)).toBe(false);
});
