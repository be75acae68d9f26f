/**
 * Small pictures for the demonstration, drawn here: no photograph of anybody, no file of unknown licence.
 *
 * A scene is a sky, a ground and a few discs and boxes, written as PNG (W3C PNG, third edition; colour type 2).
 */
import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import { type Colour, type PictureName, SCENES, type Scene, type Shape } from './scenes.ts';

const deflateAsync = promisify(deflate);

const WIDTH = 480;
const HEIGHT = 320;
const RATIO = HEIGHT / WIDTH;
const LINE_BYTES = WIDTH * 3 + 1;
/** How much steeper than half a right angle a peak's sides are. */
const SLOPE = 1.2;

/** A PNG of the scene, 480 × 320. */
export async function drawPicture(name: PictureName): Promise<Uint8Array<ArrayBuffer>> {
  const scene: Scene = SCENES[name];
  // Each line of pixels begins with its filter, 0 for none.
  const pixels = Buffer.alloc(LINE_BYTES * HEIGHT);
  for (let row = 0; row < HEIGHT; row += 1) {
    const y = row / HEIGHT;
    const isSky = y < scene.horizon;
    const colour = isSky
      ? mix(scene.top, scene.bottom, y / scene.horizon)
      : mix(scene.ground, [255, 255, 255], (1 - y) * 0.18);
    for (let column = 0; column < WIDTH; column += 1) pixels.set(colour, pixelAt(column, row));
  }
  for (const shape of scene.shapes) paint(pixels, shape);
  return png(pixels);
}

const pixelAt = (column: number, row: number): number => row * LINE_BYTES + 1 + column * 3;

/** Paints one shape, looking at no pixel outside its bounds. */
function paint(pixels: Buffer, shape: Shape): void {
  const { left, right, top, bottom } = boundsOf(shape);
  const firstRow = Math.max(0, Math.floor((top / 1000) * HEIGHT));
  const lastRow = Math.min(HEIGHT - 1, Math.ceil((bottom / 1000) * HEIGHT));
  const firstColumn = Math.max(0, Math.floor((left / 1000) * WIDTH));
  const lastColumn = Math.min(WIDTH - 1, Math.ceil((right / 1000) * WIDTH));
  for (let row = firstRow; row <= lastRow; row += 1) {
    for (let column = firstColumn; column <= lastColumn; column += 1) {
      if (covers(shape, (column / WIDTH) * 1000, (row / HEIGHT) * 1000)) {
        pixels.set(shape.colour, pixelAt(column, row));
      }
    }
  }
}

function boundsOf(shape: Shape): { left: number; right: number; top: number; bottom: number } {
  const { x, y } = shape;
  if (shape.kind === 'box') return { left: x, right: x + shape.width, top: y, bottom: y + shape.height };
  if (shape.kind === 'disc') {
    const high = shape.radius / RATIO;
    return { left: x - shape.radius, right: x + shape.radius, top: y - high, bottom: y + high };
  }
  return { left: x - shape.half, right: x + shape.half, top: y, bottom: y + (shape.half * SLOPE) / RATIO };
}

function covers(shape: Shape, x: number, y: number): boolean {
  if (shape.kind === 'disc') return Math.hypot(x - shape.x, (y - shape.y) * RATIO) <= shape.radius;
  if (shape.kind === 'box') {
    return x >= shape.x && x < shape.x + shape.width && y >= shape.y && y < shape.y + shape.height;
  }
  const down = (y - shape.y) * RATIO;
  return down >= 0 && down <= shape.half * SLOPE && Math.abs(x - shape.x) <= down / SLOPE;
}

function mix(from: Colour, to: Colour, part: number): Colour {
  const one = (a: number, b: number): number => Math.round(a + (b - a) * part);
  return [one(from[0], to[0]), one(from[1], to[1]), one(from[2], to[2])];
}

async function png(pixels: Buffer): Promise<Uint8Array<ArrayBuffer>> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    signature,
    chunk('IHDR', header),
    chunk('IDAT', await deflateAsync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.byteLength);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
