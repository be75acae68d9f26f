/** What the demonstration's pictures show, as skies, grounds, discs, boxes and peaks. */

export type Colour = readonly [red: number, green: number, blue: number];
export type Shape =
  | {
      readonly kind: 'disc';
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly colour: Colour;
    }
  | {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly colour: Colour;
    }
  | {
      readonly kind: 'peak';
      readonly x: number;
      readonly y: number;
      readonly half: number;
      readonly colour: Colour;
    };

export interface Scene {
  readonly top: Colour;
  readonly bottom: Colour;
  /** Part of the height at which the ground begins. */
  readonly horizon: number;
  readonly ground: Colour;
  readonly shapes: readonly Shape[];
}

const disc = (x: number, y: number, radius: number, colour: Colour): Shape => ({
  kind: 'disc',
  x,
  y,
  radius,
  colour,
});
const box = (x: number, y: number, width: number, height: number, colour: Colour): Shape => ({
  kind: 'box',
  x,
  y,
  width,
  height,
  colour,
});
const peak = (x: number, y: number, half: number, colour: Colour): Shape => ({
  kind: 'peak',
  x,
  y,
  half,
  colour,
});

/** The same scatter every time: a small linear congruence. */
function scatter(count: number, seed: number, make: (a: number, b: number, index: number) => Shape): Shape[] {
  let state = seed;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return Array.from({ length: count }, (_, index) => make(next(), next(), index));
}

// Coordinates are thousandths of the width (x) and of the height (y); radii and sizes of the width.
export const SCENES = {
  sea: {
    top: [150, 196, 222],
    bottom: [226, 236, 232],
    horizon: 0.55,
    ground: [58, 122, 148],
    shapes: [
      disc(760, 220, 60, [250, 236, 190]),
      box(0, 800, 1000, 140, [222, 202, 160]),
      box(180, 640, 70, 26, [240, 240, 240]),
      peak(215, 560, 40, [250, 250, 250]),
    ],
  },
  garden: {
    top: [186, 214, 232],
    bottom: [230, 238, 222],
    horizon: 0.5,
    ground: [96, 138, 78],
    shapes: [
      disc(250, 380, 130, [66, 112, 62]),
      disc(330, 340, 100, [80, 128, 70]),
      box(270, 480, 30, 160, [104, 78, 56]),
      ...scatter(40, 7, (a, b, index) =>
        disc(a * 1000, 620 + b * 340, 9, index % 2 === 0 ? [206, 72, 70] : [236, 196, 84]),
      ),
    ],
  },
  house: {
    top: [176, 200, 220],
    bottom: [224, 226, 222],
    horizon: 0.78,
    ground: [134, 140, 118],
    shapes: [
      box(320, 380, 360, 280, [170, 92, 74]),
      peak(500, 190, 230, [92, 70, 66]),
      box(400, 460, 70, 80, [250, 226, 160]),
      box(550, 460, 70, 80, [250, 226, 160]),
      box(470, 560, 70, 150, [52, 84, 78]),
    ],
  },
  sunrise: {
    top: [94, 108, 150],
    bottom: [248, 196, 150],
    horizon: 0.7,
    ground: [76, 74, 92],
    shapes: [disc(500, 690, 90, [255, 226, 150]), box(0, 700, 1000, 300, [76, 74, 92])],
  },
  tree: {
    top: [34, 40, 64],
    bottom: [70, 62, 84],
    horizon: 0.85,
    ground: [92, 62, 52],
    shapes: [
      peak(500, 180, 130, [34, 84, 62]),
      peak(500, 330, 180, [38, 94, 68]),
      peak(500, 490, 230, [42, 104, 74]),
      box(480, 800, 40, 90, [84, 60, 46]),
      ...scatter(26, 3, (a, b) => disc(370 + a * 260, 420 + b * 380, 8, [250, 214, 130])),
    ],
  },
  night: {
    top: [14, 18, 40],
    bottom: [44, 52, 92],
    horizon: 0.82,
    ground: [16, 20, 26],
    shapes: [
      ...scatter(120, 11, (a, b, index) => disc(a * 1000, b * 780, index % 9 === 0 ? 4 : 2, [238, 238, 250])),
      disc(790, 210, 46, [240, 236, 214]),
    ],
  },
  blossom: {
    top: [206, 220, 236],
    bottom: [246, 236, 240],
    horizon: 0.8,
    ground: [150, 160, 120],
    shapes: [
      box(470, 430, 44, 380, [94, 72, 66]),
      ...scatter(160, 5, (a, b, index) =>
        disc(
          500 + Math.cos(a * 2 * Math.PI) * Math.sqrt(b) * 290,
          340 + Math.sin(a * 2 * Math.PI) * Math.sqrt(b) * 230,
          24,
          index % 3 === 0 ? [248, 214, 226] : [240, 182, 204],
        ),
      ),
    ],
  },
  snow: {
    top: [168, 184, 204],
    bottom: [222, 228, 236],
    horizon: 0.68,
    ground: [244, 246, 250],
    shapes: [
      disc(480, 620, 90, [252, 252, 254]),
      disc(480, 450, 62, [252, 252, 254]),
      disc(464, 436, 6, [40, 44, 52]),
      disc(498, 436, 6, [40, 44, 52]),
      ...scatter(110, 9, (a, b) => disc(a * 1000, b * 1000, 5, [255, 255, 255])),
    ],
  },
  cake: {
    top: [236, 222, 206],
    bottom: [244, 234, 222],
    horizon: 0.74,
    ground: [150, 108, 84],
    shapes: [
      box(300, 520, 400, 240, [246, 226, 214]),
      box(300, 600, 400, 40, [206, 90, 96]),
      ...[360, 450, 540, 630].flatMap((x) => [
        box(x - 6, 430, 12, 90, [120, 160, 190]),
        disc(x, 415, 13, [250, 206, 96]),
      ]),
    ],
  },
  bowl: {
    top: [222, 214, 200],
    bottom: [232, 224, 212],
    horizon: 0.7,
    ground: [124, 92, 72],
    shapes: [
      disc(500, 600, 210, [54, 66, 84]),
      disc(500, 560, 176, [214, 168, 104]),
      disc(450, 540, 44, [250, 244, 226]),
      disc(450, 540, 20, [244, 184, 72]),
      disc(570, 580, 34, [94, 134, 82]),
      box(640, 330, 14, 260, [96, 66, 52]),
      box(676, 330, 14, 260, [96, 66, 52]),
    ],
  },
  bicycle: {
    top: [182, 208, 226],
    bottom: [230, 234, 226],
    horizon: 0.76,
    ground: [150, 146, 134],
    shapes: [
      disc(330, 660, 110, [44, 48, 54]),
      disc(330, 660, 94, [214, 220, 214]),
      disc(670, 660, 110, [44, 48, 54]),
      disc(670, 660, 94, [214, 220, 214]),
      box(330, 640, 340, 16, [190, 52, 48]),
      box(430, 470, 16, 180, [190, 52, 48]),
      box(600, 450, 16, 210, [190, 52, 48]),
      box(390, 450, 90, 18, [40, 40, 44]),
    ],
  },
  mountain: {
    top: [162, 184, 206],
    bottom: [216, 222, 226],
    horizon: 0.72,
    ground: [92, 108, 92],
    shapes: [
      peak(340, 250, 300, [108, 118, 130]),
      peak(340, 250, 70, [240, 242, 246]),
      peak(700, 360, 280, [86, 98, 110]),
      box(0, 560, 1000, 30, [222, 226, 230]),
    ],
  },
} as const satisfies Record<string, Scene>;

export type PictureName = keyof typeof SCENES;
