import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIGURES } from './catalogue.ts';
import { Histogram } from './histogram.ts';
import { difference, Metrics } from './metrics.ts';
import { openMetricsText } from './openmetrics.ts';
import { SlowStatementLog, withPlaceholders } from './slow-statements.ts';
import { ThreadRecorder } from './thread-recorder.ts';
import { beginSpan, currentTrace, SpanLog, withTrace } from './trace.ts';

const durations = fc.array(fc.double({ min: 0, max: 100_000, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
});

describe('histograms', () => {
  const of = (values: readonly number[]): Histogram => {
    const histogram = new Histogram();
    for (const value of values) histogram.record(value);
    return histogram;
  };

  it('gives every share back within 1/32 and a microsecond', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(0, 0.25, 0.5, 0.9, 0.95, 0.99, 1), (values, q) => {
        const sorted = values.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? 0;
        expect(Math.abs(of(values).quantile(q) - exact)).toBeLessThanOrEqual(exact / 32 + 0.001);
      }),
    );
  });

  it('merges to what one histogram of all values is, through its data', () => {
    fc.assert(
      fc.property(durations, durations, (a, b) => {
        const merged = Histogram.from(of(a).data());
        merged.merge(of(b).data());
        const whole = of([...a, ...b]).data();
        expect({ ...merged.data(), sum: 0 }).toEqual({ ...whole, sum: 0 });
        expect(merged.sum).toBeCloseTo(whole.sum, 3);
      }),
    );
  });

  it('counts below a border exactly', () => {
    fc.assert(
      fc.property(durations, fc.integer({ min: 6, max: 25 }), (values, power) => {
        const below = values.filter((value) => Math.round(value * 1000) < 2 ** power).length;
        expect(of(values).countBelow(power)).toBe(below);
      }),
    );
  });

  it('takes what is no duration for 0 and what is too long for the longest', () => {
    const histogram = of([Number.NaN, -5, Number.POSITIVE_INFINITY]);
    expect(histogram.count).toBe(3);
    expect(histogram.quantile(0.5)).toBe(0);
    expect(histogram.quantile(1)).toBeGreaterThan(2_000_000);
  });
});

describe('metrics', () => {
  it('hands over what came since the last time, and adds up elsewhere', () => {
    const [thread, whole] = [new Metrics(), new Metrics()];
    for (const round of [1, 2]) {
      thread.count('units', '', round);
      thread.observe('part', 'episodic.page', round);
      whole.absorb(thread.take());
    }
    expect(thread.take()).toEqual({ counters: {}, gauges: {}, histograms: {} });
    expect(whole.counter('units')).toBe(3);
    expect(whole.histogram('part', 'episodic.page')?.count).toBe(2);
  });

  it('tells two looks apart', () => {
    const metrics = new Metrics();
    metrics.observe('operation', 'unit', 5);
    metrics.count('errors', 'BUSY');
    const before = metrics.data();
    metrics.observe('operation', 'unit', 50);
    const more = difference(metrics.data(), before);
    expect(more.counters).toEqual({});
    expect(
      Histogram.from(more.histograms.operation?.unit ?? { count: 0, sum: 0, counts: [] }).quantile(1),
    ).toBeCloseTo(50, -1);
    expect(more.histograms.operation?.unit?.count).toBe(1);
  });

  it('has room for so many labels and no more, and takes no sentence for a label', () => {
    const metrics = new Metrics();
    metrics.count('errors', 'Grandmother planted beans');
    for (let n = 0; n < 2_000; n += 1) metrics.count('errors', `code-${n}`);
    const labels = Object.keys(metrics.data().counters.errors ?? {});
    expect(labels.length).toBeLessThanOrEqual(401);
    expect(labels.join()).not.toContain('Grandmother');
    expect(metrics.counter('errors', 'other')).toBeGreaterThan(1);
  });
});

describe('traces', () => {
  it('follow a call through what it awaits, and nest', async () => {
    const log = new SpanLog();
    const correlationId = '01890a5d-ac96-774b-bcce-b302099a8057';
    await withTrace({ correlationId, spanId: '' }, async () => {
      const outer = beginSpan(log, 'ipc memories.page');
      if (outer.trace === undefined) throw new Error('a trace was given');
      await withTrace(outer.trace, async () => {
        await Promise.resolve();
        expect(currentTrace()?.correlationId).toBe(correlationId);
        beginSpan(log, 'query episodic.page').end('ok');
      });
      outer.end('ok');
    });
    const [inner, outer] = log.spans;
    expect(inner).toMatchObject({ parentId: outer?.spanId, traceId: '01890a5dac96774bbcceb302099a8057' });
    expect(outer).toMatchObject({ parentId: null, spanId: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(currentTrace()).toBeUndefined();
  });

  it('keep the last spans only', () => {
    const log = new SpanLog(10);
    for (let n = 0; n < 100; n += 1) beginSpan(log, `s${n}`, { correlationId: 'a', spanId: 'b' }).end('ok');
    expect(log.spans.map(({ name }) => name).slice(-1)).toEqual(['s99']);
    expect(log.spans).toHaveLength(10);
  });
});

describe('slow statements', () => {
  it('show `?` where values were and names as they are', () => {
    expect(
      withPlaceholders(
        `SELECT "my ""table""".a1, x'00ff' -- Grandmother\n FROM t WHERE a = 'it''s' AND b > 12.5e3 /* beans */ AND c IN (1,2)`,
      ),
    ).toBe('SELECT "my ""table""".a1, ? FROM t WHERE a = ? AND b > ? AND c IN (?,?)');
  });

  it('never show a literal, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, n) => {
        const literal = `canary${n}${text}`.replaceAll("'", "''");
        const shown = withPlaceholders(`UPDATE t SET a = '${literal}', b = ${n}77 WHERE c = x'ab'`);
        expect(shown).toBe('UPDATE t SET a = ?, b = ? WHERE c = ?');
      }),
    );
  });

  it('are kept newest first, a hundred of them, and only where slow', () => {
    const recorder = new ThreadRecorder();
    recorder.slowMs = 50;
    recorder.part('episodic.page', { correlationId: 'c-1', spanId: 's' }, () => {
      recorder.statement('SELECT 1', 49, () => ['SCAN']);
      recorder.statement("SELECT 'secret'", 51, () => ['SCAN t']);
    });
    const { slow, spans, metrics } = recorder.take();
    expect(slow).toEqual([
      expect.objectContaining({
        part: 'episodic.page',
        statement: 'SELECT ?',
        plan: ['SCAN t'],
        correlationId: 'c-1',
      }),
    ]);
    expect(spans).toMatchObject([{ name: 'thread episodic.page', outcome: 'ok', parentId: 's' }]);
    expect(metrics.counters.slow_statements).toEqual({ '': 1 });
    const log = new SlowStatementLog();
    for (let n = 0; n < 300; n += 1) log.add(...slow.map((each) => ({ ...each, milliseconds: n })));
    expect(log.records).toHaveLength(100);
    expect(log.records[0]?.milliseconds).toBe(299);
  });
});

describe('OpenMetrics', () => {
  /** The rules of the text format that a reader relies on. */
  function parse(
    text: string,
  ): Map<string, { type: string; unit: string | null; samples: [string, number][] }> {
    expect(text.endsWith('# EOF\n')).toBe(true);
    const families = new Map<string, { type: string; unit: string | null; samples: [string, number][] }>();
    let current = '';
    for (const line of text.split('\n').slice(0, -2)) {
      const described = /^# (TYPE|UNIT|HELP) ([a-z_]+) (.+)$/.exec(line);
      const [, what, name = '', value = ''] = described ?? [];
      if (what === 'TYPE') {
        expect(families.has(name), `${name} comes in one piece`).toBe(false);
        families.set(name, { type: value, unit: null, samples: [] });
        current = name;
      } else if (described !== null) {
        expect(name).toBe(current);
        const family = families.get(name);
        if (what === 'UNIT' && family !== undefined) {
          family.unit = value;
          expect(name.endsWith(`_${value}`)).toBe(true);
        }
      } else {
        const sample = /^([a-z_]+)(\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? (\S+)$/.exec(line);
        expect(sample, line).not.toBeNull();
        const family = families.get(current);
        const suffix = (sample?.[1] ?? '').slice(current.length);
        expect(
          { counter: ['_total'], gauge: [''], histogram: ['_bucket', '_count', '_sum'] }[family?.type ?? ''],
        ).toContain(suffix);
        expect(Number.isFinite(Number(sample?.[3]))).toBe(true);
        family?.samples.push([`${suffix}${sample?.[2] ?? ''}`, Number(sample?.[3])]);
      }
    }
    return families;
  }

  it('is what the specification says, with cumulative buckets', () => {
    const metrics = new Metrics();
    for (const ms of [0.05, 0.5, 5, 50, 60_000]) metrics.observe('operation', 'unit', ms);
    metrics.count('errors', 'BUSY', 3);
    metrics.set('disk_room', '', 123);
    const families = parse(openMetricsText(metrics.data()));
    expect([...families.keys()]).toEqual([
      'memoryos_operation_seconds',
      'memoryos_errors',
      'memoryos_disk_room_bytes',
    ]);
    expect(families.get('memoryos_errors')?.samples).toEqual([['_total{code="BUSY"}', 3]]);
    const buckets = families
      .get('memoryos_operation_seconds')
      ?.samples.filter(([name]) => name.startsWith('_bucket'))
      .map(([, value]) => value);
    expect(buckets).toEqual(buckets?.toSorted((a, b) => a - b));
    expect(buckets?.at(0)).toBe(1);
    expect(buckets?.at(-1)).toBe(5);
    expect(parse(openMetricsText({ counters: {}, gauges: {}, histograms: {} })).size).toBe(0);
  });

  it('has a unit at the end of the name and a help text without line breaks for every figure', () => {
    for (const [name, { help }] of Object.entries(FIGURES)) {
      expect(name).toMatch(/^[a-z_]+$/);
      expect(help).toMatch(/^[^\n]+\.$/);
    }
  });
});
