import { runTitle } from '../core/matrix-cell.ts';
import { containerLabel } from '../core/container-ref.ts';
import { formatDuration } from '../core/units/duration.ts';
import { formatFrequency } from '../core/units/frequency.ts';
import { formatRatio } from '../core/units/ratio.ts';
import { describeImpairment } from '../impairment/describe.ts';
import {
  isOfK6,
  type Plan,
  type PlannedEdge,
  type PlannedGuard,
  type PlannedLink,
  type PlannedLoad,
  type PlannedService,
  type PlannedStep,
} from '../plan/plan.ts';
import type { PlannedExpectation } from '../plan/planned-expectation.ts';
import { fewestSamples } from '../slo/fewest-samples.ts';
import { FEWEST_FOR_GUARD, needsRequests } from '../slo/guard.ts';
import { kernelText, type KernelText } from './kernel-text.ts';
import { leftOutText } from '../report/left-out.ts';
import { counted } from '../report/console/wording.ts';
import { scheduleText } from './schedule-text.ts';
import { searchText } from './search-text.ts';
import { eventsText } from './events-text.ts';
import { textTable } from './text-table.ts';

/** A plan for people: what happens when, and how faithfully. */
export function planText(plan: Plan): string {
  const { scenario, duration, maxDuration, seed } = plan;
  const most = maxDuration === undefined ? '' : `, at most ${formatDuration(maxDuration)}`;
  const kernel = kernelText(plan);
  const leftOut = leftOutText(plan);
  return [
    `${runTitle(scenario)}: ${counted(plan.steps.length, 'step')}, ${formatDuration(duration)}${most}, seed ${seed}\n`,
    leftOut === undefined ? '' : `${leftOut}\n`,
    section(
      'Services, in start order',
      plan.services.map((service) => serviceRow(service)),
    ),
    section(
      'Edges',
      plan.edges.map((edge) => edgeRow(edge, kernel)),
    ),
    commands('Commands of the links', kernel.install, '  '),
    section(
      'Load',
      plan.loads.map((load) => loadRow(load)),
    ),
    section(
      'Guards, looked at all the time',
      plan.guards.map((guard) => guardRow(guard)),
    ),
    limits(plan),
    ...plan.steps.map((step, index) => stepText(plan, step, index, kernel)),
  ].join('');
}

function guardRow({ name, that, over, expectation }: PlannedGuard): string[] {
  const needs = needsRequests(expectation.left.fn) ? `, from ${FEWEST_FOR_GUARD} requests on` : '';
  return [that, `over ${formatDuration(over)}${needs}`, name === that ? '' : name];
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `\n${title}\n${textTable(rows, '  ')}`;
}

/** Command lines, one each, to be read or typed. */
function commands(title: string, lines: readonly string[], indent: string): string {
  if (lines.length === 0) return '';
  return `${title === '' ? '' : `\n${title}\n`}${lines.map((line) => `${indent}$ ${line}\n`).join('')}`;
}

function serviceRow(service: PlannedService): string[] {
  const { name, protocol, ready } = service;
  if (service.kind === 'container' && service.port === undefined) {
    return [name, protocol, containerLabel(service.container), 'only asks'];
  }
  const when = ready.get === undefined ? 'when it accepts a connection' : `when GET ${ready.get} answers`;
  const what = targetText(service);
  return [name, protocol, what, `ready ${when}, within ${formatDuration(ready.within)}`];
}

function targetText(service: PlannedService): string {
  switch (service.kind) {
    case 'process':
      return service.command.join(' ');
    case 'url':
      return service.url;
    case 'container':
      return `port ${service.port} of the ${containerLabel(service.container)}`;
  }
}

function edgeRow(edge: PlannedEdge, kernel: KernelText): string[] {
  const to = edge.to
    .map(({ service, port }) => (port === undefined ? service : `${service}:${port}`))
    .join(', ');
  const queue = edge.per === 'client' ? 'a queue for each client' : 'one shared queue';
  return [
    edge.name,
    `${edge.from} -> ${to}`,
    `${edge.driver} driver, ${edge.protocol}`,
    queue,
    kernel.place(edge) ?? '',
  ];
}

function loadRow(load: PlannedLoad): string[] {
  const since = isOfK6(load) ? 'sent (k6)' : load.kind === 'command' ? 'the command says' : 'due';
  return [
    load.name,
    `through ${load.through}`,
    whatIsSent(load),
    `success policy ${load.policy}, latency counts from when ${since}`,
  ];
}

function whatIsSent(load: PlannedLoad): string {
  switch (load.kind) {
    case 'arrivals': {
      const requests = load.requests.map((request) => request.name).join(', ');
      const by = load.engine === 'k6' ? ', by k6' : '';
      return `${requests} (${load.mode === 'journey' ? 'in order' : 'by weight'}${by})`;
    }
    case 'script':
      return `k6 run ${[load.script, ...load.args].join(' ')} (thresholds: ${load.thresholds})`;
    case 'command':
  }
  return load.command.join(' ');
}

/** What k6 cannot tell, so that no figure is taken for more than it is. */
const LIMITS_OF_K6: readonly string[] = [
  'latency counts from when a request was sent: k6 does not tell when it was due',
  'requests belong to the window in which they began; every other metric to the one in which it was stamped, at its end',
  'a request that fails before it has a connection has no duration: it belongs to the window in which it failed',
];

function limits(plan: Plan): string {
  const ofK6 = plan.loads.filter((load) => isOfK6(load));
  if (ofK6.length === 0) return '';
  const rows = ofK6.map(({ through }) => {
    const edge = plan.edges.find((candidate) => candidate.name === through);
    return edge?.readable === true
      ? `requests that are open when a step ends are those that edge ${through} counts`
      : `requests that are open when a step ends are unknown: edge ${through} cannot tell requests apart`;
  });
  return `\nLimits of k6\n${[...LIMITS_OF_K6, ...new Set(rows)].map((row) => `  ${row}\n`).join('')}`;
}

function stepText(plan: Plan, step: PlannedStep, index: number, kernel: KernelText): string {
  const times = `${seconds(step.start)} to ${seconds(step.end)}, judged from ${seconds(step.windowStart)}`;
  const rates = plan.loads.map((load) => `${load.name} ${rateText(load, index)}`).join(', ');
  return [
    `\nStep ${index + 1} ${step.name}: ${times}\n`,
    rates === '' ? '' : `  load: ${rates}\n`,
    ...step.links.map((link) => linkText(link, kernel)),
    visitText(step),
    searchText(step),
    eventsText(step),
    ...step.expectations.map((item) => `  ${item.gate} ${expectationText(item)}\n`),
  ].join('');
}

function visitText({ visit }: PlannedStep): string {
  if (visit === undefined) return '';
  const { open, frames, size } = visit;
  const pictures =
    frames.length === 0
      ? 'no pictures'
      : `pictures after ${frames.map((frame) => formatDuration(frame)).join(', ')}`;
  return `  browser: ${open}, ${size.width} x ${size.height}, ${pictures}\n`;
}

function seconds(t: number): string {
  return `${(t / 1000).toFixed(1)}s`;
}

function rateText(load: PlannedLoad, index: number): string {
  if (load.kind !== 'arrivals') return 'as it likes';
  const segment = load.segments[index];
  if (segment === undefined || (segment.from === 0 && segment.to === 0)) return 'off';
  if (segment.from === segment.to) return formatFrequency(segment.from);
  return `${formatFrequency(segment.from)} to ${formatFrequency(segment.to)}`;
}

function linkText(link: PlannedLink, kernel: KernelText): string {
  const values = describeImpairment(link.impairment);
  const is = link.schedule === undefined ? ' =' : ', at first';
  const state = values === link.label ? values : `${link.label}${is} ${values}`;
  const change = link.changed ? commands('', kernel.change(link), '    ') : '';
  const rows = link.capabilities.map(({ key, direction, fidelity, how }) => [
    `${key}${direction === undefined ? '' : ` ${direction}`}`,
    fidelity,
    how,
  ]);
  const schedule = link.schedule === undefined ? '' : scheduleText(link.schedule, '    ');
  return `  ${link.edge}: ${state}${link.changed ? ' (changed here)' : ''}\n${textTable(rows, '    ')}${change}${schedule}`;
}

function expectationText(item: PlannedExpectation): string {
  if (item.kind === 'command') return `run ${item.that} (within ${formatDuration(item.within)})`;
  if (item.kind === 'query') return `${item.that} (asked of Prometheus when the window is over)`;
  if (item.kind === 'sighting') return `${item.that} (in the browser)`;
  const needs = fewestSamples(item.expectation, item.confidence);
  const level = item.confidence === 'none' ? 'point estimate' : `${formatRatio(item.confidence)} interval`;
  return `${item.that} (${level}${needs > 1 ? `, needs ${needs} samples` : ''})`;
}
