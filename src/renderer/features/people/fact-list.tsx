/** What is known, a line each; a line can be taken back. */
import { X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { GraphFact, GraphRef, GraphView } from '../../../shared/contracts/graph.ts';
import { invoke } from '../../bridge.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { useDeed } from '../planning/use-deed.ts';

interface FactListProps {
  readonly spaceId: string;
  readonly view: GraphView;
  readonly onOpen: (ref: GraphRef) => void;
  readonly onAdd: () => void;
}

export function FactList({ spaceId, view, onOpen, onAdd }: FactListProps) {
  const { t } = useTranslation('people');
  return (
    <section aria-label={t('known')}>
      <h2 className="pb-2 font-semibold font-serif text-lg">{t('known')}</h2>
      {view.facts.length === 0 && (
        <p className="text-ink-soft">
          {t('nothingKnown')}{' '}
          <Button variant="quiet" size="small" onPress={onAdd}>
            {t('relate.open')}
          </Button>
        </p>
      )}
      <ul>
        {view.facts.map((fact) => (
          <FactLine
            key={`${fact.statementId}/${fact.outward}`}
            fact={fact}
            view={view}
            spaceId={spaceId}
            onOpen={onOpen}
          />
        ))}
      </ul>
    </section>
  );
}

interface FactLineProps {
  readonly fact: GraphFact;
  readonly view: GraphView;
  readonly spaceId: string;
  readonly onOpen: (ref: GraphRef) => void;
}

function FactLine({ fact, view, spaceId, onOpen }: FactLineProps) {
  const { t } = useTranslation('people');
  const doDeed = useDeed();
  const { relation, other, outward } = fact;
  const words =
    relation === null ? shortened(fact.predicate) : t(`relation.${relation}.${outward ? 'out' : 'in'}`);
  const takeBack = () => {
    const again =
      relation === null || other === null
        ? {}
        : {
            undo: () =>
              invoke('people.relate', {
                spaceId,
                from: outward ? view.node.ref : other.ref,
                relation,
                to: outward ? other.ref : view.node.ref,
              }),
          };
    void doDeed({
      run: () => invoke('people.retract', { spaceId, statementId: fact.statementId, version: fact.version }),
      done: t('takenBack'),
      ...again,
    });
  };
  return (
    <li className="flex items-center gap-3 border-line border-t py-1.5">
      <span className="w-40 shrink-0 text-ink-soft text-sm">{words}</span>
      <span className="min-w-0 grow">
        {other === null ? (
          <span dir="auto" className="break-words">
            {fact.value}
          </span>
        ) : (
          <AriaButton
            onPress={() => onOpen(other.ref)}
            className="max-w-full cursor-default truncate rounded px-1 font-serif text-accent underline-offset-2 hover:underline"
          >
            <bdi>{other.name}</bdi>
          </AriaButton>
        )}
        {fact.origin !== 'person' && (
          <span className="ps-2 text-ink-faint text-xs">{t(`origin.${fact.origin}`)}</span>
        )}
        {fact.confidence < 1 && (
          <span className="ps-2 text-ink-faint text-xs">
            {t('confidence', { share: Math.round(fact.confidence * 100) })}
          </span>
        )}
      </span>
      <IconButton
        icon={X}
        label={t('takeBack', { what: `${words} ${other?.name ?? ''}`.trim() })}
        onPress={takeBack}
      />
    </li>
  );
}

/** The last part of a predicate that has no words here: `knows` of `http://…/knows`. */
function shortened(predicate: string): string {
  return /([^/#:]+)[/#]?$/.exec(predicate)?.[1] ?? predicate;
}
