import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from '../times.ts';
import { parseWhen, whenFromMs, whenFromName } from './dates.ts';

describe('dates as people write them', () => {
  it.each([
    ['2019-05-01T14:30:00+02:00', '2019-05-01T14:30:00+02:00', false],
    ['2019-05-01T14:30:00Z', '2019-05-01T14:30:00Z', false],
    ['2019-05-01T14:30:00.250-03:30', '2019-05-01T14:30:00.250-03:30', false],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z', false],
    ['0001-01-01T00:00:00+14:00', '0001-01-01T00:00:00+14:00', false],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z', false],
    ['9999-12-31T23:59:59-12:00', '9999-12-31T23:59:59-12:00', false],
  ])('keeps %s with its offset', (written, at, dateOnly) => {
    expect(parseWhen(written)).toEqual({ at, dateOnly });
  });

  it.each([
    ['2019-05-01', '2019-05-01T00:00:00'],
    ['2019-05', '2019-05-01T00:00:00'],
    ['2019', '2019-01-01T00:00:00'],
    ['20190501', '2019-05-01T00:00:00'],
    ['2019/5/1', '2019-05-01T00:00:00'],
    ['1.5.2019', '2019-05-01T00:00:00'],
    ['May 1, 2019', '2019-05-01T00:00:00'],
    ['1 May 2019', '2019-05-01T00:00:00'],
    [2019, '2019-01-01T00:00:00'],
    [20190501, '2019-05-01T00:00:00'],
  ])('takes %s for a day', (written, local) => {
    const when = parseWhen(written);
    expect(when.dateOnly).toBe(true);
    expect(when.at).toContain(local);
  });

  it('takes a time without a zone for one of this machine', () => {
    expect(parseWhen('2019-05-01 14:30')).toMatchObject({ dateOnly: false });
    expect(parseWhen('2019-05-01 14:30').at).toMatch(/^2019-05-01T14:30:00/);
  });

  it('takes seconds and milliseconds since 1970', () => {
    expect(Date.parse(parseWhen(1_556_712_000).at)).toBe(1_556_712_000_000);
    expect(Date.parse(parseWhen(1_556_712_000_000).at)).toBe(1_556_712_000_000);
  });

  it.each([
    '03/04/2019',
    '2019-02-30',
    '2019-02-30T00:00:00Z',
    '0000-12-31T23:00:00Z',
    '2019-01-01T25:00:00Z',
    '2019-01-01T24:00:00Z',
    '2019-13-01',
    '0000-01-01',
    '10000-01-01',
    '+010000-01-01T00:00:00Z',
    '12:30',
    'yesterday',
    '',
    '   ',
    Number.NaN,
    1.5,
    null,
    {},
    '9'.repeat(1000),
  ])('refuses %j', (written) => {
    expect(() => parseWhen(written)).toThrowError(expect.objectContaining({ code: 'INVALID_DATE' }));
  });

  it('finds a day in a file name', () => {
    expect(whenFromName('2019-05-01 picnic')?.at).toContain('2019-05-01T00:00:00');
    expect(whenFromName('IMG_20190501')?.at).toContain('2019-05-01T00:00:00');
    expect(whenFromName('2019-05-01 14-30 call')).toMatchObject({ dateOnly: false });
    expect(whenFromName('invoice 20191350')).toBeNull();
    expect(whenFromName('2019-02-30')).toBeNull();
    expect(whenFromName('phone 491520190501234')).toBeNull();
  });

  it('shows an instant in its zone, and in this one where the zone is unknown', () => {
    const ms = Date.parse('2019-07-01T12:00:00Z');
    expect(whenFromMs(ms, 'Europe/Berlin').at).toBe('2019-07-01T14:00:00+02:00');
    expect(Date.parse(whenFromMs(ms, 'Atlantis/Nowhere').at)).toBe(ms);
    expect(() => whenFromMs(Number.NaN)).toThrow();
    expect(() => whenFromMs(8.64e15)).toThrow();
  });

  it('keeps instants of the farthest years through what the engine stores', () => {
    for (const at of ['0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-12:00', '1969-12-31T23:59:59.999Z']) {
      expect(formatInstant(parseInstant(at))).toBe(at);
    }
  });
});
