/** One picture a page, the same in the rail and in the palette. */
import {
  CalendarDays,
  CalendarHeart,
  Feather,
  FileInput,
  HeartHandshake,
  HeartPulse,
  Layers,
  Lightbulb,
  type LucideIcon,
  ScrollText,
  Search,
  Settings,
  Smile,
  Sunrise,
  Users,
} from 'lucide-react';
import type { PageName } from '../state/navigation.ts';

export const PAGE_ICONS: Readonly<Record<PageName, LucideIcon>> = {
  timeline: CalendarDays,
  search: Search,
  people: Users,
  rediscover: Sunrise,
  upcoming: CalendarHeart,
  moods: Smile,
  goals: HeartHandshake,
  scenarios: Lightbulb,
  import: FileInput,
  receipts: ScrollText,
  tombstones: Feather,
  migrations: Layers,
  health: HeartPulse,
  settings: Settings,
};
