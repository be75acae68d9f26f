/** The machinery, for those who want to know: connections, caches, parts of the files, settings, counters, figures. */
import { FileOutput } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatabaseHealth, HealthReport } from '../../../shared/contracts/health.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { NamedBars } from '../../components/chart-bars.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { useToasts } from '../../state/toasts.ts';
import { formatBytes } from '../reading/byte-size.ts';
import { formatMilliseconds, formatShare } from './amounts.ts';
import { FigureTable } from './figure-table.tsx';
import { useFindingWords } from './finding-list.tsx';
import { Details, HealthSection } from './health-section.tsx';
import { SlowStatements } from './slow-statements.tsx';
import { useDatabaseName } from './status-list.tsx';

const SHOWN_PARTS = 10;

/** The section: one disclosure a database, one for what belongs to all of them. */
export function EngineDetails({ report }: { readonly report: HealthReport }) {
  const { t } = useTranslation('health');
  const nameOf = useDatabaseName();
  const showToast = useToasts((store) => store.show);
  const [failure, setFailure] = useState<VaultErrorData | null>(null);

  const exportMetrics = async () => {
    const answer = await invoke('metrics.export', {});
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok && answer.value.path !== null) {
      showToast({ message: t('details.exported', { path: answer.value.path }) });
    }
  };

  return (
    <HealthSection
      title={t('details.title')}
      sentence={t('details.sentence')}
      actions={
        <Button icon={FileOutput} onPress={() => void exportMetrics()}>
          {t('details.export')}
        </Button>
      }
    >
      {failure !== null && <ErrorNotice error={failure} onRetry={() => void exportMetrics()} />}
      <div className="flex flex-col gap-1">
        {report.databases
          .filter(({ use }) => use !== null)
          .map((database) => (
            <Details key={database.spaceId} title={nameOf(database)}>
              <DatabaseDetails database={database} />
            </Details>
          ))}
        <Details title={t('details.counters')}>
          <FigureTable
            caption={t('details.counters')}
            heads={[t('details.counter'), t('details.sinceUnlock'), t('details.month')]}
            rows={report.counters.map(({ group, name, value, month }) => [`${group}: ${name}`, value, month])}
          />
        </Details>
        <Details title={t('details.slow')}>
          <SlowStatements />
        </Details>
      </div>
    </HealthSection>
  );
}

function DatabaseDetails({ database }: { readonly database: DatabaseHealth }) {
  const { t, i18n } = useTranslation('health');
  const words = useFindingWords();
  const { pool, caches, use, pragmas, findings } = database;
  const size = (bytes: number | null): string => (bytes === null ? '' : formatBytes(bytes, i18n.language));
  const notes = findings.filter(({ severity }) => severity === 'note');
  const largest = use?.parts[0];
  return (
    <>
      {notes.length > 0 && (
        <ul className="list-disc ps-5 text-ink-soft">
          {notes.map((note) => (
            <li key={JSON.stringify([note.code, note.params])}>{words(note, database).what}</li>
          ))}
        </ul>
      )}
      {pool !== null && (
        <p className="text-ink-soft">
          {t('details.pool', { open: pool.open, min: pool.min, max: pool.max, count: pool.waiting })}{' '}
          {t('details.poolWait', {
            wait: formatMilliseconds(pool.waitP95, i18n.language),
            count: pool.acquisitions,
          })}{' '}
          {pool.replaced + pool.timeouts > 0 &&
            t('details.poolTrouble', { replaced: pool.replaced, timeouts: pool.timeouts })}
        </p>
      )}
      <FigureTable
        caption={t('details.caches')}
        heads={[t('details.cache'), t('details.hitRate'), t('details.uses'), t('details.held')]}
        rows={caches.map(({ name, rate, hits, misses, bytes }) => [
          name,
          rate === null ? t('details.unused') : formatShare(rate, i18n.language),
          hits + misses,
          size(bytes),
        ])}
      />
      {use !== null && use.partsAt !== null && largest !== undefined && (
        <NamedBars
          title={t('details.parts')}
          summary={t('details.partsSummary', {
            name: largest.name,
            size: size(largest.bytes),
            when: formatHere(use.partsAt, i18n.language, 'day'),
          })}
          of={t('details.part')}
          measure={t('details.size')}
          rows={use.parts.slice(0, SHOWN_PARTS).map(({ name, bytes }) => ({ name, value: bytes }))}
          format={size}
        />
      )}
      <FigureTable
        caption={t('details.settings')}
        heads={[t('details.setting'), t('details.wanted'), t('details.effective')]}
        rows={pragmas.map(({ name, wanted, effective }) => [name, wanted, effective])}
      />
    </>
  );
}
