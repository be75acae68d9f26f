/**
 * One space's timeline with its panes. In a wide window list and reading pane stand side by side; in a narrow
 * one the pane covers the list, which keeps its place underneath.
 */
import { BookOpenText } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft, MemoryFilter, MemoryRow } from '../../../shared/contracts/memories.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { invoke } from '../../bridge.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useToasts } from '../../state/toasts.ts';
import { DraftOffers } from '../editor/draft-offers.tsx';
import { MemoryEditor } from '../editor/memory-editor.tsx';
import { useDrafts } from '../editor/use-drafts.ts';
import { useMemoryActions } from '../reading/memory-actions.ts';
import { ReadingPane } from '../reading/reading-pane.tsx';
import { OnThisDayStrip } from '../rediscover/on-this-day-strip.tsx';
import { FilterBar } from './filter-bar.tsx';
import { ROW_HEIGHT } from './memory-row.tsx';
import { PinnedLine } from './pinned-line.tsx';
import { TimelineBody } from './timeline-body.tsx';
import { layOut } from './timeline-geometry.ts';
import type { TimelineListHandle } from './timeline-list.tsx';
import { useLocate } from './use-locate.ts';
import { usePins } from './use-pins.ts';
import { useTimeline } from './use-timeline.ts';
import { useTimelineKeys } from './use-timeline-keys.ts';

const METRICS = { rowHeight: ROW_HEIGHT, headingHeight: 44 };

/** The panes. */
export function SpaceTimeline({ space }: { readonly space: Space }) {
  const { t } = useTranslation(['timeline', 'common', 'editor']);
  const { memoryId, composing, go } = useNavigation();
  const [filter, setFilter] = useState<MemoryFilter>({});
  const timeline = useTimeline(space.id, filter);
  const geometry = useMemo(() => layOut(timeline.months ?? [], METRICS), [timeline.months]);
  const list = useRef<TimelineListHandle>(null);
  const listPane = useRef<HTMLDivElement>(null);
  const openedHere = useRef<{ readonly id: string; readonly index: number } | null>(null);
  const { drafts, reload: reloadDrafts } = useDrafts(space.id, true);
  const [chosenDraft, setChosenDraft] = useState<Draft | null>(null);
  const { takeBack } = useMemoryActions();
  const show = useToasts((store) => store.show);
  const pins = usePins(space.id);
  const isPaneOpen = memoryId !== null || composing;

  const open = useCallback(
    (row: MemoryRow, index: number) => {
      openedHere.current = { id: row.id, index };
      go({ memoryId: row.id });
    },
    [go],
  );
  const undo = useCallback((row: MemoryRow) => void takeBack(space.id, row.id), [takeBack, space.id]);

  const close = useCallback(() => {
    go({ memoryId: null });
    const index = openedHere.current?.index;
    // The list may only now become visible again; focus can go there once it is.
    if (index !== undefined) requestAnimationFrame(() => list.current?.focusRow(index));
  }, [go]);

  const filterBy = (wanted: MemoryFilter) => {
    setFilter(wanted);
    // Where the pane covers the list, what was asked for would not be seen.
    if (listPane.current?.offsetWidth === 0) go({ memoryId: null });
  };

  useLocate({ spaceId: space.id, memoryId, filter, openedHere, list, isReady: geometry.rows > 0 });
  useTimelineKeys({ spaceId: space.id, rows: timeline.rows, memoryId, composing, close, pin: pins.toggle });

  const continueDraft = (draft: Draft) => {
    setChosenDraft(draft);
    go({ memoryId: draft.baseVersion === null ? null : draft.id, composing: true });
  };
  const discardDraft = async (draft: Draft) => {
    const { savedAt: _, ...kept } = draft;
    await invoke('drafts.discard', { spaceId: space.id, id: draft.id });
    reloadDrafts();
    show({
      message: t('editor:discarded'),
      action: {
        label: t('common:action.undo'),
        run: () => void invoke('drafts.save', kept).then(reloadDrafts),
      },
    });
  };
  const closeEditor = (savedId: string | null) => {
    setChosenDraft(null);
    reloadDrafts();
    go({ memoryId: savedId ?? memoryId });
  };

  const draft = memoryId === null ? chosenDraft : (drafts?.find((one) => one.id === memoryId) ?? null);
  const editedId = composing ? (draft?.id ?? memoryId) : null;
  return (
    <div className="flex h-full min-h-0">
      <div
        ref={listPane}
        className={`flex min-w-0 flex-col @3xl/page:w-[27rem] @6xl/page:w-[31rem] @3xl/page:shrink-0 @max-3xl/page:grow @3xl/page:border-line @3xl/page:border-r ${isPaneOpen ? '@max-3xl/page:hidden' : ''}`}
      >
        <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1.5 px-4 pt-4 pb-2">
          <h1
            id="page-title"
            tabIndex={-1}
            dir="auto"
            className="min-w-0 truncate font-semibold font-serif text-xl"
          >
            {space.name}
          </h1>
          {timeline.months !== null && (
            <p role="status" className="shrink-0 text-ink-soft text-sm tabular-nums">
              {t('common:memories', { count: geometry.rows })}
            </p>
          )}
          <FilterBar spaceId={space.id} filter={filter} onChange={setFilter} />
        </header>
        <PinnedLine
          pins={pins.rows}
          openId={memoryId}
          onOpen={(row) => {
            openedHere.current = null;
            go({ memoryId: row.id });
          }}
        />
        <DraftOffers
          drafts={(drafts ?? []).filter((one) => one.id !== editedId)}
          onContinue={continueDraft}
          onDiscard={(one) => void discardDraft(one)}
        />
        <OnThisDayStrip spaceId={space.id} onOpen={(id) => go({ memoryId: id })} />
        <TimelineBody
          timeline={timeline}
          geometry={geometry}
          isFiltered={Object.keys(filter).length > 0}
          openId={memoryId}
          list={list}
          onOpen={open}
          onTakeBack={undo}
          onClearFilter={() => setFilter({})}
        />
      </div>
      <div className={`min-w-0 grow ${isPaneOpen ? '' : '@max-3xl/page:hidden'}`}>
        {composing && drafts !== null && (
          <MemoryEditor
            key={`${memoryId} ${chosenDraft?.id}`}
            space={space}
            memoryId={memoryId}
            draft={draft}
            onClose={closeEditor}
            onDraftRestored={reloadDrafts}
          />
        )}
        {!composing && memoryId !== null && (
          <ReadingPane
            key={memoryId}
            spaceId={space.id}
            memoryId={memoryId}
            takesFocus
            isPinned={pins.rows.some(({ id }) => id === memoryId)}
            onPin={() => pins.toggle(memoryId)}
            onEdit={() => go({ memoryId, composing: true })}
            onClose={close}
            onTag={(tag) => filterBy({ tag })}
            onPerson={(person) => filterBy({ person })}
          />
        )}
        {!isPaneOpen && geometry.rows > 0 && (
          <div className="flex h-full flex-col items-center justify-center gap-3 px-8 text-center text-ink-faint">
            <BookOpenText aria-hidden strokeWidth={1.25} className="size-10" />
            <p className="font-serif text-ink-soft text-lg">{t('choose')}</p>
            <p className="text-ink-soft text-sm">{t('keys')}</p>
          </div>
        )}
      </div>
    </div>
  );
}
