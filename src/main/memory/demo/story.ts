/** How the demonstration's memories are written down: one line each, read by `demo-household.ts`. */
import type { Band } from '../../../shared/bands.ts';
import type { PictureName } from './scenes.ts';

interface StoryDetails {
  /** Names, separated by commas. */
  readonly people?: string;
  readonly kind?: string;
  readonly band?: Band;
  readonly picture?: PictureName;
}

/** When (wall-clock time with an offset, or a day), title, text, tags separated by spaces, and what else there is. */
export type Story = readonly [
  when: string,
  title: string,
  text: string,
  tags: string,
  details?: StoryDetails,
];
