/** How much room the vault takes, how much of it is empty, and what tidying up gave back. */
import { Archive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { HealthReport } from '../../../shared/contracts/health.ts';
import { Button } from '../../components/button.tsx';
import { TimeChart } from '../../components/chart.tsx';
import { formatBytes } from '../reading/byte-size.ts';
import { HealthSection } from './health-section.tsx';
import type { HealthActions } from './use-health-actions.ts';

const DAY_MS = 86_400_000;
const SHOWN_DAYS = 30;

interface RoomSectionProps {
  readonly report: HealthReport;
  readonly actions: HealthActions;
}

/** The section. */
export function RoomSection({ report, actions }: RoomSectionProps) {
  const { t, i18n } = useTranslation('health');
  const size = (bytes: number): string => formatBytes(bytes, i18n.language);
  const uses = report.databases.flatMap(({ use }) => (use === null ? [] : [use]));
  const sum = (of: (use: (typeof uses)[number]) => number): number =>
    uses.reduce((total, use) => total + of(use), 0);
  const empty = sum(({ freePages, pageBytes }) => freePages * pageBytes);
  const sentences = [
    t('room.takes', { size: size(sum(({ fileBytes, logBytes }) => fileBytes + logBytes)) }),
    empty > 0 ? t('room.empty', { size: size(empty) }) : t('room.nothingEmpty'),
    ...(report.disk === null ? [] : [t('room.disk', { size: size(report.disk.freeBytes) })]),
  ];
  const to = Date.parse(report.at);
  const days = reclaimedByDay(
    uses.flatMap(({ reclaimed }) => reclaimed),
    to,
  );
  const given = days.reduce((total, { values }) => total + (values[0] ?? 0), 0);
  return (
    <HealthSection
      title={t('room.title')}
      sentence={sentences.join(' ')}
      actions={
        <Button icon={Archive} isDisabled={actions.isBusy} onPress={() => actions.vacuum(null)}>
          {t('action.vacuum')}
        </Button>
      }
    >
      {given > 0 && (
        <TimeChart
          title={t('room.reclaimed')}
          summary={t('room.reclaimedSummary', { size: size(given) })}
          kind="bars"
          series={[{ name: t('room.givenBack') }]}
          points={days}
          from={to - SHOWN_DAYS * DAY_MS}
          to={to}
          format={size}
          named="day"
          height={160}
        />
      )}
    </HealthSection>
  );
}

/** Bytes given back on each day of this machine's calendar that had any. */
function reclaimedByDay(
  reclaimed: readonly { readonly at: string; readonly bytes: number }[],
  to: number,
): { at: number; values: number[] }[] {
  const days = new Map<number, number>();
  for (const { at, bytes } of reclaimed) {
    const moment = Date.parse(at);
    if (moment < to - SHOWN_DAYS * DAY_MS || bytes === 0) continue;
    const day = new Date(moment).setHours(0, 0, 0, 0);
    days.set(day, (days.get(day) ?? 0) + bytes);
  }
  return [...days].sort(([a], [b]) => a - b).map(([at, bytes]) => ({ at, values: [bytes] }));
}
