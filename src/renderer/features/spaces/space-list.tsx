/** The spaces of the vault, grouped by tier, with who is in them. */
import { Plus, TriangleAlert } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { IconButton } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { type PageName, useNavigation } from '../../state/navigation.ts';
import { useUnlocked } from '../../state/session.ts';
import { useSpaces } from '../../state/spaces.ts';
import { useWindow } from '../../state/window.ts';
import { tierGroups } from './tier-groups.ts';
import { TIER_ICONS } from './tier-icons.ts';

/** Pages that show one space, and so stay when another is chosen. */
const PAGES_OF_A_SPACE: ReadonlySet<PageName> = new Set([
  'timeline',
  'people',
  'rediscover',
  'import',
  'receipts',
  'tombstones',
]);

/** Opens a space, on the page one is on where that page shows spaces. */
export function openSpace(spaceId: string): void {
  const { page, go } = useNavigation.getState();
  go({ page: PAGES_OF_A_SPACE.has(page) ? page : 'timeline', spaceId });
  useWindow.getState().close();
}

/** A navigation landmark with one button a space. */
export function SpaceList() {
  const { t, i18n } = useTranslation('spaces');
  const { spaces, error, load } = useSpaces();
  const current = useNavigation((place) => place.spaceId);
  return (
    <nav aria-label={t('title')} className="min-h-0 grow overflow-y-auto px-2 pb-3">
      <div className="sticky top-0 z-10 flex items-center justify-between bg-sunk pr-1 pl-3">
        <h2 className="font-semibold text-ink-soft text-sm">{t('title')}</h2>
        <IconButton icon={Plus} label={t('create')} onPress={() => useWindow.getState().show('new-space')} />
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void load()} />}
      {spaces === null && error === null && (
        <div className="px-3 py-2">
          <Skeleton lines={5} />
        </div>
      )}
      {tierGroups(spaces ?? [], i18n.language).map((group) => (
        <section key={group.tier} aria-labelledby={`tier-${group.tier}`} className="pb-2">
          <h3 id={`tier-${group.tier}`} className="small-caps px-3 pt-2 pb-0.5 text-ink-faint">
            {t(`tier.${group.tier}`)}
          </h3>
          <ul>
            {group.spaces.map((space) => (
              <li key={space.id}>
                <SpaceButton space={space} isCurrent={space.id === current} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function SpaceButton({ space, isCurrent }: { readonly space: Space; readonly isCurrent: boolean }) {
  const { t, i18n } = useTranslation(['spaces', 'common']);
  const me = useUnlocked()?.me.id;
  const others = space.people.filter((person) => person.id !== me).map((person) => person.name);
  const people =
    others.length === 0
      ? t('justMe')
      : new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format([t('you'), ...others]);
  const Icon = TIER_ICONS[space.tier];
  return (
    <AriaButton
      {...(isCurrent ? { 'aria-current': 'true' as const } : {})}
      onPress={() => openSpace(space.id)}
      className={`flex w-full cursor-default items-start gap-3 rounded-md px-3 py-1.5 text-left hover:bg-hover ${isCurrent ? 'bg-hover' : ''}`}
    >
      <Icon
        aria-hidden
        strokeWidth={1.75}
        className={`mt-1 size-4 shrink-0 ${isCurrent ? 'text-accent' : 'text-ink-faint'}`}
      />
      <span className="flex min-w-0 grow flex-col">
        <span className="flex items-baseline justify-between gap-2">
          <span className={`truncate ${isCurrent ? 'font-semibold' : ''}`}>{space.name}</span>
          {!space.problem && (
            <span className="text-ink-faint text-xs tabular-nums">
              <span aria-hidden>{new Intl.NumberFormat(i18n.language).format(space.memories)}</span>
              <span className="sr-only">{t('common:memories', { count: space.memories })}</span>
            </span>
          )}
        </span>
        <span className="line-clamp-2 text-ink-faint text-xs" title={people}>
          {people}
        </span>
        {space.problem && (
          <span className="flex items-center gap-1 text-red text-xs">
            <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
            {t('problem')}
          </span>
        )}
      </span>
    </AriaButton>
  );
}
