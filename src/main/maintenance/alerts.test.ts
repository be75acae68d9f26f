import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ALERT_KEYS } from '../../shared/contracts/health.ts';
import { AlertBook } from './alerts.ts';

const alert = (book: AlertBook, key: (typeof ALERT_KEYS)[number]) =>
  book.list().find((each) => each.key === key) ?? expect.fail(key);

describe('an alert', () => {
  it('comes with the targets of the specification', () => {
    const standards = Object.fromEntries(
      new AlertBook().list().map(({ key, threshold }) => [key, threshold]),
    );
    expect(standards).toMatchObject({
      'unit-p95': 60,
      'acquisition-p95': 50,
      'query-p95': 30,
      'aggregation-p95': 300,
      'health-p95': 500,
      'hit-rate': 0.7,
    });
  });

  it('is raised by the third look in a row beyond, and cleared by one that is clearly good', () => {
    const book = new AlertBook();
    const looks = [61, 61, 59, 61, 61, 61, 59, 49, 48, 47];
    const states = looks.map((value, at) => {
      book.look({ 'unit-p95': value }, at);
      return alert(book, 'unit-p95').state;
    });
    expect(states.map((state) => state === 'raised')).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(alert(book, 'unit-p95')).toMatchObject({ since: new Date(8).toISOString(), value: 47 });
  });

  it('does what the rule says through any run of looks, above and below', () => {
    const value = fc.option(fc.double({ min: 0, max: 120, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), fc.boolean(), (looks, share) => {
        const book = new AlertBook();
        const key = share ? 'hit-rate' : 'unit-p95';
        let beyond = 0;
        let raised = false;
        for (const [at, given] of looks.entries()) {
          const look = given === null ? null : share ? given / 120 : given;
          const changed = book.look({ [key]: look }, at);
          const before = raised;
          if (look !== null) {
            const [bad, good] = share
              ? [look < 0.7, look >= 0.7 + 0.3 * 0.2]
              : [look > 60, look <= 60 * (1 - 0.2)];
            beyond = bad ? beyond + 1 : 0;
            if (!raised && beyond >= 3) raised = true;
            else if (raised && good) raised = false;
          }
          expect(alert(book, key).state).toBe(raised ? 'raised' : 'quiet');
          expect(changed).toBe(before !== raised);
        }
      }),
    );
  });

  it('never flaps: between raised and quiet there are three looks at least', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 120, noNaN: true }), { maxLength: 100 }), (looks) => {
        const book = new AlertBook();
        let cleared = Number.NEGATIVE_INFINITY;
        for (const [at, look] of looks.entries()) {
          if (!book.look({ 'query-p95': look }, at)) continue;
          if (alert(book, 'query-p95').state === 'quiet') cleared = at;
          else expect(at - cleared).toBeGreaterThanOrEqual(3);
        }
      }),
    );
  });

  it('keeps what was set, within bounds, and lets go of it', () => {
    const book = new AlertBook();
    const text = book.set({ key: 'query-p95', threshold: 5, enabled: true });
    const again = new AlertBook();
    again.load(text);
    expect(alert(again, 'query-p95')).toMatchObject({ threshold: 5, standard: 30, enabled: true });
    again.load(again.set({ key: 'query-p95', threshold: null, enabled: false }));
    expect(alert(again, 'query-p95')).toMatchObject({ threshold: 30, enabled: false });
    for (let at = 0; at < 9; at += 1) again.look({ 'query-p95': 1_000 }, at);
    expect(alert(again, 'query-p95')).toMatchObject({ state: 'quiet', value: 1_000 });
    for (const threshold of [-1, 0, 60_001]) {
      expect(() => book.set({ key: 'query-p95', threshold, enabled: true })).toThrow(/bounds/);
    }
    again.load('not JSON');
    expect(alert(again, 'query-p95').threshold).toBe(30);
  });
});
