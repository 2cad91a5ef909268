import { suggestionHint } from '../core/suggest.ts';
import type { Load, Request } from '../scenario/document.gen.ts';
import { fill } from '../scenario/references.ts';
import type { PlannedEdge, PlannedRequest } from './plan.ts';
import type { Scope } from './scope.ts';
import { durationOr } from './values.ts';

const TIMEOUT = 10_000;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options';

/** The keys of a request that hold its path. */
export const METHODS: readonly Method[] = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/** Where a request stands, and which way it goes. */
export interface RequestPlace {
  readonly load: Load;
  readonly edge: PlannedEdge | undefined;
  readonly at: readonly (string | number)[];
}

export function liftRequest(scope: Scope, place: RequestPlace, request: Request): PlannedRequest | undefined {
  const { load, at } = place;
  const methods = METHODS.filter((method) => request[method] !== undefined);
  const [method] = methods;
  if (method === undefined || methods.length > 1) {
    scope.report({
      code: 'request-method',
      message: `a request needs exactly one method, got ${methods.length === 0 ? 'none' : methods.join(' and ')}`,
      hint: 'write for example `- get: /cart`',
      at,
    });
    return undefined;
  }
  if (request.body !== undefined && request.json !== undefined) {
    scope.report({
      code: 'request-body',
      message: 'a request has either `body` or `json`',
      hint: 'remove one of them',
      at,
    });
  }
  const service = chooseService(scope, place, request);
  if (service === undefined) return undefined;
  const path = literal(request[method] ?? '/');
  const json = request.json !== undefined;
  const body = json ? JSON.stringify(request.json) : request.body;
  return {
    name: request.name ?? `${method.toUpperCase()} ${path}`,
    service,
    method: method.toUpperCase(),
    path,
    headers: mergeHeaders(
      json ? { 'content-type': 'application/json' } : {},
      load.headers ?? {},
      request.headers ?? {},
    ),
    ...(body !== undefined && { body: literal(body) }),
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

/** The later one wins, whatever the case of its name. */
function mergeHeaders(...given: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const headers = given.flatMap((part) => Object.entries(part));
  const byName = new Map(headers.map(([name, value]) => [name.toLowerCase(), [name, value] as const]));
  return Object.fromEntries(byName.values());
}

/** Nothing is filled in here, so all that is left to do is to read `$${` as `${`. */
function literal(text: string): string {
  return fill(text, () => undefined);
}
