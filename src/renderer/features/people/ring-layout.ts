/** Where those around somebody stand when they are drawn: on an ellipse, evenly, the first at the top. */

export interface Spot {
  /** Per cent of the width and of the height. */
  readonly x: number;
  readonly y: number;
}

/** More would be a hairball; the lists below say the rest. */
export const RING_PLACES = 10;

const WIDE = 38;
const HIGH = 38;

export function ringSpots(count: number): Spot[] {
  return Array.from({ length: Math.min(count, RING_PLACES) }, (_, index) => {
    const angle = (index / Math.min(count, RING_PLACES)) * 2 * Math.PI - Math.PI / 2;
    return { x: 50 + WIDE * Math.cos(angle), y: 50 + HIGH * Math.sin(angle) };
  });
}
