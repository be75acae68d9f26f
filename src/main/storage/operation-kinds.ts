/** Which kind of operation a query is, for the figures: the targets of the specification go by kind. */
import type { SeriesKind } from '../../shared/contracts/health.ts';

/** Queries that look at many rows to answer with few. Everything that is not named is a simple query. */
const KINDS: Readonly<Record<string, SeriesKind>> = {
  'episodic.months': 'aggregation',
  'episodic.facets': 'aggregation',
  'episodic.stats': 'aggregation',
  'receipts.count': 'aggregation',
  'receipts.verify': 'health',
  'upkeep.overview': 'aggregation',
  'upkeep.slice': 'health',
  'upkeep.facts': 'health',
  'upkeep.state': 'health',
  'telemetry.series': 'health',
  'telemetry.totals': 'health',
  'fts.search': 'search',
  'vector.nearest': 'search',
  'vector.similar': 'search',
};

export const kindOfQuery = (name: string): SeriesKind => KINDS[name] ?? 'query';
