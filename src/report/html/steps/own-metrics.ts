import type { MetricSummary, SubjectSummary } from '../../../core/result.gen.ts';
import { formatFigure, metricName } from '../../own-metrics.ts';
import { formatCount } from '../../figures.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';

interface Row {
  readonly subject: string;
  readonly metric: MetricSummary;
}

const COLUMNS: readonly Column<Row>[] = [
  {
    heading: 'Metric',
    cell: ({ subject, metric }) => html`<code>${nameMarkup(metricName(subject, metric))}</code>`,
    names: true,
  },
  { heading: 'Type', cell: ({ metric }) => metric.type },
  { heading: 'n', cell: ({ metric }) => formatCount(metric.n), numeric: true },
  { heading: 'Value', cell: ({ metric }) => formatFigure(metric, 'value'), numeric: true },
  { heading: 'Mean', cell: ({ metric }) => formatFigure(metric, 'mean'), numeric: true },
  { heading: 'p50', cell: ({ metric }) => formatFigure(metric, 'p50'), numeric: true },
  { heading: 'p95', cell: ({ metric }) => formatFigure(metric, 'p95'), numeric: true },
  { heading: 'Max', cell: ({ metric }) => formatFigure(metric, 'max'), numeric: true },
];

/** What loads told of themselves in a window, and what the network should have cost their requests. */
export function ownMetricsMarkup(subjects: readonly SubjectSummary[]): Content {
  const rows = rowsOf(subjects);
  if (rows.length === 0) return undefined;
  return html`${tableMarkup('What the loads themselves measured', COLUMNS, rows)}${subjects.map(roundTripsMarkup)}`;
}

/** Over the whole run of the loads. */
export function wholeRunMarkup(loads: readonly Pick<SubjectSummary, 'name' | 'metrics'>[]): Content {
  const rows = rowsOf(loads);
  if (rows.length === 0) return undefined;
  return tableMarkup('What the loads themselves measured, over their whole run', COLUMNS, rows);
}

function rowsOf(subjects: readonly Pick<SubjectSummary, 'name' | 'metrics'>[]): Row[] {
  return subjects.flatMap(({ name, metrics = [] }) => metrics.map((metric) => ({ subject: name, metric })));
}

function roundTripsMarkup({ name, roundTrips }: SubjectSummary): Markup | undefined {
  if (roundTrips === undefined) return undefined;
  return html`<p>
    <small
      >${nameMarkup(name)}: ${proseMarkup(roundTrips.text)}. k6 counts neither connecting nor TLS into
      <code>http_req_duration</code>; Squall’s latency of the load does.</small
    >
  </p>`;
}
