import { isRecord } from '../core/is-record.ts';
import { formatDuration } from '../core/units/duration.ts';
import { DIRECTIONS, type Direction, type DirectionImpairment, type Impairment } from './model.ts';
import type { ImpairmentProblem } from './problem.ts';

interface Rule {
  readonly code: string;
  readonly key: keyof DirectionImpairment;
  /** What is wrong with one direction, if anything. */
  readonly complaint: (way: DirectionImpairment) => string | undefined;
  readonly hint: string;
}

/** Keys that mean nothing without another: the network could not do what they say. */
const RULES: readonly Rule[] = [
  {
    code: 'jitter-without-delay',
    key: 'jitter',
    complaint: ({ jitter, delay }) =>
      jitter !== undefined && delay === undefined ? '`jitter` varies a delay, and there is none' : undefined,
    hint: 'add `delay` or `rtt`, or write `jitter: none`',
  },
  {
    code: 'jitter-exceeds-delay',
    key: 'jitter',
    complaint: ({ jitter, delay }) =>
      jitter !== undefined && delay !== undefined && jitter > delay
        ? `a \`jitter\` of ${formatDuration(jitter)} is larger than the delay of ${formatDuration(delay)} one way`
        : undefined,
    hint: 'a delay cannot be negative: make the jitter at most the delay, which is half of an `rtt`',
  },
  {
    code: 'distribution-without-jitter',
    key: 'distribution',
    complaint: ({ distribution, jitter }) =>
      distribution !== undefined && jitter === undefined
        ? '`distribution` is the shape of the jitter, and there is none'
        : undefined,
    hint: 'add `jitter`, or write `distribution: none`',
  },
  {
    code: 'reorder-without-delay',
    key: 'reorder',
    complaint: ({ reorder, delay }) =>
      reorder !== undefined && delay === undefined
        ? '`reorder` lets packets overtake delayed ones, and none are delayed'
        : undefined,
    hint: 'add `delay` or `rtt`, or write `reorder: none`',
  },
  {
    code: 'buffer-without-rate',
    key: 'buffer',
    complaint: ({ buffer, rate }) =>
      buffer !== undefined && rate === undefined
        ? '`buffer` is the queue before a limited rate, and the rate is not limited'
        : undefined,
    hint: 'add `rate`, or write `buffer: none`',
  },
];

/** What does not fit together in an impairment, placed at the keys of the document that it came from. */
export function crossCheck(
  impairment: Impairment,
  document: Readonly<Record<string, unknown>>,
): ImpairmentProblem[] {
  return RULES.flatMap((rule) => {
    const problems = DIRECTIONS.flatMap((direction) =>
      applyRule(rule, impairment[direction], { document, direction }),
    );
    const [first, second] = problems;
    return first !== undefined && second?.path.join() === first.path.join() ? [first] : problems;
  });
}

interface Origin {
  readonly document: Readonly<Record<string, unknown>>;
  readonly direction: Direction;
}

function applyRule(
  { code, key, complaint, hint }: Rule,
  way: DirectionImpairment,
  origin: Origin,
): ImpairmentProblem[] {
  const message = complaint(way);
  return message === undefined ? [] : [{ code, message, hint, path: pathTo(key, origin), where: 'key' }];
}

/** The key itself where the document has it, otherwise the profile that brought it. */
function pathTo(key: string, { document, direction }: Origin): string[] {
  const value = document[key];
  if (isRecord(value) && Object.hasOwn(value, direction)) return [key, direction];
  return Object.hasOwn(document, key) ? [key] : ['profile'];
}
