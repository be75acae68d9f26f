/** What was found: what it is, what to do about it, and the button that does it. */
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DatabaseHealth, Finding } from '../../../shared/contracts/health.ts';
import { Button } from '../../components/button.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { formatBytes } from '../reading/byte-size.ts';
import { formatShare } from './amounts.ts';
import { useDatabaseName } from './status-list.tsx';
import type { HealthActions } from './use-health-actions.ts';

interface FindingListProps {
  readonly databases: readonly DatabaseHealth[];
  readonly actions: HealthActions;
  readonly onRestore: () => void;
}

/** Findings that want something done, the worst first. Notes are in the details. */
export function FindingList({ databases, actions, onRestore }: FindingListProps) {
  const { t } = useTranslation('health');
  const found = databases
    .flatMap((database) => database.findings.map((finding) => ({ database, finding })))
    .filter(({ finding }) => finding.severity !== 'note')
    .sort((a, b) => weight(b.finding) - weight(a.finding));
  if (found.length === 0) return null;
  return (
    <ul aria-label={t('findings')} className="flex flex-col gap-3 pb-6">
      {found.map(({ database, finding }) => (
        <FindingCard
          key={`${finding.spaceId} ${finding.code} ${JSON.stringify(finding.params)}`}
          finding={finding}
          database={database}
          actions={actions}
          onRestore={onRestore}
        />
      ))}
    </ul>
  );
}

const weight = ({ severity }: Finding): number => (severity === 'damage' ? 1 : 0);

interface FindingCardProps extends Omit<FindingListProps, 'databases'> {
  readonly finding: Finding;
  readonly database: DatabaseHealth;
}

function FindingCard({ finding, database, actions, onRestore }: FindingCardProps) {
  const { t, i18n } = useTranslation('health');
  const words = useFindingWords()(finding, database);
  const damaged = finding.severity === 'damage';
  const Icon = damaged ? CircleAlert : TriangleAlert;
  const { action, spaceId } = finding;
  return (
    <li
      className={`flex gap-3 rounded-lg border px-4 py-3 ${damaged ? 'border-red/30 bg-red-wash' : 'border-amber/30 bg-amber-wash'}`}
    >
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${damaged ? 'text-red' : 'text-amber'}`} />
      <div className="flex min-w-0 flex-col gap-1">
        <h2 className="font-semibold">{words.what}</h2>
        <p className="text-ink-soft">{words.todo}</p>
        <p className="text-ink-soft text-sm">
          {t('firstSeen', { when: formatHere(finding.at, i18n.language) })}
        </p>
        {action !== null && action !== 'update' && (
          <div className="pt-2">
            <Button
              size="small"
              isDisabled={actions.isBusy && action !== 'backup'}
              onPress={() => {
                if (action === 'backup') onRestore();
                else if (action === 'vacuum') actions.vacuum(spaceId);
                else if (action === 'rebuild' && spaceId !== null) actions.rebuild(spaceId);
                else actions.check(spaceId);
              }}
            >
              {t(action === 'check' ? 'action.checkNow' : `action.${action}`)}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}

/** A finding in the person's language, its figures written as figures are here. */
export function useFindingWords(): (
  finding: Finding,
  database: Pick<DatabaseHealth, 'spaceId' | 'name'>,
) => { readonly what: string; readonly todo: string } {
  const { t, i18n } = useTranslation('health');
  const nameOf = useDatabaseName();
  return ({ code, params }, database) => {
    const { bytes, share, count, days, seconds, ...rest } = params;
    const values = {
      ...rest,
      where: nameOf(database),
      count: Number(count ?? days ?? 0),
      size: formatBytes(Number(bytes ?? 0), i18n.language),
      share: formatShare(Number(share ?? 0), i18n.language),
      minutes: Math.max(1, Math.round(Number(seconds ?? 0) / 60)),
    };
    const never = code === 'check-overdue' && days === undefined;
    return {
      what: never ? t('finding.check-overdue.never', values) : t(`finding.${code}.what`, values),
      todo: t(`finding.${code}.todo`, values),
    };
  };
}
