import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { suggestionHint } from '../../core/suggest.ts';
import type { Topology } from '../../traffic/topology.ts';
import type { TrafficQuery } from '../../traffic/traffic-query.ts';

/**
 * A name that no run knows is a mistake, and not a service without traffic.
 * @throws SquallError `unknown-name`, exit code 2.
 */
export function checkNames(query: TrafficQuery, topologies: readonly Topology[]): void {
  const services = topologies.flatMap((topology) => topology.services);
  const clients = [...services, ...topologies.flatMap(({ edges }) => edges.map(({ from }) => from))];
  switch (query.kind) {
    case 'received':
      checkEach(query.names, services, 'service');
      return;
    case 'from':
      checkEach([query.client], clients, 'load or service');
      checkEach(query.names, services, 'service');
      return;
    case 'to':
      checkEach([query.service], services, 'service');
      checkEach(query.names, clients, 'load or service');
  }
}

function checkEach(names: readonly string[], known: readonly string[], what: string): void {
  for (const name of names) if (!known.includes(name)) throw unknownName(name, known, what);
}

export function unknownName(name: string, known: readonly string[], what: string): SquallError {
  const hint = suggestionHint(name, [...new Set(known)]);
  return new SquallError('unknown-name', `\`${name}\` is no ${what} of this run`, {
    exitCode: EXIT_CODES.usage,
    ...(hint !== undefined && { hint }),
  });
}
