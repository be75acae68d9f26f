/** The pages of an open vault, each loaded when it is first opened. Pages take no props. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { PageName } from './state/navigation.ts';

export const PAGE_COMPONENTS: Readonly<Record<PageName, LazyExoticComponent<ComponentType>>> = {
  timeline: lazy(async () => ({
    default: (await import('./features/timeline/timeline-page.tsx')).TimelinePage,
  })),
  search: lazy(async () => ({ default: (await import('./features/search/search-page.tsx')).SearchPage })),
  people: lazy(async () => ({ default: (await import('./features/people/people-page.tsx')).PeoplePage })),
  rediscover: lazy(async () => ({
    default: (await import('./features/rediscover/rediscover-page.tsx')).RediscoverPage,
  })),
  upcoming: lazy(async () => ({
    default: (await import('./features/upcoming/upcoming-page.tsx')).UpcomingPage,
  })),
  moods: lazy(async () => ({ default: (await import('./features/moods/moods-page.tsx')).MoodsPage })),
  goals: lazy(async () => ({ default: (await import('./features/goals/goals-page.tsx')).GoalsPage })),
  scenarios: lazy(async () => ({
    default: (await import('./features/scenarios/scenarios-page.tsx')).ScenariosPage,
  })),
  import: lazy(async () => ({ default: (await import('./features/import/import-page.tsx')).ImportPage })),
  receipts: lazy(async () => ({
    default: (await import('./features/receipts/receipts-page.tsx')).ReceiptsPage,
  })),
  tombstones: lazy(async () => ({
    default: (await import('./features/tombstones/tombstones-page.tsx')).TombstonesPage,
  })),
  migrations: lazy(async () => ({
    default: (await import('./features/migrations/migrations-page.tsx')).MigrationsPage,
  })),
  health: lazy(async () => ({ default: (await import('./features/health/health-page.tsx')).HealthPage })),
  settings: lazy(async () => ({
    default: (await import('./features/settings/settings-page.tsx')).SettingsPage,
  })),
};
