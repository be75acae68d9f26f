/** Statements that took long, with the way they took: never with the values they were asked with. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlowStatement } from '../../../shared/contracts/health.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { formatMilliseconds } from './amounts.ts';

const SHOWN = 20;

/** A list, asked for when it is shown. */
export function SlowStatements() {
  const { t, i18n } = useTranslation('health');
  const [statements, setStatements] = useState<readonly SlowStatement[] | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);

  useEffect(() => {
    let open = true;
    void invoke('health.slowStatements', {}).then((answer) => {
      if (!open) return;
      if (answer.ok) setStatements(answer.value);
      else setError(answer.error);
    });
    return () => {
      open = false;
    };
  }, []);

  if (error !== null) return <ErrorNotice error={error} />;
  if (statements === null) return <Skeleton lines={3} />;
  if (statements.length === 0) return <p className="text-ink-soft">{t('details.noSlow')}</p>;
  return (
    <ol className="flex flex-col gap-4">
      {statements.slice(0, SHOWN).map((each) => (
        <li key={`${each.at} ${each.statement}`} className="flex flex-col gap-1 text-sm">
          <p>
            <span className="font-semibold">{each.part}</span>{' '}
            <span className="text-ink-soft">
              {formatMilliseconds(each.milliseconds, i18n.language)}, {formatHere(each.at, i18n.language)}
            </span>
          </p>
          <code translate="no" className="break-words rounded bg-sunk px-2 py-1 text-xs">
            {each.statement}
          </code>
          {each.plan.length > 0 && (
            <ul className="list-disc ps-5 text-ink-soft text-xs">
              {each.plan.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
