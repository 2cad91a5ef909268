import { parseTrace } from '../impairment/varying/parse-trace.ts';
import type { Trace } from '../impairment/varying/trace.ts';
import type { TraceProblem } from '../impairment/varying/trace-problem.ts';
import { namedTraces, type NamedTrace } from '../scenario/named-traces.ts';
import type { TraceFiles } from '../scenario/trace-file.ts';
import type { Scope } from './scope.ts';

/** Of one file; who has read these knows what is wrong with it. */
const MOST_LISTED = 20;

/** Every trace that a scenario names and that can be read, by its name. */
export function liftTraces(scope: Scope, files: TraceFiles): ReadonlyMap<string, Trace> {
  const traces = new Map<string, Trace>();
  const done = new Set<string>();
  for (const named of namedTraces(scope.document)) {
    if (!done.has(named.name)) liftTrace(scope, files, named, traces);
    done.add(named.name);
    const trace = traces.get(named.name);
    if (trace !== undefined) checkDirection(scope, named, trace);
  }
  return traces;
}

function liftTrace(
  scope: Scope,
  files: TraceFiles,
  { name, pointer }: NamedTrace,
  traces: Map<string, Trace>,
): void {
  const file = files.get(name);
  if (file?.kind !== 'text') {
    const { message, hint } = file ?? { message: 'the trace was not read', hint: 'give the plan its text' };
    scope.report({ code: 'trace-unreadable', message: `\`${name}\`: ${message}`, hint, at: pointer });
    return;
  }
  const { trace, problems } = parseTrace(file.format, file.text);
  if (trace !== undefined) traces.set(name, trace);
  for (const problem of problems.slice(0, MOST_LISTED)) {
    const { code, message, hint } = problem;
    scope.report({ code, message: `\`${place(name, problem)}\`: ${message}`, hint, at: pointer });
  }
  const more = problems.length - MOST_LISTED;
  if (more <= 0) return;
  scope.report({
    code: 'more-mistakes',
    severity: 'notice',
    message: `\`${name}\` has ${more} more mistakes, which are not listed`,
    hint: 'check that this is the file you meant',
    at: pointer,
  });
}

function place(name: string, { line, column }: TraceProblem): string {
  return `${name}:${line}:${column}`;
}

/** A trace that is named for one direction and only knows the other would change nothing. */
function checkDirection(scope: Scope, { name, pointer }: NamedTrace, { columns }: Trace): void {
  const way = pointer.at(-1);
  if (way === 'trace' || columns.some(({ direction }) => direction === way)) return;
  scope.report({
    code: 'trace-column',
    message: `\`${name}\` has no column for what travels \`${way}\``,
    hint: 'name it for the other direction, or for both: `trace: FILE`',
    at: pointer,
  });
}
