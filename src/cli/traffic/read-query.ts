import type { Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { parseDuration } from '../../core/units/duration.ts';
import type { TrafficQuery, TrafficSide } from '../../traffic/traffic-query.ts';

/** The options of `scenario stat` that say which rows, wherever they come from. */
export interface QueryOptions {
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly from?: string;
  readonly fromNamespace?: string;
  readonly to?: string;
  readonly toNamespace?: string;
  readonly timeWindow?: string;
}

export interface ReadQuery {
  readonly query: TrafficQuery;
  readonly window?: Milliseconds;
  /** All at once. */
  readonly mistakes: readonly SquallError[];
}

export function readQuery(names: readonly string[], options: QueryOptions): ReadQuery {
  const { namespace, timeWindow } = options;
  const window = timeWindow === undefined ? undefined : readWindow(timeWindow);
  const mistakes = [...conflicts(options), ...(window instanceof SquallError ? [window] : [])];
  return {
    query: { names, ...(namespace !== undefined && { namespace }), ...sideOf(options) },
    mistakes,
    ...(typeof window === 'number' && { window }),
  };
}

function sideOf({ from, fromNamespace, to, toNamespace }: QueryOptions): TrafficSide {
  if (from !== undefined) {
    return {
      kind: 'from',
      client: from,
      ...(fromNamespace !== undefined && { endNamespace: fromNamespace }),
    };
  }
  if (to !== undefined) {
    return { kind: 'to', service: to, ...(toNamespace !== undefined && { endNamespace: toNamespace }) };
  }
  return { kind: 'received' };
}

function conflicts(options: QueryOptions): SquallError[] {
  const { from, to, fromNamespace, toNamespace, namespace, allNamespaces } = options;
  return [
    ...(from !== undefined && to !== undefined
      ? [
          conflict(
            '`--from` and `--to` are two questions: whom one service asks, and who asks another',
            `ask \`--from ${from} ${to}\` for what the first asks the second`,
          ),
        ]
      : []),
    ...(from === undefined && fromNamespace !== undefined ? [missing('from')] : []),
    ...(to === undefined && toNamespace !== undefined ? [missing('to')] : []),
    ...(namespace !== undefined && allNamespaces === true
      ? [conflict('`--namespace` and `--all-namespaces` exclude each other', 'leave one of them out')]
      : []),
  ];
}

function missing(side: 'from' | 'to'): SquallError {
  const what = `\`--${side}-namespace\` is about who is named with \`--${side}\`, and nobody is`;
  return conflict(what, `add \`--${side} NAME\``);
}

/** Options that do not go together. */
export function conflict(message: string, hint: string): SquallError {
  return new SquallError('options-conflict', message, { hint, exitCode: EXIT_CODES.usage });
}

function readWindow(text: string): Milliseconds | SquallError {
  const parsed = parseDuration(text);
  if (!parsed.ok) {
    return new SquallError('invalid-quantity', `\`--time-window\`: ${parsed.message}`, {
      hint: parsed.hint,
      exitCode: EXIT_CODES.usage,
    });
  }
  if (parsed.value > 0) return parsed.value;
  return new SquallError('out-of-range', `\`--time-window\`: expected more than 0, got \`${text}\``, {
    hint: 'write for example `10s`',
    exitCode: EXIT_CODES.usage,
  });
}
