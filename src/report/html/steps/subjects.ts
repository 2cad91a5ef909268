import type { SubjectSummary } from '../../../core/result.gen.ts';
import { formatFrequency } from '../../../core/units/frequency.ts';
import { formatCount, formatMeasured, formatPercentile, formatShare } from '../../figures.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';

const ALWAYS: readonly Column<SubjectSummary>[] = [
  {
    heading: 'Subject',
    cell: ({ name, kind }) => html`${nameMarkup(name)} <small>${kind}</small>`,
    names: true,
  },
  { heading: 'n', cell: ({ n }) => formatCount(n), numeric: true },
  { heading: 'rps', cell: ({ rps }) => formatFrequency(rps), numeric: true },
  { heading: 'success', cell: ({ success }) => formatShare(success), numeric: true },
  { heading: 'p50', cell: ({ p50, n }) => formatPercentile(p50, n), numeric: true },
  { heading: 'p95', cell: ({ p95, n }) => formatPercentile(p95, n), numeric: true },
  { heading: 'p99', cell: ({ p99, n }) => formatPercentile(p99, n), numeric: true },
];

interface Sometimes {
  readonly column: Column<SubjectSummary>;
  readonly isPresent: (subject: SubjectSummary) => boolean;
}

/** What is the same nothing for all of them says nothing, and takes the room of what does. */
const SOMETIMES: readonly Sometimes[] = [
  {
    column: { heading: 'First byte p50, p95', cell: firstByteCell, numeric: true },
    isPresent: ({ firstByte }) => firstByte !== undefined,
  },
  { column: { heading: 'Failures', cell: failuresCell }, isPresent: ({ failed }) => failed > 0 },
  {
    column: {
      heading: 'Ended after the step',
      cell: ({ straddling }) => formatCount(straddling),
      numeric: true,
    },
    isPresent: ({ straddling }) => straddling > 0,
  },
  {
    column: { heading: 'Dropped', cell: ({ dropped }) => formatCount(dropped), numeric: true },
    isPresent: ({ dropped }) => dropped > 0,
  },
  {
    column: {
      heading: 'Lag p99',
      cell: ({ lagP99 }) => (lagP99 === undefined ? '–' : formatMeasured(lagP99)),
      numeric: true,
    },
    isPresent: ({ lagP99 }) => lagP99 !== undefined,
  },
];

/** The loads and edges in one window. */
export function subjectsMarkup(subjects: readonly SubjectSummary[]): Markup | undefined {
  if (subjects.length === 0) return undefined;
  const present = SOMETIMES.filter(({ isPresent }) => subjects.some(isPresent));
  const note = html`<p>
    <small
      >What ended after the step is in n: it was due in the window, and answered or given up later.</small
    >
  </p>`;
  const columns = [...ALWAYS, ...present.map(({ column }) => column)];
  return html`${tableMarkup(captionOf(subjects), columns, subjects)}${subjects.some(({ straddling }) => straddling > 0) ? note : undefined}`;
}

/** Says in words what has no column. */
function captionOf(subjects: readonly SubjectSummary[]): string {
  const none = [
    ...(subjects.some(({ failed }) => failed > 0) ? [] : ['nothing failed']),
    ...(subjects.some(({ dropped }) => dropped > 0) ? [] : ['nothing was dropped']),
  ];
  return `Measured in the window${none.length === 0 ? '' : `; ${none.join(', ')}`}`;
}

/** Measured on edges only. */
function firstByteCell({ firstByte }: SubjectSummary): string {
  return firstByte === undefined ? '–' : `${formatMeasured(firstByte.p50)}, ${formatMeasured(firstByte.p95)}`;
}

function failuresCell({ failed, failures }: SubjectSummary): Markup {
  const kinds = Object.entries(failures).filter(([, count]) => count > 0);
  if (kinds.length === 0) return html`${formatCount(failed)}`;
  return html`${formatCount(failed)}:
  ${kinds.map(([kind, count], index) => html`${index === 0 ? '' : ', '}${formatCount(count)} ${nameMarkup(kind)}`)}`;
}
