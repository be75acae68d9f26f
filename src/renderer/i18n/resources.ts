/** Every namespace in every language, bundled: nothing is fetched. */

import deAttachments from './locales/de/attachments.json';
import deCommon from './locales/de/common.json';
import deEditor from './locales/de/editor.json';
import deErrors from './locales/de/errors.json';
import deImport from './locales/de/import.json';
import deMigrations from './locales/de/migrations.json';
import deOnboarding from './locales/de/onboarding.json';
import dePalette from './locales/de/palette.json';
import deReading from './locales/de/reading.json';
import deReceipts from './locales/de/receipts.json';
import deSearch from './locales/de/search.json';
import deSettings from './locales/de/settings.json';
import deSpaces from './locales/de/spaces.json';
import deTimeline from './locales/de/timeline.json';
import deTombstones from './locales/de/tombstones.json';
import deUnlock from './locales/de/unlock.json';
import enAttachments from './locales/en/attachments.json';
import enCommon from './locales/en/common.json';
import enEditor from './locales/en/editor.json';
import enErrors from './locales/en/errors.json';
import enImport from './locales/en/import.json';
import enMigrations from './locales/en/migrations.json';
import enOnboarding from './locales/en/onboarding.json';
import enPalette from './locales/en/palette.json';
import enReading from './locales/en/reading.json';
import enReceipts from './locales/en/receipts.json';
import enSearch from './locales/en/search.json';
import enSettings from './locales/en/settings.json';
import enSpaces from './locales/en/spaces.json';
import enTimeline from './locales/en/timeline.json';
import enTombstones from './locales/en/tombstones.json';
import enUnlock from './locales/en/unlock.json';

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
    import: enImport,
    attachments: enAttachments,
    editor: enEditor,
    reading: enReading,
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
    import: deImport,
    attachments: deAttachments,
    editor: deEditor,
    reading: deReading,
  },
} as const;
