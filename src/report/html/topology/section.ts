import type { EdgeResult, RunResult } from '../../../core/result.gen.ts';
import { formatFrequency } from '../../../core/units/frequency.ts';
import { formatPercentile, formatShare } from '../../figures.ts';
import { detailsMarkup } from '../details.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup } from '../short-text.ts';
import { wholeRunMarkup } from '../steps/own-metrics.ts';
import { tableMarkup, type Column } from '../table.ts';
import { drawingMarkup } from './drawing.ts';
import { culpritEdges, worstStep, type ShownStep } from './shown-step.ts';
import { wiringMarkup } from './tables.ts';

/** What was wired to what, and how its parts did in the worst step. */
export function topologyMarkup(result: RunResult): Markup {
  const shown = worstStep(result.steps);
  const place =
    shown === undefined
      ? undefined
      : html`, as in step <a href="#step-${shown.number}">${shown.number} ${nameMarkup(shown.step.name)}</a>`;
  return html`<section>
    <h2>Services and edges${place}</h2>
    ${drawingMarkup(result, shown)}${result.edges.length === 0 ? undefined : tableMarkup('Edges', columnsFor(shown), result.edges)}${wholeRunMarkup(result.loads)}${detailsMarkup('Drivers, addresses, targets and requests', wiringMarkup(result))}
  </section>`;
}

const WIRES: readonly Column<EdgeResult>[] = [
  { heading: 'Edge', cell: ({ name }) => nameMarkup(name), names: true },
  { heading: 'From', cell: ({ from }) => nameMarkup(from) },
  { heading: 'To', cell: ({ to }) => to.map((one, index) => [index === 0 ? '' : ', ', nameMarkup(one)]) },
];

function columnsFor(shown: ShownStep | undefined): readonly Column<EdgeResult>[] {
  if (shown === undefined) return WIRES;
  const { step } = shown;
  const culprits = culpritEdges(step);
  const figure = (edge: EdgeResult, which: 'success' | 'rps' | 'p95'): Content => {
    const subject = step.subjects.find(({ kind, name }) => kind === 'edge' && name === edge.name);
    if (subject === undefined) return '–';
    if (which === 'success') return formatShare(subject.success);
    return which === 'rps' ? formatFrequency(subject.rps) : formatPercentile(subject.p95, subject.n);
  };
  return [
    ...WIRES,
    {
      heading: 'Network',
      cell: ({ name }) => [
        nameMarkup(step.edges.find(({ edge }) => edge === name)?.label ?? 'clear'),
        culprits.has(name) ? html`, <strong class="disagrees">the culprit</strong>` : '',
      ],
    },
    { heading: 'Success', cell: (edge) => figure(edge, 'success'), numeric: true },
    { heading: 'Rate', cell: (edge) => figure(edge, 'rps'), numeric: true },
    { heading: 'p95', cell: (edge) => figure(edge, 'p95'), numeric: true },
  ];
}
