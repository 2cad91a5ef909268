import type { ImpairmentDocument, Scenario } from './document.gen.ts';
import type { Pointer } from './pointer.ts';

/** How the traces that ship are named. */
export const SHIPPED_TRACES: string = 'squall/';

/** Where a scenario names a recording of values over time. */
export interface NamedTrace {
  readonly name: string;
  readonly pointer: Pointer;
}

/** The traces that one value of `impair` names. */
export function tracesOf(value: ImpairmentDocument | undefined): string[] {
  return value === undefined ? [] : tracesIn(value, []).map(({ name }) => name);
}

/** Every `trace` of every step. */
export function namedTraces({ steps }: Scenario): NamedTrace[] {
  return steps.flatMap((step, index) =>
    Object.entries(step.impair ?? {}).flatMap(([edge, value]) =>
      tracesIn(value, ['steps', index, 'impair', edge, 'trace']),
    ),
  );
}

function tracesIn(value: ImpairmentDocument, pointer: Pointer): NamedTrace[] {
  const trace = typeof value === 'string' ? undefined : value.trace;
  if (trace === undefined) return [];
  if (typeof trace === 'string') return [{ name: trace, pointer }];
  return Object.entries(trace).map(([way, name]) => ({ name, pointer: [...pointer, way] }));
}
