/** A value from −1 to 1, set by sliding or by arrow keys; the word for it stands beside its name. */
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';

interface MoodSliderProps {
  readonly label: string;
  readonly value: number;
  /** The word for where it stands. */
  readonly words: string;
  readonly from: string;
  readonly to: string;
  readonly onChange: (value: number) => void;
}

export function MoodSlider({ label, value, words, from, to, onChange }: MoodSliderProps) {
  return (
    <Slider
      minValue={-1}
      maxValue={1}
      step={0.1}
      value={value}
      onChange={(next) => onChange(Math.round(Number(next) * 10) / 10)}
      className="flex min-w-56 grow flex-col gap-1.5"
    >
      <div className="flex items-baseline justify-between gap-4">
        <Label className="font-semibold text-sm">{label}</Label>
        <SliderOutput className="text-ink-soft text-sm">{() => words}</SliderOutput>
      </div>
      <SliderTrack className="flex h-8 items-center">
        <span aria-hidden className="h-1.5 w-full rounded-full bg-line" />
        <SliderThumb
          aria-valuetext={words}
          className="top-1/2 size-5 rounded-full border-2 border-raised bg-fill shadow-slip focus-visible:outline-2 focus-visible:outline-accent focus-visible:outline-offset-2"
        />
      </SliderTrack>
      <div aria-hidden className="flex justify-between text-ink-faint text-xs">
        <span>{from}</span>
        <span>{to}</span>
      </div>
    </Slider>
  );
}
