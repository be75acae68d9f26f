/** One of them: what is known, who is near, which memories name them. */
import { ArrowLeft, Merge, PenLine, Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GraphRef, GraphView } from '../../../shared/contracts/graph.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Menu } from '../../components/menu.tsx';
import { PageScroll } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useDeed } from '../planning/use-deed.ts';
import { DescribeDialog } from './describe-dialog.tsx';
import { Face } from './face.tsx';
import { FactList } from './fact-list.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { RelateDialog } from './relate-dialog.tsx';
import { Ring } from './ring.tsx';
import { Apart, NamedIn, NearList } from './sheet-lists.tsx';
import { useSpaceAnswer } from './use-space-answer.ts';

interface PersonSheetProps {
  readonly space: Space;
  readonly personRef: GraphRef;
  readonly onOpen: (ref: GraphRef) => void;
  /** It goes by another reference now: it became an entity, or was joined with one. */
  readonly onMoved: (ref: GraphRef) => void;
  readonly onBack: () => void;
}

type Open = 'describe' | 'relate' | 'merge' | 'forget' | null;

export function PersonSheet({ space, personRef, onOpen, onMoved, onBack }: PersonSheetProps) {
  const { t } = useTranslation('people');
  const { value, error, reload } = useSpaceAnswer('people.view', { spaceId: space.id, ref: personRef });
  const [open, setOpen] = useState<Open>(null);
  const isThere = value !== null;

  useEffect(() => {
    if (isThere) document.getElementById('page-title')?.focus({ preventScroll: true });
  }, [isThere]);

  return (
    <PageScroll>
      <Button variant="quiet" size="small" icon={ArrowLeft} onPress={onBack} className="-ml-3 mb-3">
        {t('back')}
      </Button>
      {error !== null && <ErrorNotice error={error} onRetry={reload} />}
      {error === null && value === null && <Skeleton lines={9} />}
      {value !== null && (
        <article className="flex flex-col gap-8">
          <SheetHeader view={value} onAct={setOpen} />
          <Ring view={value} onOpen={onOpen} />
          <FactList spaceId={space.id} view={value} onOpen={onOpen} onAdd={() => setOpen('relate')} />
          <NearList view={value} onOpen={onOpen} />
          <NamedIn view={value} />
          <Apart spaceId={space.id} view={value} />
        </article>
      )}
      {value !== null && open === 'describe' && (
        <DescribeDialog spaceId={space.id} view={value} onMoved={onMoved} onClose={() => setOpen(null)} />
      )}
      {value !== null && open === 'relate' && (
        <RelateDialog spaceId={space.id} view={value} onMoved={onMoved} onClose={() => setOpen(null)} />
      )}
      {value !== null && open === 'merge' && (
        <MergeDialog spaceId={space.id} view={value} onMoved={onMoved} onClose={() => setOpen(null)} />
      )}
      {value !== null && (
        <Forget
          spaceId={space.id}
          view={value}
          isOpen={open === 'forget'}
          onClose={() => setOpen(null)}
          onGone={onBack}
        />
      )}
    </PageScroll>
  );
}

function SheetHeader({ view, onAct }: { readonly view: GraphView; readonly onAct: (open: Open) => void }) {
  const { t } = useTranslation('people');
  const { node, entity } = view;
  const others = (entity?.names ?? []).slice(1);
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <Face name={node.name} kind={node.kind} size="large" />
      <div className="min-w-0 grow basis-64">
        <h1
          id="page-title"
          tabIndex={-1}
          dir="auto"
          className="font-semibold font-serif text-2xl outline-none"
        >
          {node.name}
        </h1>
        <p className="text-ink-soft">
          {t(`kind.${node.kind}`)} · {t('inMemories', { count: node.memories })}
        </p>
        {others.length > 0 && (
          <p dir="auto" className="text-ink-soft text-sm">
            {t('alsoCalled', { names: others.join(', ') })}
          </p>
        )}
        {entity !== null && entity.note !== '' && (
          <p dir="auto" className="whitespace-pre-line break-words pt-2 font-serif">
            {entity.note}
          </p>
        )}
      </div>
      <div className="flex gap-2">
        <Button icon={Plus} variant="primary" onPress={() => onAct('relate')}>
          {t('relate.open')}
        </Button>
        <Menu
          label={t('more')}
          entries={[
            { id: 'describe', label: t('describe.open'), icon: PenLine, run: () => onAct('describe') },
            { id: 'merge', label: t('merge.open'), icon: Merge, run: () => onAct('merge') },
            ...(entity === null
              ? []
              : [
                  {
                    id: 'forget',
                    label: t('forget.open'),
                    icon: Trash2,
                    isDanger: true,
                    run: () => onAct('forget'),
                  },
                ]),
          ]}
        />
      </div>
    </header>
  );
}

interface ForgetProps {
  readonly spaceId: string;
  readonly view: GraphView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onGone: () => void;
}

function Forget({ spaceId, view, isOpen, onClose, onGone }: ForgetProps) {
  const { t } = useTranslation('people');
  const doDeed = useDeed();
  const { entity, node } = view;
  if (entity === null) return null;
  const forget = async () => {
    onClose();
    const done = await doDeed({
      run: () => invoke('people.remove', { spaceId, entityId: entity.id, version: entity.version }),
      done: t('forget.done', { name: node.name }),
    });
    if (done) onGone();
  };
  return (
    <ConfirmDialog
      title={t('forget.title', { name: node.name })}
      confirmLabel={t('forget.confirm')}
      isOpen={isOpen}
      onConfirm={() => void forget()}
      onClose={onClose}
    >
      {t('forget.body')}
    </ConfirmDialog>
  );
}
