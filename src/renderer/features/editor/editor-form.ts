/** What the editor holds while it is open, and its way from and to the contract's shapes. */
import type { Band } from '../../../shared/bands.ts';
import type { Draft, Memory, MemoryInput } from '../../../shared/contracts/memories.ts';
import { timestampOf, type When, whenNow, whenOf } from './when.ts';

export interface EditorForm {
  readonly title: string;
  readonly text: string;
  readonly when: When;
  readonly band: Band;
  readonly kind: string;
  readonly tags: readonly string[];
  readonly people: readonly string[];
}

type Written = Pick<Memory, 'title' | 'text' | 'at' | 'dateOnly' | 'band' | 'kind' | 'tags' | 'people'>;

/** An empty page, dated now. */
export function emptyForm(now: Date): EditorForm {
  return { title: '', text: '', when: whenNow(now), band: 'GREEN', kind: 'note', tags: [], people: [] };
}

/** A memory as it was last saved. */
export function formOfMemory(memory: Written): EditorForm {
  const { title, text, at, dateOnly, band, kind, tags, people } = memory;
  return { title, text, when: whenOf(at, dateOnly), band, kind, tags, people };
}

/** A draft laid over what it was begun from; what the draft leaves open comes from there. */
export function formOfDraft(draft: Draft, begunFrom: EditorForm): EditorForm {
  const { title, text, at, dateOnly, band, kind, tags, people } = draft.input;
  return {
    title: title ?? begunFrom.title,
    text,
    when: at === undefined ? begunFrom.when : whenOf(at, dateOnly ?? false),
    band: band ?? begunFrom.band,
    kind: kind ?? begunFrom.kind,
    tags: tags ?? begunFrom.tags,
    people: people ?? begunFrom.people,
  };
}

const sameWhen = (a: When, b: When): boolean =>
  a.date === b.date && a.time === b.time && a.offset === b.offset;

/**
 * What is sent to be saved; null while the day is not valid. Where day and time were not touched, the
 * timestamp goes back as it came, seconds included.
 */
export function inputOf(
  form: EditorForm,
  saved: Pick<Memory, 'at' | 'dateOnly'> | null,
): Required<MemoryInput> | null {
  const untouched = saved !== null && sameWhen(whenOf(saved.at, saved.dateOnly), form.when);
  const moment = untouched ? { at: saved.at, dateOnly: saved.dateOnly } : timestampOf(form.when);
  if (moment === null) return null;
  return {
    ...moment,
    title: form.title.trim().toWellFormed(),
    text: form.text.toWellFormed(),
    band: form.band,
    kind: form.kind,
    tags: [...form.tags],
    people: [...form.people],
  };
}

/** What is kept as a draft: everything, but a day only where it is one. */
export function draftInputOf(form: EditorForm): Draft['input'] {
  const { when, title, text, ...rest } = form;
  return {
    ...(timestampOf(when) ?? {}),
    title: title.toWellFormed(),
    text: text.toWellFormed(),
    band: rest.band,
    kind: rest.kind,
    tags: [...rest.tags],
    people: [...rest.people],
  };
}

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

/** Two versions of a text, one below the other; one of them where the other says nothing more. */
function joinTexts(mine: string, theirs: string): string {
  if (mine === theirs || mine.includes(theirs)) return mine;
  if (theirs.includes(mine)) return theirs;
  return `${mine.trimEnd()}\n\n---\n\n${theirs}`;
}

/** Both versions in one form: nothing of either text, tags or people is left out. */
export function joinForms(mine: EditorForm, theirs: EditorForm): EditorForm {
  return {
    ...mine,
    title: mine.title || theirs.title,
    text: joinTexts(mine.text, theirs.text),
    tags: union(mine.tags, theirs.tags),
    people: union(mine.people, theirs.people),
  };
}
