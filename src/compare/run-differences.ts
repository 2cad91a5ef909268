import { runTitle } from '../core/matrix-cell.ts';
import type { LoadResult, RunResult, StepEdge, StepResult } from '../core/result.gen.ts';
import { formatDuration } from '../core/units/duration.ts';
import type { Difference } from './comparison.ts';

const NONE = '-';

/** Words by what they are about; of what is in both runs the words are the same wherever the thing is. */
type Facts = readonly (readonly [what: string, words: string])[];

/** What was not the same in two runs: the scenario, its params, what was impaired, the programs and the machine. */
export function runDifferences(base: RunResult, other: RunResult): Difference[] {
  const isShared = ({ name }: StepResult): boolean =>
    [base, other].every(({ steps }) => steps.some((step) => step.name === name));
  const factsBy = (run: RunResult) => new Map(factsOf(run, run.steps.filter(isShared)));
  const [from, to] = [factsBy(base), factsBy(other)];
  const names = new Set([...from.keys(), ...to.keys()]);
  return [...names]
    .map((what) => ({ what, base: from.get(what) ?? NONE, other: to.get(what) ?? NONE }))
    .filter((difference) => difference.base !== difference.other);
}

function factsOf(run: RunResult, steps: readonly StepResult[]): Facts {
  const { scenario, environment, seed, params } = run;
  return [
    ['scenario', runTitle(scenario)],
    ['file, SHA-256', shortened(scenario.sha256)],
    ['steps left out', scenario.leftOut?.join(', ') ?? NONE],
    ['language version', String(scenario.version)],
    ...Object.entries(params).map(([name, value]) => [`param ${name}`, String(value)] as const),
    ['seed', String(seed)],
    ...run.loads.flatMap(loadFacts),
    ...run.services.map(({ name, target }) => [`service ${name}`, target] as const),
    ...run.edges.map(
      ({ name, driver, per, from, to }) =>
        [`edge ${name}`, `${from} to ${to.join(', ')} by ${driver}, per ${per}`] as const,
    ),
    ...steps.flatMap(stepFacts),
    ['squall', environment.squall],
    ['node', environment.node],
    ['machine', `${environment.platform} ${environment.arch}, ${environment.cpus} CPUs`],
    ['kernel', environment.kernel],
  ];
}

function loadFacts({ name, through, engine, policy, program, requests, sha256 }: LoadResult): Facts {
  return [
    [`load ${name}`, `${program ?? engine} through ${through}, policy ${policy}`],
    [`requests of ${name}`, requests.join(', ') || NONE],
    [`script of ${name}, SHA-256`, sha256 === undefined ? NONE : shortened(sha256)],
  ];
}

function stepFacts({ name, start, windowStart, end, edges }: StepResult): Facts {
  return [
    [`length of step ${name}`, formatDuration(end - start)],
    [`window of step ${name}`, formatDuration(end - windowStart)],
    ...edges.map((edge) => [`${edge.edge} in step ${name}`, impairmentOf(edge)] as const),
    ...edges.flatMap(({ edge, traces = [] }) =>
      traces.map(
        (trace) =>
          [`trace ${trace.name} of ${edge} in step ${name}, SHA-256`, shortened(trace.sha256)] as const,
      ),
    ),
  ];
}

function shortened(sha256: string): string {
  return sha256.slice(0, 12);
}

/** A label alone does not tell: a profile of the same name may have other values. */
function impairmentOf({ label, requested: { up, down, connection } }: StepEdge): string {
  const values = Object.entries({ up, down, connection })
    .filter(([, state]) => Object.keys(state).length > 0)
    .map(([way, state]) => `${way} ${JSON.stringify(state, sorted)}`);
  return [label, ...values].join(' ');
}

/** An older result may have its keys in another order. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
