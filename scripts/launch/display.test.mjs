import { expect, test } from 'vitest';
import { cookieFile, hasDisplay } from './display.mjs';

test('the cookie file holds one entry for every address and display', () => {
  const cookie = Buffer.alloc(16, 7);
  const name = Buffer.from('MIT-MAGIC-COOKIE-1');
  expect(cookieFile(cookie)).toEqual(
    Buffer.concat([
      Buffer.from([0xff, 0xff, 0, 0, 0, 0, 0, name.length]),
      name,
      Buffer.from([0, 16]),
      cookie,
    ]),
  );
});

test.runIf(process.platform === 'linux')('a screen is one of either kind, and an empty name is none', () => {
  expect(hasDisplay({ DISPLAY: ':0' })).toBe(true);
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  expect(hasDisplay({ DISPLAY: '' })).toBe(false);
  expect(hasDisplay({})).toBe(false);
});
