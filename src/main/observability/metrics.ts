/**
 * Counters, gauges and histograms of one thread, one database or the whole process; plain data when they cross.
 *
 * Invariants: memory is bounded, whatever labels come (a figure has at most 400, the rest count as `other`); a label is
 * a short name without spaces, so no sentence of anybody's gets in; counting costs a map look-up and no allocation.
 */
import type { CounterName, GaugeName, HistogramName } from './catalogue.ts';
import { Histogram, type HistogramData } from './histogram.ts';

const MOST_LABELS = 400;
const LABEL = /^[A-Za-z0-9_.:-]{0,80}$/;
const OTHER = 'other';

type Labelled<V> = Readonly<Record<string, Readonly<Record<string, V>>>>;

/** Figure, then label (empty where it has none), then value. Histograms as data. */
export interface MetricsData {
  readonly counters: Labelled<number>;
  readonly gauges: Labelled<number>;
  readonly histograms: Labelled<HistogramData>;
}

export const NO_METRICS: MetricsData = { counters: {}, gauges: {}, histograms: {} };

type Table<N, V> = Map<N, Map<string, V>>;

function labelled<N, V>(table: Table<N, V>, name: N, label: string): [Map<string, V>, string] {
  let labels = table.get(name);
  if (labels === undefined) {
    labels = new Map();
    table.set(name, labels);
  }
  // A label that is there was looked at when it came.
  if (labels.has(label) || (LABEL.test(label) && labels.size < MOST_LABELS)) return [labels, label];
  return [labels, OTHER];
}

function plain<V, W>(table: Table<string, V>, view: (value: V) => W): Labelled<W> {
  return Object.fromEntries(
    [...table].map(([name, labels]) => [
      name,
      Object.fromEntries([...labels].map(([label, value]) => [label, view(value)])),
    ]),
  );
}

export class Metrics {
  readonly #counters: Table<string, number> = new Map();
  readonly #gauges: Table<string, number> = new Map();
  readonly #histograms: Table<string, Histogram> = new Map();

  count(name: CounterName, label = '', by = 1): void {
    const [labels, place] = labelled(this.#counters, name as string, label);
    labels.set(place, (labels.get(place) ?? 0) + by);
  }

  set(name: GaugeName, label: string, value: number): void {
    const [labels, place] = labelled(this.#gauges, name as string, label);
    labels.set(place, value);
  }

  observe(name: HistogramName, label: string, milliseconds: number): void {
    this.#histogram(name, label).record(milliseconds);
  }

  /** Adds what another gathered; its gauges are taken over. */
  absorb(data: MetricsData): void {
    for (const [name, labels] of Object.entries(data.counters)) {
      for (const [label, value] of Object.entries(labels)) this.count(name as CounterName, label, value);
    }
    for (const [name, labels] of Object.entries(data.gauges)) {
      for (const [label, value] of Object.entries(labels)) this.set(name as GaugeName, label, value);
    }
    for (const [name, labels] of Object.entries(data.histograms)) {
      for (const [label, value] of Object.entries(labels)) this.#histogram(name, label).merge(value);
    }
  }

  data(): MetricsData {
    return {
      counters: plain(this.#counters, (value) => value),
      gauges: plain(this.#gauges, (value) => value),
      histograms: plain(this.#histograms, (value) => value.data()),
    };
  }

  /** What was gathered since the last `take`; counters and histograms start over. */
  take(): MetricsData {
    const data = this.data();
    this.#counters.clear();
    this.#histograms.clear();
    return data;
  }

  histogram(name: HistogramName, label: string): Histogram | null {
    return this.#histograms.get(name)?.get(label) ?? null;
  }

  counter(name: CounterName, label = ''): number {
    return this.#counters.get(name)?.get(label) ?? 0;
  }

  #histogram(name: string, label: string): Histogram {
    const [labels, place] = labelled(this.#histograms, name, label);
    let histogram = labels.get(place);
    if (histogram === undefined) {
      histogram = new Histogram();
      labels.set(place, histogram);
    }
    return histogram;
  }
}

/** What came to `after` since `before`: counters and histograms of two looks at the same figures. */
export function difference(after: MetricsData, before: MetricsData): MetricsData {
  return {
    counters: grown(after.counters, (value, name, label) => value - (before.counters[name]?.[label] ?? 0)),
    gauges: after.gauges,
    histograms: grown(
      after.histograms,
      (value, name, label) => lessHistogram(value, before.histograms[name]?.[label]),
      ({ count }) => count,
    ),
  };
}

/** The labelled values that `more` leaves above 0. */
function grown<V>(
  values: Labelled<V>,
  more: (value: V, name: string, label: string) => V,
  size: (value: V) => number = Number,
): Labelled<V> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, labels]) => {
      const left = Object.entries(labels)
        .map(([label, value]) => [label, more(value, name, label)] as const)
        .filter(([, value]) => size(value) > 0);
      return left.length === 0 ? [] : [[name, Object.fromEntries(left)]];
    }),
  );
}

function lessHistogram(after: HistogramData, before: HistogramData | undefined): HistogramData {
  if (before === undefined) return after;
  const had = new Map(before.counts);
  return {
    count: after.count - before.count,
    sum: Math.max(0, after.sum - before.sum),
    counts: after.counts
      .map(([index, count]): [number, number] => [index, count - (had.get(index) ?? 0)])
      .filter(([, count]) => count > 0),
  };
}
