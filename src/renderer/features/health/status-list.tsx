/** Each database in one calm sentence: how it is, and when it was last read through. */
import { CircleAlert, CircleCheck, type LucideIcon, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { TIERS } from '../../../shared/bands.ts';
import type { DatabaseHealth, HealthStatus } from '../../../shared/contracts/health.ts';
import { formatHere } from '../../i18n/dates.ts';
import { TIER_ICONS } from '../spaces/tier-icons.ts';
import { formatShare } from './amounts.ts';

export const STATUS_MARKS: Readonly<Record<HealthStatus, { icon: LucideIcon; look: string }>> = {
  healthy: { icon: CircleCheck, look: 'text-green' },
  attention: { icon: TriangleAlert, look: 'text-amber' },
  damaged: { icon: CircleAlert, look: 'text-red' },
};

/** The spaces in the order of the rail, and the vault's own list of them last: it is the one nobody made by hand. */
export function StatusList({ databases }: { readonly databases: readonly DatabaseHealth[] }) {
  const { t } = useTranslation('health');
  const sorted = [
    ...TIERS.flatMap((tier) => databases.filter((database) => database.tier === tier)),
    ...databases.filter(({ tier }) => tier === null),
  ];
  return (
    <ul aria-label={t('status.list')} className="flex flex-col">
      {sorted.map((database) => (
        <StatusLine key={database.spaceId} database={database} />
      ))}
    </ul>
  );
}

function StatusLine({ database }: { readonly database: DatabaseHealth }) {
  const { t } = useTranslation('health');
  const { icon: Icon, look } = STATUS_MARKS[database.status];
  const Tier = database.tier === null ? null : TIER_ICONS[database.tier];
  const name = useDatabaseName()(database);
  const sentence = useStatusSentence()(database);
  return (
    <li className="flex items-start gap-3 py-2">
      <Icon aria-hidden className={`mt-1 size-4 shrink-0 ${look}`} />
      <div className="min-w-0">
        <p className="flex items-center gap-2 font-semibold">
          <bdi className="min-w-0 break-words">{name}</bdi>
          {Tier && (
            <Tier aria-label={t(`tier.${database.tier ?? 'personal'}`)} className="size-4 text-ink-faint" />
          )}
        </p>
        <p className="text-ink-soft">{sentence}</p>
      </div>
    </li>
  );
}

/** What a database is called here: the registry has no name that people gave it. */
export function useDatabaseName(): (database: Pick<DatabaseHealth, 'spaceId' | 'name'>) => string {
  const { t } = useTranslation('health');
  return ({ spaceId, name }) => (spaceId === null ? t('registry') : name);
}

function useStatusSentence(): (database: DatabaseHealth) => string {
  const { t, i18n } = useTranslation('health');
  return ({ status, findings, integrity }) => {
    const telling = findings.filter(({ severity }) => severity !== 'note').length;
    const state = status === 'healthy' ? t('status.healthy') : t('status.findings', { count: telling });
    if (integrity === null) return state;
    const { wholeAt, since, done, total } = integrity;
    const read = total > 0 ? formatShare(done / total, i18n.language) : '';
    if (wholeAt !== null) {
      const last = t('status.readThrough', { when: formatHere(wholeAt, i18n.language, 'day') });
      return since !== null && done < total && done > 0
        ? `${state} ${last} ${t('status.thisRound', { share: read })}`
        : `${state} ${last}`;
    }
    return `${state} ${since === null || total === 0 ? t('status.notYet') : t('status.firstRound', { share: read })}`;
  };
}
