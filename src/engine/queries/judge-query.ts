import type { Milliseconds } from '../../core/clock.ts';
import type { ExpectationResult } from '../../core/result.gen.ts';
import type { PlannedQuery } from '../../plan/planned-expectation.ts';
import type { Answer } from '../../prometheus/answer.ts';
import { PrometheusFailure } from '../../prometheus/failure.ts';
import { compare } from '../../slo/comparison.ts';
import type { Walk } from '../walk-steps.ts';
import { fillQuery } from './fill-query.ts';

/** What was scraped before the window's end is stored by then. */
const GRACE: Milliseconds = 1_000;

type Judged = Pick<ExpectationResult, 'verdict' | 'reason' | 'observed' | 'n' | 'value'>;

/**
 * Asks a query as of the end of its window and compares what comes. What is no single number, and a server that does not answer,
 * is inconclusive: nothing was seen. A query that the server refuses is an error.
 */
export async function judgeQuery(
  { context, epoch, prometheus }: Pick<Walk, 'context' | 'epoch' | 'prometheus'>,
  query: PlannedQuery,
): Promise<ExpectationResult> {
  const { clock, signal } = context;
  await clock.sleep(Math.max(0, epoch + query.to + GRACE - clock.now()), signal);
  const zero = clock.wall() - (clock.now() - epoch);
  const window = { from: zero + query.from, to: zero + query.to };
  const text = fillQuery(query, window);
  const { name, that, gate, because, comparison, boundText } = query;
  const common = {
    name,
    that,
    kind: 'query' as const,
    gate,
    expected: `${comparison} ${boundText}`,
    window: { start: query.from, end: query.to },
    confidence: null,
    bound: query.bound,
    ...(because !== undefined && { because }),
  };
  try {
    if (prometheus === undefined) throw new Error('a plan with queries has a server to ask');
    return { ...common, ...judge(query, await prometheus.query(text, window.to, signal), text) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof PrometheusFailure)) throw error;
    const verdict = error.side === 'query' ? ('error' as const) : ('inconclusive' as const);
    return { ...common, verdict, reason: `${error.message}; ${error.hint}`, observed: 'nothing', n: 0 };
  }
}

/** What an answer says of the bound. */
function judge({ comparison, bound, boundText }: PlannedQuery, answer: Answer, text: string): Judged {
  const samples = answer.kind === 'scalar' ? [{ value: answer.value }] : answer.samples;
  const [first] = samples;
  if (first === undefined) {
    return unknown(
      'nothing',
      `\`${text}\` has no data: no series matches, or none has samples in the window`,
    );
  }
  if (samples.length > 1) {
    return unknown(
      `${samples.length} series`,
      `\`${text}\` has ${samples.length} series, where one number is compared: put \`sum(...)\` or \`max(...)\` around it`,
    );
  }
  const { value } = first;
  if (Number.isNaN(value)) {
    return unknown('NaN', `\`${text}\` is NaN, as of a share of nothing: there was no traffic in the window`);
  }
  const holds = compare(value, comparison, bound);
  const rounded = shown(value);
  // Rounded onto the bound it would contradict its verdict.
  const misleads = Number.isFinite(value) && compare(Number(rounded), comparison, bound) !== holds;
  const observed = misleads ? String(value) : rounded;
  return {
    verdict: holds ? 'pass' : 'fail',
    reason: `\`${text}\` is ${observed}, which is ${holds ? '' : 'not '}${comparison} ${boundText}`,
    observed,
    n: 1,
    value: Number.isFinite(value) ? value : null,
  };
}

function unknown(observed: string, reason: string): Judged {
  return { verdict: 'inconclusive', reason, observed, n: 0 };
}

/** To six digits, which is more than a rate over a window is worth. */
function shown(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : `${value < 0 ? '-' : '+'}Inf`;
}
