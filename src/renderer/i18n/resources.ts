/** Every namespace in every language, bundled: nothing is fetched. */

import deAttachments from './locales/de/attachments.json';
import deCommon from './locales/de/common.json';
import deEditor from './locales/de/editor.json';
import deErrors from './locales/de/errors.json';
import deGoals from './locales/de/goals.json';
import deHealth from './locales/de/health.json';
import deImport from './locales/de/import.json';
import deMigrations from './locales/de/migrations.json';
import deMoods from './locales/de/moods.json';
import deOnboarding from './locales/de/onboarding.json';
import dePalette from './locales/de/palette.json';
import dePeople from './locales/de/people.json';
import deReading from './locales/de/reading.json';
import deReceipts from './locales/de/receipts.json';
import deRediscover from './locales/de/rediscover.json';
import deScenarios from './locales/de/scenarios.json';
import deSearch from './locales/de/search.json';
import deSettings from './locales/de/settings.json';
import deSpaces from './locales/de/spaces.json';
import deTimeline from './locales/de/timeline.json';
import deTombstones from './locales/de/tombstones.json';
import deTransfer from './locales/de/transfer.json';
import deUnlock from './locales/de/unlock.json';
import deUpcoming from './locales/de/upcoming.json';
import enAttachments from './locales/en/attachments.json';
import enCommon from './locales/en/common.json';
import enEditor from './locales/en/editor.json';
import enErrors from './locales/en/errors.json';
import enGoals from './locales/en/goals.json';
import enHealth from './locales/en/health.json';
import enImport from './locales/en/import.json';
import enMigrations from './locales/en/migrations.json';
import enMoods from './locales/en/moods.json';
import enOnboarding from './locales/en/onboarding.json';
import enPalette from './locales/en/palette.json';
import enPeople from './locales/en/people.json';
import enReading from './locales/en/reading.json';
import enReceipts from './locales/en/receipts.json';
import enRediscover from './locales/en/rediscover.json';
import enScenarios from './locales/en/scenarios.json';
import enSearch from './locales/en/search.json';
import enSettings from './locales/en/settings.json';
import enSpaces from './locales/en/spaces.json';
import enTimeline from './locales/en/timeline.json';
import enTombstones from './locales/en/tombstones.json';
import enTransfer from './locales/en/transfer.json';
import enUnlock from './locales/en/unlock.json';
import enUpcoming from './locales/en/upcoming.json';

export const resources = {
  en: {
    common: enCommon,
    errors: enErrors,
    onboarding: enOnboarding,
    unlock: enUnlock,
    spaces: enSpaces,
    settings: enSettings,
    palette: enPalette,
    timeline: enTimeline,
    search: enSearch,
    receipts: enReceipts,
    tombstones: enTombstones,
    migrations: enMigrations,
    transfer: enTransfer,
    import: enImport,
    health: enHealth,
    attachments: enAttachments,
    editor: enEditor,
    reading: enReading,
    upcoming: enUpcoming,
    scenarios: enScenarios,
    moods: enMoods,
    goals: enGoals,
    people: enPeople,
    rediscover: enRediscover,
  },
  de: {
    common: deCommon,
    errors: deErrors,
    onboarding: deOnboarding,
    unlock: deUnlock,
    spaces: deSpaces,
    settings: deSettings,
    palette: dePalette,
    timeline: deTimeline,
    search: deSearch,
    receipts: deReceipts,
    tombstones: deTombstones,
    migrations: deMigrations,
    transfer: deTransfer,
    import: deImport,
    health: deHealth,
    attachments: deAttachments,
    editor: deEditor,
    reading: deReading,
    upcoming: deUpcoming,
    scenarios: deScenarios,
    moods: deMoods,
    goals: deGoals,
    people: dePeople,
    rediscover: deRediscover,
  },
} as const;
