/**
 * Somebody in the middle, and around them those who are said to be near, then those whom memories name with them.
 *
 * The lines are for the eye; every one around is a button, and the lists beside it say the same in words.
 */
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { GraphNode, GraphRef, GraphView } from '../../../shared/contracts/graph.ts';
import { Face } from './face.tsx';
import { RING_PLACES, ringSpots } from './ring-layout.ts';

interface RingProps {
  readonly view: GraphView;
  readonly onOpen: (ref: GraphRef) => void;
}

interface Around {
  readonly node: GraphNode;
  readonly isSaid: boolean;
}

export function Ring({ view, onOpen }: RingProps) {
  const { t } = useTranslation('people');
  const around = aroundOf(view);
  if (around.length === 0) return null;
  const spots = ringSpots(around.length);
  return (
    <section
      aria-label={t('ring', { name: view.node.name })}
      className="relative h-80 rounded-xl border border-line bg-raised"
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        className="absolute inset-0 size-full"
      >
        {spots.map(({ x, y }, index) => (
          <line
            key={keyOf(around[index]?.node)}
            x1="50"
            y1="50"
            x2={x}
            y2={y}
            vectorEffect="non-scaling-stroke"
            strokeWidth="1.25"
            strokeDasharray={around[index]?.isSaid === true ? undefined : '3 4'}
            className="stroke-line-strong"
          />
        ))}
      </svg>
      <div className="absolute top-1/2 left-1/2 flex -translate-x-1/2 -translate-y-1/2 flex-col items-center rounded-full bg-raised p-1.5">
        <Face name={view.node.name} kind={view.node.kind} size="large" />
      </div>
      <ul>
        {around.map(({ node }, index) => (
          <li
            key={keyOf(node)}
            className="absolute -translate-x-1/2 -translate-y-1/2"
            style={{ left: `${spots[index]?.x}%`, top: `${spots[index]?.y}%` }}
          >
            <AriaButton
              onPress={() => onOpen(node.ref)}
              className="flex w-24 cursor-default flex-col items-center gap-0.5 rounded-lg bg-raised px-1 py-0.5 hover:bg-hover"
            >
              <Face name={node.name} kind={node.kind} />
              <span dir="auto" className="w-full truncate text-center text-ink-soft text-xs">
                {node.name}
              </span>
            </AriaButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

const keyOf = (node: GraphNode | undefined): string => JSON.stringify(node?.ref ?? null);

/** Each once: said first, then named together most often. */
function aroundOf(view: GraphView): Around[] {
  const seen = new Set<string>([keyOf(view.node)]);
  const around: Around[] = [];
  const take = (node: GraphNode, isSaid: boolean): void => {
    if (seen.has(keyOf(node)) || around.length >= RING_PLACES) return;
    seen.add(keyOf(node));
    around.push({ node, isSaid });
  };
  for (const { other } of view.facts) if (other !== null) take(other, true);
  for (const node of view.near) take(node, false);
  return around;
}
