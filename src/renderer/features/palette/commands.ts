/** What the palette can do, as data. Nothing here is remembered. */

import type { TFunction } from 'i18next';
import { CornerUpLeft, Library, Lock, type LucideIcon, Moon, PenLine, Sun, SunMoon } from 'lucide-react';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { PAGE_ICONS } from '../../shell/page-icons.ts';
import { lockVault } from '../../state/lock.ts';
import { PAGES, useNavigation } from '../../state/navigation.ts';
import { useSettings } from '../../state/settings.ts';
import { useWindow } from '../../state/window.ts';
import { openSpace } from '../spaces/space-list.tsx';
import { TIER_ICONS } from '../spaces/tier-icons.ts';

export interface PaletteCommand {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

export interface PaletteGroup {
  readonly id: 'do' | 'go' | 'spaces' | 'look';
  readonly label: string;
  readonly commands: readonly PaletteCommand[];
}

const THEMES = [
  { theme: 'light', icon: Sun },
  { theme: 'dark', icon: Moon },
  { theme: 'system', icon: SunMoon },
] as const;

/** Every command, in groups, in the person's language. */
export function paletteGroups(
  t: TFunction<['palette', 'common']>,
  spaces: readonly Space[],
): readonly PaletteGroup[] {
  const { go, back } = useNavigation.getState();
  return [
    {
      id: 'do',
      label: t('group.do'),
      commands: [
        {
          id: 'new-memory',
          label: t('do.newMemory'),
          icon: PenLine,
          run: () => go({ page: 'timeline', composing: true }),
        },
        {
          id: 'new-space',
          label: t('do.newSpace'),
          icon: Library,
          run: () => useWindow.getState().show('new-space'),
        },
        { id: 'back', label: t('do.back'), icon: CornerUpLeft, run: back },
        { id: 'lock', label: t('do.lock'), icon: Lock, run: () => void lockVault() },
      ],
    },
    {
      id: 'go',
      label: t('group.go'),
      commands: PAGES.map((page) => ({
        id: `page-${page}`,
        label: t(`common:nav.${page}`),
        icon: PAGE_ICONS[page],
        run: () => go({ page }),
      })),
    },
    {
      id: 'spaces',
      label: t('group.spaces'),
      commands: spaces.map((space) => ({
        id: `space-${space.id}`,
        label: space.name,
        icon: TIER_ICONS[space.tier],
        run: () => openSpace(space.id),
      })),
    },
    {
      id: 'look',
      label: t('group.look'),
      commands: THEMES.map(({ theme, icon }) => ({
        id: `theme-${theme}`,
        label: t(`theme.${theme}`),
        icon,
        run: () => void useSettings.getState().change({ theme }),
      })),
    },
  ];
}
