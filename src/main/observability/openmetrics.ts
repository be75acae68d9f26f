/**
 * Figures as OpenMetrics 1.0 text (https://prometheus.io/docs/specs/om/open_metrics_spec/), for programs that draw and
 * alarm. Invariant: names and labels come from the catalogue; the text ends with `# EOF`.
 */
import { FIGURES, type FigureDescription, type FigureName } from './catalogue.ts';
import { Histogram } from './histogram.ts';
import type { MetricsData } from './metrics.ts';

const PREFIX = 'memoryos_';
/** Borders of the histograms' buckets: 64 µs, 128 µs … 33.6 s, where the counters have borders too. */
const LEAST_POWER = 6;
const MOST_POWER = 25;

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function labels(description: FigureDescription, label: string, more = ''): string {
  const own = description.label === null || label === '' ? '' : `${description.label}="${escaped(label)}"`;
  const all = [own, more].filter((part) => part !== '').join(',');
  return all === '' ? '' : `{${all}}`;
}

function familyName(name: FigureName, { unit }: FigureDescription): string {
  return `${PREFIX}${name}${unit === null ? '' : `_${unit}`}`;
}

const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(9));

function histogramLines(
  family: string,
  description: FigureDescription,
  label: string,
  histogram: Histogram,
): string[] {
  const lines: string[] = [];
  for (let power = LEAST_POWER; power <= MOST_POWER; power += 1) {
    const border = `le="${2 ** power / 1e6}"`;
    lines.push(`${family}_bucket${labels(description, label, border)} ${histogram.countBelow(power)}`);
  }
  lines.push(`${family}_bucket${labels(description, label, 'le="+Inf"')} ${histogram.count}`);
  lines.push(`${family}_count${labels(description, label)} ${histogram.count}`);
  lines.push(`${family}_sum${labels(description, label)} ${number(histogram.sum / 1000)}`);
  return lines;
}

/** The whole exposition. Figures that were never measured are left out. */
export function openMetricsText(data: MetricsData): string {
  const lines: string[] = [];
  for (const [key, description] of Object.entries(FIGURES)) {
    const name = key as FigureName;
    const family = familyName(name, description);
    const samples: string[] = [];
    for (const [label, value] of Object.entries(data.counters[name] ?? {})) {
      samples.push(`${family}_total${labels(description, label)} ${number(value)}`);
    }
    for (const [label, value] of Object.entries(data.gauges[name] ?? {})) {
      samples.push(`${family}${labels(description, label)} ${number(value)}`);
    }
    for (const [label, value] of Object.entries(data.histograms[name] ?? {})) {
      samples.push(...histogramLines(family, description, label, Histogram.from(value)));
    }
    if (samples.length === 0) continue;
    lines.push(`# TYPE ${family} ${description.type}`);
    if (description.unit !== null) lines.push(`# UNIT ${family} ${description.unit}`);
    lines.push(`# HELP ${family} ${escaped(description.help)}`, ...samples);
  }
  return `${lines.join('\n')}${lines.length === 0 ? '' : '\n'}# EOF\n`;
}
