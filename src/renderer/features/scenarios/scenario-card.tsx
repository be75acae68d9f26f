/** One "What if": what is taken for granted, what may come and how likely; later, what came. */
import { Check, PenLine, RotateCcw, Sunrise, Trash2, X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/contracts/scenarios.ts';
import { BandMark } from '../../components/band-mark.tsx';
import { Button } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useScenarioDeeds } from './use-scenario-deeds.ts';

interface ScenarioCardProps {
  readonly scenario: Scenario;
  readonly onEdit: (scenario: Scenario) => void;
  readonly onResolve: (scenario: Scenario) => void;
}

export function ScenarioCard({ scenario, onEdit, onResolve }: ScenarioCardProps) {
  const { t, i18n } = useTranslation('scenarios');
  const deeds = useScenarioDeeds();
  const { title, note, assumptions, lookAt, resolvedAt, resolution } = scenario;
  const day = (at: string) => formatHere(at, i18n.language, 'day');
  const isOpen = resolution === null;
  return (
    <li className="flex flex-col gap-3 rounded-lg border border-line bg-raised p-5 shadow-slip">
      <div className="flex items-start gap-3">
        <h3 dir="auto" className="min-w-0 grow break-words font-serif text-xl leading-snug">
          {t('whatIf', { title })}
        </h3>
        {scenario.band !== 'GREEN' && <BandMark band={scenario.band} compact />}
        <span className="-mt-1 -mr-2">
          <Menu
            label={t('more', { title })}
            entries={[
              ...(isOpen
                ? [{ id: 'edit', label: t('edit'), icon: PenLine, run: () => onEdit(scenario) }]
                : [
                    {
                      id: 'reopen',
                      label: t('reopen'),
                      icon: RotateCcw,
                      run: () => void deeds.reopen(scenario),
                    },
                  ]),
              {
                id: 'delete',
                label: t('delete'),
                icon: Trash2,
                isDanger: true,
                run: () => void deeds.remove(scenario),
              },
            ]}
          />
        </span>
      </div>
      {assumptions.length > 0 && (
        <p className="text-ink-soft">
          <span className="text-ink-faint">{t('given')} </span>
          <bdi>{new Intl.ListFormat(i18n.language).format(assumptions)}</bdi>
        </p>
      )}
      <Outcomes scenario={scenario} />
      {note !== '' && (
        <p dir="auto" className="whitespace-pre-line break-words text-ink-soft">
          {note}
        </p>
      )}
      {resolution !== null && (
        <div className="rounded-md bg-sunk px-4 py-3">
          <p className="text-ink-soft text-sm">
            {t('cameOn', { day: day(resolvedAt ?? scenario.createdAt) })}
            {' · '}
            {t('closeness', { share: resolution.closeness })}
          </p>
          {resolution.note !== '' && (
            <p dir="auto" className="whitespace-pre-line break-words font-serif">
              {resolution.note}
            </p>
          )}
        </div>
      )}
      <Memories scenario={scenario} />
      {isOpen && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-ink-soft text-sm">
            {lookAt === null ? t('noDay') : t('lookOn', { day: day(lookAt) })}
          </p>
          <Button
            size="small"
            icon={Sunrise}
            aria-label={t('resolveLabel', { title })}
            onPress={() => onResolve(scenario)}
          >
            {t('resolve.button')}
          </Button>
        </div>
      )}
    </li>
  );
}

function Outcomes({ scenario }: { readonly scenario: Scenario }) {
  const { t } = useTranslation('scenarios');
  return (
    <ul aria-label={t('form.outcomes')} className="flex flex-col gap-2">
      {scenario.outcomes.map(({ text, likelihood }, index) => {
        const came = scenario.resolution?.came[index];
        const Mark = came === true ? Check : X;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: outcomes have an order and no names.
          <li key={index} className="flex flex-col gap-1">
            <span className="flex items-baseline gap-2">
              {came !== undefined && (
                <span
                  className={`inline-flex shrink-0 items-center gap-1 self-center rounded-full px-2 py-0.5 font-semibold text-xs ${came ? 'bg-green-wash text-green' : 'bg-sunk text-ink-soft'}`}
                >
                  <Mark aria-hidden className="size-3.5" />
                  {t(came ? 'resolve.came' : 'resolve.cameNot')}
                </span>
              )}
              <bdi className="min-w-0 grow break-words">{text}</bdi>
              <span className="shrink-0 text-ink-soft text-sm tabular-nums">
                {t('likelihood', { share: likelihood })}
              </span>
            </span>
            <svg
              aria-hidden
              viewBox="0 0 100 2"
              preserveAspectRatio="none"
              className="h-1.5 w-full rounded-full"
            >
              <rect width={100} height={2} className="fill-line" />
              <rect width={100 * likelihood} height={2} className="fill-accent" />
            </svg>
          </li>
        );
      })}
    </ul>
  );
}

function Memories({ scenario }: { readonly scenario: Scenario }) {
  const { t } = useTranslation('scenarios');
  const go = useNavigation((place) => place.go);
  if (scenario.memories.length === 0) return null;
  return (
    <ul aria-label={t('form.memories')} className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {scenario.memories.map(({ id, title }) => (
        <li key={id}>
          <AriaButton
            onPress={() => go({ page: 'timeline', memoryId: id })}
            className="cursor-default rounded text-accent underline underline-offset-2"
          >
            <bdi>{title || t('untitled')}</bdi>
          </AriaButton>
        </li>
      ))}
    </ul>
  );
}
