/** List and rail side by side, or what stands in their place while there is nothing to list. */
import { BookHeart, FileInput, ListFilter, PenLine } from 'lucide-react';
import { type RefObject, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemoryRow } from '../../../shared/contracts/memories.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { MonthRail } from './month-rail.tsx';
import type { Geometry } from './timeline-geometry.ts';
import { TimelineList, type TimelineListHandle } from './timeline-list.tsx';
import type { Timeline } from './use-timeline.ts';

interface TimelineBodyProps {
  readonly timeline: Timeline;
  readonly geometry: Geometry;
  readonly isFiltered: boolean;
  readonly openId: string | null;
  readonly list: RefObject<TimelineListHandle | null>;
  readonly onOpen: (row: MemoryRow, index: number) => void;
  readonly onTakeBack: (row: MemoryRow) => void;
  readonly onClearFilter: () => void;
}

/** The rows, with the rail that leads through them. */
export function TimelineBody(props: TimelineBodyProps) {
  const { timeline, geometry, isFiltered, openId, list, onOpen, onTakeBack, onClearFilter } = props;
  const { t } = useTranslation('timeline');
  const [topRow, setTopRow] = useState(0);
  const jump = useCallback((row: number) => list.current?.jumpTo(row), [list]);
  const { months, rows, error, retry } = timeline;

  if (months === null || rows === null) {
    return (
      <div className="p-6">
        {error === null ? <Skeleton lines={12} /> : <ErrorNotice error={error} onRetry={retry} />}
      </div>
    );
  }
  if (months.length === 0) return isFiltered ? <NothingFits onClear={onClearFilter} /> : <NothingYet />;
  return (
    <>
      {error !== null && (
        <div className="px-4 pb-2">
          <ErrorNotice error={error} onRetry={retry} />
        </div>
      )}
      <section aria-label={t('label')} className="flex min-h-0 grow">
        <TimelineList
          geometry={geometry}
          rows={rows}
          openId={openId}
          handle={list}
          onOpen={onOpen}
          onTakeBack={onTakeBack}
          onTopRow={setTopRow}
        />
        <MonthRail months={months} topRow={topRow} onJump={jump} />
      </section>
    </>
  );
}

function NothingYet() {
  const { t } = useTranslation('timeline');
  const go = useNavigation((place) => place.go);
  return (
    <EmptyState
      icon={BookHeart}
      title={t('empty')}
      action={
        <div className="flex flex-col items-center gap-2">
          <Button icon={PenLine} variant="primary" onPress={() => go({ composing: true })}>
            {t('writeFirst')}
          </Button>
          <Button variant="quiet" icon={FileInput} onPress={() => go({ page: 'import' })}>
            {t('bringIn')}
          </Button>
        </div>
      }
    />
  );
}

function NothingFits({ onClear }: { readonly onClear: () => void }) {
  const { t } = useTranslation('timeline');
  return (
    <EmptyState
      icon={ListFilter}
      title={t('nothingFits')}
      action={<Button onPress={onClear}>{t('clearFilters')}</Button>}
    />
  );
}
