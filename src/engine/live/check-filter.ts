import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { suggestionHint } from '../../core/suggest.ts';
import type { PlannedEdge } from '../../plan/plan.ts';
import type { RequestFilter } from '../../traffic/request-filter.ts';

/**
 * The edges of which requests are meant.
 * @throws SquallError `unknown-name`, exit code 2, where a name is none of the run, and `nothing-to-watch`, exit code 3, where no request
 *   of those edges can be seen.
 */
export function edgesMeant(
  edges: readonly PlannedEdge[],
  { edge, from, to }: RequestFilter,
): readonly PlannedEdge[] {
  checkName(
    '--edge',
    edge,
    edges.map(({ name }) => name),
  );
  checkName(
    '--from',
    from,
    edges.map((one) => one.from),
  );
  checkName(
    '--to',
    to,
    edges.flatMap((one) => one.to.map(({ service }) => service)),
  );
  const meant = edges.filter(
    (one) =>
      (edge === undefined || one.name === edge) &&
      (from === undefined || one.from === from) &&
      (to === undefined || one.to.some(({ service }) => service === to)),
  );
  if (!meant.some(({ readable }) => readable)) throw nothingToWatch(meant);
  return meant;
}

function checkName(option: string, name: string | undefined, all: readonly string[]): void {
  const names = [...new Set(all)];
  if (name === undefined || names.includes(name)) return;
  const hint = suggestionHint(name, names);
  throw new SquallError('unknown-name', `\`${option} ${name}\` names nothing of the run`, {
    exitCode: EXIT_CODES.usage,
    ...(hint !== undefined && { hint }),
  });
}

function nothingToWatch(edges: readonly PlannedEdge[]): SquallError {
  const found = edges.map(({ name, driver, protocol }) => `\`${name}\` (${protocol}, ${driver})`).join(', ');
  const message = `no requests can be seen on ${found === '' ? 'any edge that is meant' : found}`;
  return new SquallError('nothing-to-watch', message, {
    hint: 'only requests of HTTP and gRPC in clear text are seen, on edges that the proxy carries',
    exitCode: EXIT_CODES.environment,
  });
}
