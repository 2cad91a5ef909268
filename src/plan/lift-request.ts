import { suggestionHint } from '../core/suggest.ts';
import type { Load, Request } from '../scenario/document.gen.ts';
import { liftExchange } from './lift-exchange.ts';
import type { PlannedEdge, PlannedRequest } from './plan.ts';
import type { Scope } from './scope.ts';
import { durationOr } from './values.ts';

const TIMEOUT = 10_000;

/** Where a request stands, and which way it goes. */
export interface RequestPlace {
  readonly load: Load;
  readonly edge: PlannedEdge | undefined;
  readonly at: readonly (string | number)[];
}

export function liftRequest(scope: Scope, place: RequestPlace, request: Request): PlannedRequest | undefined {
  const { load, at } = place;
  const exchange = liftExchange(scope, request, at, load.headers);
  if (exchange === undefined) return undefined;
  const service = chooseService(scope, place, request);
  if (service === undefined) return undefined;
  return {
    name: request.name ?? `${exchange.method} ${exchange.path}`,
    service,
    ...exchange,
    timeout: durationOr(request.timeout, durationOr(load.timeout, TIMEOUT)),
    weight: request.weight ?? 1,
  };
}

function chooseService(scope: Scope, { edge, at }: RequestPlace, request: Request): string | undefined {
  const services = edge?.to.map((target) => target.service) ?? [];
  if (edge === undefined) return undefined;
  if (request.to !== undefined && !services.includes(request.to)) {
    scope.report({
      code: 'unknown-service',
      message: `edge \`${edge.name}\` does not lead to \`${request.to}\``,
      hint: suggestionHint(request.to, services),
      at: [...at, 'to'],
    });
    return undefined;
  }
  if (request.to === undefined && services.length > 1) {
    scope.report({
      code: 'request-service',
      message: `edge \`${edge.name}\` leads to several services`,
      hint: `say which one with \`to\`: ${services.map((name) => `\`${name}\``).join(', ')}`,
      at,
    });
    return undefined;
  }
  return request.to ?? services[0];
}
