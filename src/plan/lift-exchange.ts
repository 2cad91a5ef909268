import type { Request } from '../scenario/document.gen.ts';
import type { Pointer } from '../scenario/pointer.ts';
import { fill } from '../scenario/references.ts';
import type { Scope } from './scope.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options';

/** The keys of a request that hold its path. */
export const METHODS: readonly Method[] = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/** What every HTTP request of a scenario says, whoever sends it. */
export type WrittenExchange = Pick<Request, Method | 'headers' | 'body' | 'json'>;

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as it will be sent, with `common` below its own headers; or what is wrong with it. */
export function liftExchange(
  scope: Scope,
  written: WrittenExchange,
  at: Pointer,
  common: Readonly<Record<string, string>> = {},
): Exchange | undefined {
  const methods = METHODS.filter((method) => written[method] !== undefined);
  const [method] = methods;
  if (method === undefined || methods.length > 1) {
    scope.report({
      code: 'request-method',
      message: `a request needs exactly one method, got ${methods.length === 0 ? 'none' : methods.join(' and ')}`,
      hint: 'write for example `get: /cart`',
      at,
    });
    return undefined;
  }
  if (written.body !== undefined && written.json !== undefined) {
    scope.report({
      code: 'request-body',
      message: 'a request has either `body` or `json`',
      hint: 'remove one of them',
      at,
    });
  }
  const json = written.json !== undefined;
  const body = json ? JSON.stringify(written.json) : written.body;
  return {
    method: method.toUpperCase(),
    path: literal(written[method] ?? '/'),
    headers: mergeHeaders(json ? { 'content-type': 'application/json' } : {}, common, written.headers ?? {}),
    ...(body !== undefined && { body: literal(body) }),
  };
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
