/**
 * Where in the app the person is, and how they got there.
 *
 * Page components take no props: they read their place from here. A page moves on with
 * `useNavigation.getState().go({ page: 'search', query })`.
 */
import { create } from 'zustand';
import { onLock } from './on-lock.ts';

export const PAGES = [
  'timeline',
  'search',
  'people',
  'rediscover',
  'upcoming',
  'moods',
  'goals',
  'scenarios',
  'import',
  'receipts',
  'tombstones',
  'migrations',
  'health',
  'settings',
] as const;
export type PageName = (typeof PAGES)[number];

export interface Place {
  readonly page: PageName;
  /** The space that is looked at; null until one is chosen. */
  readonly spaceId: string | null;
  /** The memory open in the reading pane, or the one a receipt page is about. */
  readonly memoryId: string | null;
  readonly query: string;
  /** True while the editor is open: on `memoryId`, or on a new memory where that is null. */
  readonly composing: boolean;
}

interface NavigationStore extends Place {
  readonly past: readonly Place[];
  /**
   * Moves on. The space is kept where none is named; memory, query and editor are closed where none is
   * named, except that the query stays while the page does.
   */
  go(to: Partial<Place>): void;
  /** Changes the place without a step in the history: typing in the search box. */
  adjust(to: Partial<Place>): void;
  back(): void;
}

const START: Place = { page: 'timeline', spaceId: null, memoryId: null, query: '', composing: false };
const REMEMBERED_STEPS = 50;

const placeOf = ({ page, spaceId, memoryId, query, composing }: Place): Place => ({
  page,
  spaceId,
  memoryId,
  query,
  composing,
});

export const useNavigation = create<NavigationStore>((set, get) => ({
  ...START,
  past: [],
  go(to) {
    const here = placeOf(get());
    const page = to.page ?? here.page;
    const next: Place = {
      page,
      spaceId: to.spaceId === undefined ? here.spaceId : to.spaceId,
      memoryId: to.memoryId ?? null,
      query: to.query ?? (page === here.page ? here.query : ''),
      composing: to.composing ?? false,
    };
    set({ ...next, past: [...get().past, here].slice(-REMEMBERED_STEPS) });
  },
  adjust(to) {
    set(to);
  },
  back() {
    const past = get().past;
    const last = past.at(-1);
    if (last !== undefined) set({ ...last, past: past.slice(0, -1) });
  },
}));

onLock(() => useNavigation.setState({ ...START, past: [] }));
