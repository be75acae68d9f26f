/** A share from nothing to all, set by sliding or by arrow keys, in steps of five in the hundred. */
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';

interface ShareSliderProps {
  readonly label: string;
  /** 0 to 1 */
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** The ends, in words. */
  readonly from?: string;
  readonly to?: string;
}

const STEP = 0.05;

export function ShareSlider({ label, value, onChange, from, to }: ShareSliderProps) {
  return (
    <Slider
      minValue={0}
      maxValue={1}
      step={STEP}
      value={value}
      formatOptions={{ style: 'percent' }}
      onChange={(next) => onChange(Math.round(Number(next) * 100) / 100)}
      className="flex min-w-44 grow flex-col gap-1"
    >
      <div className="flex items-baseline justify-between gap-4">
        <Label className="font-semibold text-sm">{label}</Label>
        <SliderOutput className="text-ink-soft text-sm tabular-nums" />
      </div>
      <SliderTrack className="flex h-8 items-center">
        <span aria-hidden className="h-1.5 w-full rounded-full bg-line" />
        <SliderThumb className="top-1/2 size-5 rounded-full border-2 border-raised bg-fill shadow-slip focus-visible:outline-2 focus-visible:outline-accent focus-visible:outline-offset-2" />
      </SliderTrack>
      {(from !== undefined || to !== undefined) && (
        <div aria-hidden className="flex justify-between text-ink-faint text-xs">
          <span>{from}</span>
          <span>{to}</span>
        </div>
      )}
    </Slider>
  );
}
