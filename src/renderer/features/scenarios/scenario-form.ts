/** What is being imagined: in fields, and as main takes it. */
import type { Band } from '../../../shared/bands.ts';
import {
  type Scenario,
  type ScenarioInput,
  scenarioInputSchema,
} from '../../../shared/contracts/scenarios.ts';

export interface OutcomeField {
  /** Of the row, while the form is open. */
  readonly key: string;
  readonly text: string;
  readonly likelihood: number;
}

export interface ScenarioForm {
  readonly title: string;
  readonly note: string;
  /** A line each. */
  readonly assumptions: string;
  readonly outcomes: readonly OutcomeField[];
  readonly memories: readonly { readonly id: string; readonly title: string }[];
  /** `YYYY-MM-DD`, or empty. */
  readonly lookDay: string;
  readonly band: Band;
}

export const MOST_OUTCOMES = 10;
const MOST_ASSUMPTIONS = 20;
/** The hour of the day on which it is to be looked at. */
const LOOK_TIME = '09:00';

export const newOutcome = (): OutcomeField => ({ key: crypto.randomUUID(), text: '', likelihood: 0.5 });

export function formOf(scenario: Scenario | null): ScenarioForm {
  if (scenario === null) {
    return {
      title: '',
      note: '',
      assumptions: '',
      outcomes: [newOutcome()],
      memories: [],
      lookDay: '',
      band: 'GREEN',
    };
  }
  const { title, note, assumptions, outcomes, memories, lookAt, band } = scenario;
  return {
    title,
    note,
    assumptions: assumptions.join('\n'),
    outcomes: outcomes.map((outcome) => ({ ...outcome, key: crypto.randomUUID() })),
    memories,
    lookDay: lookAt === null ? '' : dayHere(lookAt),
    band,
  };
}

/** Which field does not hold yet; null where all do. */
export function missingIn({ title, outcomes }: ScenarioForm): 'title' | 'outcomes' | null {
  if (title.trim() === '') return 'title';
  return outcomes.every(({ text }) => text.trim() === '') ? 'outcomes' : null;
}

/** As main takes it; null where a field does not hold. */
export function inputOf(form: ScenarioForm): ScenarioInput | null {
  const lines = form.assumptions.split('\n').map((line) => line.trim());
  const input = scenarioInputSchema.safeParse({
    title: form.title,
    note: form.note,
    assumptions: lines.filter((line) => line !== '').slice(0, MOST_ASSUMPTIONS),
    outcomes: form.outcomes
      .filter(({ text }) => text.trim() !== '')
      .map(({ text, likelihood }) => ({ text, likelihood })),
    memoryIds: form.memories.map(({ id }) => id),
    lookAt: form.lookDay === '' ? null : new Date(`${form.lookDay}T${LOOK_TIME}`).toISOString(),
    band: form.band,
  });
  return input.success ? input.data : null;
}

function dayHere(at: string): string {
  const date = new Date(at);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}
