/** The shape of what is coming, while it comes. */
import { useTranslation } from 'react-i18next';

interface SkeletonProps {
  /** How many lines. */
  readonly lines?: number;
}

/** Lines of grey that breathe; said as "Loading" to screen readers. */
export function Skeleton({ lines = 3 }: SkeletonProps) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('loading')} className="flex animate-glimmer flex-col gap-3">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move.
        <span key={line} className={`h-4 rounded bg-line ${line % 3 === 2 ? 'w-2/3' : 'w-full'}`} />
      ))}
    </div>
  );
}
