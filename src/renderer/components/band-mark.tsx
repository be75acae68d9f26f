/** The four bands, the same everywhere: icon, word and colour together, never colour alone. */
import { Gem, Lamp, Leaf, type LucideIcon, Stamp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Band } from '../../shared/bands.ts';

interface BandLook {
  readonly icon: LucideIcon;
  readonly colours: string;
}

/** GREEN is a leaf, AMBER a lamp, RED a seal, BLACK a stone. */
const BAND_LOOK: Readonly<Record<Band, BandLook>> = {
  GREEN: { icon: Leaf, colours: 'bg-green-wash text-green' },
  AMBER: { icon: Lamp, colours: 'bg-amber-wash text-amber' },
  RED: { icon: Stamp, colours: 'bg-red-wash text-red' },
  BLACK: { icon: Gem, colours: 'bg-black-wash text-black' },
};

interface BandMarkProps {
  readonly band: Band;
  /** In dense lists: icon and colour to see, the word for screen readers and as a title. */
  readonly compact?: boolean;
}

/** Says how carefully a memory is kept. */
export function BandMark({ band, compact = false }: BandMarkProps) {
  const { t } = useTranslation();
  const { icon: Icon, colours } = BAND_LOOK[band];
  const word = t(`band.${band}.name`);
  return (
    <span
      title={t(`band.${band}.meaning`)}
      className={`inline-flex shrink-0 items-center gap-1 rounded-full font-semibold text-xs ${colours} ${compact ? 'p-1' : 'px-2 py-0.5'}`}
    >
      <Icon aria-hidden className="size-3.5" />
      <span className={compact ? 'sr-only' : ''}>{word}</span>
    </span>
  );
}
