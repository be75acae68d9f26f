/**
 * What the demonstration's household plans, wants, feels and imagines, so that its pages are alive.
 *
 * Times are reckoned from the day it is made: a reminder that is overdue by a day is so whenever one looks.
 */
import type { GoalInput } from '../../../shared/contracts/goals.ts';
import { FEELING_NAMES, FEELINGS, type Feeling, type MoodInput } from '../../../shared/contracts/moods.ts';
import type { ReminderInput } from '../../../shared/contracts/reminders.ts';
import type { Resolution, ScenarioInput } from '../../../shared/contracts/scenarios.ts';
import { halfLifeFor } from '../../../shared/need-level.ts';

const ZONE = 'Europe/London';
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The day so many days from now, at a time of day, on the wall. */
function wall(now: Date, days: number, time: string): string {
  const day = new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  return `${day}T${time}`;
}

const asked = { note: '', band: 'GREEN', schedule: null, cue: null, memoryId: null } as const;

/** One that is put off leaves room for what was overdue: `settled` ones are done at once. */
export interface DemoReminder {
  readonly input: ReminderInput;
  readonly settled?: boolean;
}

export function demoReminders(now: Date): readonly DemoReminder[] {
  const at = (days: number, time: string, rule: string | null = null) => ({
    start: wall(now, days, time),
    zone: ZONE,
    rule,
  });
  return [
    {
      input: {
        ...asked,
        title: 'Take the library books back',
        note: 'Hana’s is under the sofa.',
        schedule: at(-1, '16:00'),
      },
    },
    { input: { ...asked, title: 'Feed Gerald', schedule: at(-3, '19:30', 'FREQ=DAILY') } },
    {
      input: {
        ...asked,
        title: 'Bins out: green and food',
        schedule: at(1, '06:45', 'FREQ=WEEKLY;INTERVAL=2'),
      },
    },
    {
      input: {
        ...asked,
        title: 'Call Oma Inge',
        note: 'She is up early. Ask how the hip is and do not let her say “fine”.',
        schedule: at(3, '10:00', 'FREQ=WEEKLY'),
      },
    },
    { input: { ...asked, title: 'Emil: dentist', schedule: at(5, '15:20') } },
    {
      input: {
        ...asked,
        title: 'Order the ferry to Lübeck before it is full',
        schedule: at(24, '20:00'),
      },
    },
    {
      input: {
        ...asked,
        title: 'Yuki’s birthday',
        note: 'The paper crane, not a voucher.',
        schedule: at(61, '07:30', 'FREQ=YEARLY'),
      },
    },
    {
      input: {
        ...asked,
        title: 'Ask Obaachan how she dries the persimmons',
        cue: { kind: 'person', value: 'Obaachan Sachiko' },
      },
    },
    {
      input: {
        ...asked,
        title: 'Write down which bakery it was',
        cue: { kind: 'place', value: 'Lübeck' },
      },
    },
    {
      input: {
        ...asked,
        title: 'Measure Emil and Hana on the door frame',
        cue: { kind: 'tag', value: 'garden' },
        band: 'AMBER',
      },
    },
    { input: { ...asked, title: 'Boiler serviced', schedule: at(-2, '09:00') }, settled: true },
  ];
}

export interface DemoGoal {
  readonly input: GoalInput;
  /** Days ago on which it was done, latest first. */
  readonly done: readonly number[];
}

const wanted = (title: string, days: number, done: readonly number[], note = ''): DemoGoal => ({
  input: { title, note, band: 'GREEN', halfLifeDays: halfLifeFor(days), resting: false },
  done,
});

export const DEMO_GOALS: readonly DemoGoal[] = [
  wanted('Call Oma Inge', 7, [9, 15, 22, 30, 36, 45, 51], 'Before ten; later she is in the garden.'),
  wanted('A walk, all four of us', 7, [2, 10, 16, 31, 37]),
  wanted('Read to Hana', 1, [0.6, 1.5, 2.5, 4.4, 5.5, 6.5, 8.5, 9.4]),
  wanted('Have somebody to dinner', 30, [41, 75, 96]),
  wanted('Print the year’s photographs', 365, [420]),
  {
    ...wanted('Practise the ukulele', 3, [90, 94, 97]),
    input: {
      title: 'Practise the ukulele',
      note: 'The neighbours asked for a pause.',
      band: 'GREEN',
      halfLifeDays: halfLifeFor(3),
      resting: true,
    },
  },
];

const NOTES: Partial<Record<Feeling, readonly string[]>> = {
  joyful: ['Hana laughed until she hiccuped.', 'First swim.', 'The bread rose.'],
  grateful: ['Soup was on the stove when I came in.', 'Yuki did the school run.'],
  calm: ['Rain on the skylight.', 'An hour with nothing in it.'],
  tired: ['Up at five with the boiler.', 'Too many meetings.'],
  worried: ['Oma’s hip.', 'The letter from the school.'],
  sad: ['Found Opa’s cap in the car.'],
  excited: ['The ferry is booked.'],
};

/** Small whole numbers that look thrown and are always the same. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

const LIGHT: readonly Feeling[] = [
  'joyful',
  'grateful',
  'content',
  'content',
  'calm',
  'excited',
  'surprised',
];
const HEAVY: readonly Feeling[] = ['tired', 'tired', 'worried', 'tense', 'sad', 'lonely', 'angry'];

/** Most days of the last year, now and then two: brighter in summer, heavier in late winter. */
export function demoMoods(now: Date): readonly MoodInput[] {
  const throwOf = dice(14);
  const moods: MoodInput[] = [];
  for (let ago = 364; ago >= 0; ago -= 1) {
    const day = new Date(now.getTime() - ago * DAY_MS);
    const summer = Math.cos(((day.getMonth() + 0.5 - 6.5) / 12) * 2 * Math.PI);
    const times = [2, 1, 1, 1, 0][throwOf(5)] ?? 0;
    for (let time = 0; time < times; time += 1) {
      const isLight = throwOf(100) < 62 + summer * 24;
      const among = isLight ? LIGHT : HEAVY;
      const feeling = among[throwOf(among.length)] ?? FEELING_NAMES[0];
      const notes = NOTES[feeling] ?? [];
      const at = new Date(day.getTime() - (time === 0 ? 2 : 9) * HOUR_MS);
      const { valence, arousal } = FEELINGS[feeling];
      const shift = (throwOf(5) - 2) / 10;
      moods.push({
        valence: Math.round(Math.max(-1, Math.min(1, valence + shift)) * 10) / 10,
        arousal,
        feeling,
        word: '',
        note: throwOf(6) === 0 ? (notes[throwOf(Math.max(1, notes.length))] ?? '') : '',
        memoryId: null,
        at: at.toISOString(),
        band: 'GREEN',
      });
    }
  }
  return moods;
}

export interface DemoScenario {
  readonly input: ScenarioInput;
  readonly resolution?: Resolution;
}

export function demoScenarios(now: Date): readonly DemoScenario[] {
  const at = (days: number): string => new Date(now.getTime() + days * DAY_MS).toISOString();
  const words: Pick<ScenarioInput, 'note' | 'memoryIds' | 'band'> = {
    note: '',
    memoryIds: [],
    band: 'GREEN',
  };
  return [
    {
      input: {
        ...words,
        title: 'we took the night train to Kanazawa instead of flying within Japan?',
        assumptions: ['Emil sleeps anywhere', 'the tickets are released in time'],
        outcomes: [
          { text: 'Everybody sleeps', likelihood: 0.3 },
          { text: 'Hana talks of nothing else for a year', likelihood: 0.85 },
          { text: 'We miss the last bus to Obaachan’s', likelihood: 0.2 },
        ],
        lookAt: at(18),
      },
    },
    {
      input: {
        ...words,
        title: 'Oma Inge moved into the room under the roof?',
        note: 'She has said no twice, the second time more slowly.',
        assumptions: ['a rail on the stairs'],
        outcomes: [
          { text: 'She takes over the kitchen within a week', likelihood: 0.9 },
          { text: 'The children learn proper German', likelihood: 0.7 },
        ],
        band: 'AMBER',
        lookAt: null,
      },
    },
    {
      input: {
        ...words,
        title: 'we sold the Skoda before it fell apart by itself?',
        assumptions: [],
        outcomes: [
          { text: 'Somebody pays more than £200', likelihood: 0.4 },
          { text: 'We miss it', likelihood: 0.75 },
        ],
        lookAt: at(-900),
      },
      resolution: {
        note: '£300, to a student of fine art who asked about the moss. We miss the smell of it, not the clutch.',
        came: [true, true],
        closeness: 0.8,
      },
    },
    {
      input: {
        ...words,
        title: 'we let the lawn grow the whole summer?',
        assumptions: ['no letter from number 16'],
        outcomes: [
          { text: 'Hedgehogs', likelihood: 0.6 },
          { text: 'A letter from number 16', likelihood: 0.5 },
          { text: 'Jonas gives in and mows by July', likelihood: 0.35 },
        ],
        lookAt: at(-60),
      },
      resolution: {
        note: 'One hedgehog, seen twice, possibly two hedgehogs seen once. The letter was a postcard and kind.',
        came: [true, true, false],
        closeness: 0.6,
      },
    },
  ];
}
