/** Long work: what, how far, how long, and Cancel. */
import { Label, ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

interface ProgressLineProps {
  readonly label: string;
  readonly done: number;
  /** Null while it is not known how much there is. */
  readonly total: number | null;
  /** What stands at the right: counts, time left. */
  readonly note?: string;
  readonly onCancel?: () => void;
}

/** A line that fills. Its fill is an SVG: widths in `style` attributes are not ours to set under the policy. */
export function ProgressLine({ label, done, total, note, onCancel }: ProgressLineProps) {
  const { t, i18n } = useTranslation();
  const known = total !== null && total > 0;
  const share = known ? Math.min(1, done / total) : 0;
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(share);
  return (
    <div className="flex items-center gap-4">
      <ProgressBar
        value={share * 100}
        isIndeterminate={!known}
        valueLabel={note === undefined ? percent : `${percent}, ${note}`}
        className="flex grow flex-col gap-1.5"
      >
        <div className="flex flex-wrap justify-between gap-x-4 text-sm">
          <Label className="font-semibold">{label}</Label>
          <span className="text-ink-soft tabular-nums">{note ?? (known ? percent : '')}</span>
        </div>
        <svg
          aria-hidden
          viewBox="0 0 100 1"
          preserveAspectRatio="none"
          className="h-1.5 w-full rounded-full bg-line"
        >
          <rect
            width={known ? share * 100 : 100}
            height="1"
            className={`fill-accent ${known ? '' : 'animate-glimmer'}`}
          />
        </svg>
      </ProgressBar>
      {onCancel && (
        <Button size="small" onPress={onCancel}>
          {t('action.cancel')}
        </Button>
      )}
    </div>
  );
}
