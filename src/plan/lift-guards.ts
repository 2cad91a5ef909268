import type { Milliseconds } from '../core/clock.ts';
import { formatDuration } from '../core/units/duration.ts';
import type { Pointer } from '../scenario/source.ts';
import type { Expectation, Term } from '../slo/grammar.ts';
import { printExpectation } from '../slo/print.ts';
import { isQuery } from '../slo/query.ts';
import { readCheck } from './lift-expectations.ts';
import type { PlannedGuard } from './plan.ts';
import type { Finding, Scope } from './scope.ts';
import { durationOr } from './values.ts';

const DEFAULT_OVER: Milliseconds = 5_000;
/** Loads tell what they saw a few times a second. */
const SHORTEST_OVER: Milliseconds = 1_000;
/** What stops a run is not an average of it. */
const LONGEST_OVER: Milliseconds = 600_000;

/** A guard with the place that it came from, for the rules. */
export interface LiftedGuard {
  readonly planned: PlannedGuard;
  /** Of its text. */
  readonly at: Pointer;
  readonly index: number;
}

/** Every sound guard, and what is wrong with the others. */
export function liftGuards(scope: Scope): LiftedGuard[] {
  return (scope.document['abort-when'] ?? []).flatMap((document, index) => {
    const pointer = ['abort-when', index];
    const detailed = typeof document === 'string' ? { that: document } : document;
    const at = typeof document === 'string' ? pointer : [...pointer, 'that'];
    const { that, name, because } = detailed;
    const expectation = readCondition(scope, that, at);
    const over = readOver(scope, detailed.over, [...pointer, 'over']);
    if (expectation === undefined) return [];
    const text = printExpectation(expectation);
    const planned: PlannedGuard = {
      name: name ?? text,
      that: text,
      ...(because !== undefined && { because }),
      expectation,
      over,
    };
    return [{ planned, at, index }];
  });
}

function readCondition(scope: Scope, text: string, at: Pointer): Expectation | undefined {
  if (isQuery(text)) {
    reportImpossible(scope, { what: '`prom`', why: 'Prometheus sees a run seconds later', at });
    return undefined;
  }
  const expectation = readCheck(scope, text, at);
  if (expectation === undefined) return undefined;
  const { left, bound } = expectation;
  const within = { start: left.start, end: left.end };
  if (left.fn.kind === 'recovery') {
    const why = 'it is known only when its step is over';
    reportImpossible(scope, { what: '`recovery`', why, at, within });
    return undefined;
  }
  if (left.own !== undefined) {
    const why = 'a guard looks at requests, and this is a metric of the load itself';
    reportImpossible(scope, { what: `\`${left.own}\``, why, at, within });
    return undefined;
  }
  const measured = bound.filter((term) => term.kind !== 'quantity');
  for (const { start, end, ...term } of measured) {
    const why = 'the bound of a guard is a value, which holds in every step';
    reportImpossible(scope, { what: nameOf(term), why, at, within: { start, end } });
  }
  return measured.length === 0 ? expectation : undefined;
}

function nameOf(
  term: Pick<Exclude<Term, { kind: 'quantity' }>, 'kind'> & { readonly step?: string },
): string {
  if (term.kind === 'measured') return term.step === undefined ? 'another figure' : `\`@${term.step}\``;
  return `\`${term.kind}\``;
}

function reportImpossible(
  scope: Scope,
  { what, why, at, within }: Pick<Finding, 'at' | 'within'> & { readonly what: string; readonly why: string },
): void {
  scope.report({
    code: 'guard-impossible',
    message: `a guard cannot use ${what}: ${why}`,
    hint: 'write for example `errors(shoppers) > 50%`, or expect it in a step',
    at,
    ...(within !== undefined && { within }),
  });
}

function readOver(scope: Scope, text: string | undefined, at: Pointer): Milliseconds {
  const over = durationOr(text, DEFAULT_OVER);
  if (over >= SHORTEST_OVER && over <= LONGEST_OVER) return over;
  scope.report({
    code: 'guard-over',
    message: `a guard looks back over ${formatDuration(SHORTEST_OVER)} to ${formatDuration(LONGEST_OVER)}, not ${formatDuration(over)}`,
    hint: 'write for example `over: 5s`',
    at,
  });
  return DEFAULT_OVER;
}
