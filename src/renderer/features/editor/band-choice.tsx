/** How private a memory is to be, and what that means here, said at once. */
import { HardDrive } from 'lucide-react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { BANDS, type Band, staysOnDevice, type Tier } from '../../../shared/bands.ts';
import { BandMark } from '../../components/band-mark.tsx';

interface BandChoiceProps {
  readonly tier: Tier;
  readonly band: Band;
  readonly onChange: (band: Band) => void;
}

/** Four bands side by side; the meaning of the chosen one below. */
export function BandChoice({ tier, band, onChange }: BandChoiceProps) {
  const { t } = useTranslation();
  return (
    <RadioGroup
      orientation="horizontal"
      value={band}
      onChange={(value) => {
        const chosen = BANDS.find((one) => one === value);
        if (chosen !== undefined) onChange(chosen);
      }}
      className="flex flex-col gap-2"
    >
      <Label className="font-semibold text-sm">{t('band.label')}</Label>
      <div className="flex flex-wrap gap-2">
        {BANDS.map((one) => (
          <Radio
            key={one}
            value={one}
            className="flex cursor-default items-center rounded-full border-2 border-transparent p-0.5 focus-visible:outline-2 focus-visible:outline-accent focus-visible:outline-offset-2 selected:border-accent"
          >
            <BandMark band={one} />
          </Radio>
        ))}
      </div>
      <div aria-live="polite" className="flex flex-col gap-1 text-ink-soft text-sm">
        <p>{t(`band.${band}.meaning`)}</p>
        {staysOnDevice(tier, band) && (
          <p className="flex items-center gap-2 text-ink">
            <HardDrive aria-hidden className="size-4 shrink-0" />
            {t('band.staysHere')}
          </p>
        )}
      </div>
    </RadioGroup>
  );
}
