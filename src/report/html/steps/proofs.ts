import type { CapabilityResult, Proof, ProofRow, StepEdge } from '../../../core/result.gen.ts';
import { describeConnection, describeDirection } from '../../../core/impairment-words.ts';
import { formatCount, formatMoment } from '../../figures.ts';
import { detailsMarkup } from '../details.ts';
import { factsMarkup } from '../facts.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';
import { isQuiet } from './clear-edges.ts';
import { describeUsage } from './edge-usage.ts';
import { kernelCountersMarkup } from './kernel-counters.ts';
import { curveMarkup, describeVariation } from './variation.ts';

const OUTCOMES: Readonly<Record<Proof['outcome'], string>> = {
  proved: 'took effect, measured',
  'read-back': 'read back, not probed',
  failed: 'did not take effect',
  unnecessary: 'clear, nothing to prove',
};

/** For each edge that is impaired, or not as clear as it should be: what was asked, proved and done, and what used it. */
export function proofsMarkup(edges: readonly StepEdge[]): Markup | undefined {
  const told = edges.filter((edge) => !isQuiet(edge));
  return told.length === 0 ? undefined : html`${told.map(edgeMarkup)}`;
}

function edgeMarkup(stepEdge: StepEdge): Markup {
  const { edge, label, requested, proof, capabilities, changedAt, kernel, variation } = stepEdge;
  const { outcome } = proof;
  return html`<section class="edge">
    <h3>
      Edge ${nameMarkup(edge)}: ${nameMarkup(label)}
      <small class="proof ${outcome}">${OUTCOMES[outcome]}</small>
    </h3>
    ${outcome === 'proved' ? undefined : html`<p>${proseMarkup(proof.reason)}</p>`}
    ${proof.rows.length === 0 ? undefined : tableMarkup('Requested, predicted, observed', rowColumns(capabilities), proof.rows)}${factsMarkup(
      [
        ['Up', describeDirection(requested.up)],
        ['Down', describeDirection(requested.down)],
        ['Connections', describeConnection(requested.connection)],
        ['In force since', changedAt === undefined ? undefined : formatMoment(changedAt)],
        ['Changes', variation && describeVariation(variation)],
        ['Used by', describeUsage(stepEdge)],
      ],
    )}${variation && curveMarkup(variation)}${kernel && kernelCountersMarkup(kernel, edge)}${capabilitiesMarkup(capabilities)}
  </section>`;
}

function rowColumns(capabilities: readonly CapabilityResult[]): readonly Column<ProofRow>[] {
  return [
    { heading: 'What', cell: ({ what }) => nameMarkup(what), names: true },
    { heading: 'Requested', cell: ({ requested }) => nameMarkup(requested), numeric: true },
    { heading: 'Predicted', cell: ({ predicted }) => nameMarkup(predicted), numeric: true },
    { heading: 'Observed', cell: ({ observed }) => nameMarkup(observed), numeric: true },
    { heading: 'n', cell: ({ n }) => (n === undefined ? '–' : formatCount(n)), numeric: true },
    { heading: 'Fidelity', cell: (row) => fidelityOf(row, capabilities) ?? '–' },
    { heading: 'Agrees', cell: agreementCell },
  ];
}

function agreementCell({ ok, note }: ProofRow): Markup {
  const word = ok ? html`<span class="agrees">yes</span>` : html`<strong class="disagrees">no</strong>`;
  return note === undefined ? word : html`${word} <small>${proseMarkup(note)}</small>`;
}

/** The weakest fidelity among the capabilities that a row measures: `RTT` measures `delay`, `rate up` one direction. */
export function fidelityOf(
  { what }: ProofRow,
  capabilities: readonly CapabilityResult[],
): CapabilityResult['fidelity'] | undefined {
  const [word = '', second] = what.split(' ');
  // `RTT over the window` is of both.
  const direction = second === 'over' ? undefined : second;
  const key = word === 'RTT' ? 'delay' : word;
  const measured = capabilities
    .filter((capability) => capability.key === key)
    .filter((capability) => direction === undefined || (capability.direction ?? direction) === direction)
    .map(({ fidelity }) => fidelity);
  return (['impossible', 'modelled', 'exact'] as const).find((fidelity) => measured.includes(fidelity));
}

function capabilitiesMarkup(capabilities: readonly CapabilityResult[]): Markup | undefined {
  if (capabilities.length === 0) return undefined;
  const items = capabilities.map(
    ({ key, direction = '', fidelity, how }) =>
      html`<li><strong>${nameMarkup(key)} ${direction}</strong> ${fidelity}: ${proseMarkup(how)}</li>`,
  );
  return detailsMarkup(
    'How it is done',
    html`<ul class="how">
      ${items}
    </ul>`,
  );
}
