/** One picture a page, the same in the rail and in the palette. */
import {
  CalendarDays,
  Feather,
  FileInput,
  Layers,
  type LucideIcon,
  ScrollText,
  Search,
  Settings,
} from 'lucide-react';
import type { PageName } from '../state/navigation.ts';

export const PAGE_ICONS: Readonly<Record<PageName, LucideIcon>> = {
  timeline: CalendarDays,
  search: Search,
  import: FileInput,
  receipts: ScrollText,
  tombstones: Feather,
  migrations: Layers,
  settings: Settings,
};
