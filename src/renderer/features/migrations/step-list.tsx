/** Steps that were taken, newest first: the version, when, and the beginning of the checksum of what ran. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MigrationStep } from '../../../shared/contracts/migrations.ts';
import { formatHere } from '../../i18n/dates.ts';

/** Hexadecimal digits of a checksum that are shown; the rest is in its title. */
const SHOWN_DIGITS = 12;

/** The lines. */
export function StepList({ steps }: { readonly steps: readonly MigrationStep[] }) {
  const { t } = useTranslation('migrations');
  return (
    <ol aria-label={t('steps')} className="mt-2 flex flex-col text-sm">
      {steps.map((step) => (
        <StepLine key={`${step.at} ${step.number} ${step.direction}`} step={step} />
      ))}
    </ol>
  );
}

function StepLine({ step }: { readonly step: MigrationStep }) {
  const { t, i18n } = useTranslation('migrations');
  const Icon = step.direction === 'up' ? ArrowUp : ArrowDown;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 border-line border-t py-1.5">
      <Icon aria-hidden className="size-3.5 shrink-0 self-center text-ink-faint" />
      <span className="sr-only">{t(`direction.${step.direction}`)}</span>
      <span className="w-16 tabular-nums">{step.version}</span>
      <span className="min-w-32 grow">
        {step.name}
        {step.breaking && <strong className="ps-2 font-semibold text-red">{t('breaking')}</strong>}
        {!step.expected && <strong className="ps-2 font-semibold text-amber">{t('unknown')}</strong>}
      </span>
      <time dateTime={step.at} className="text-ink-soft">
        {formatHere(step.at, i18n.language)}
      </time>
      <code title={step.sha256} className="select-text text-ink-soft text-xs">
        {step.sha256.slice(0, SHOWN_DIGITS)}
      </code>
    </li>
  );
}
