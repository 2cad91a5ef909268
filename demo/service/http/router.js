import { HttpError } from './reply.js';

/**
 * @typedef {object} Exchange
 * @property {Readonly<Record<string, string>>} params what `:name` in the route's path stood for
 * @property {URLSearchParams} query
 * @property {() => Promise<unknown>} readJson
 */

/**
 * @typedef {object} Route
 * @property {'GET' | 'POST'} method `GET` answers HEAD too
 * @property {string} path segments; `:name` matches any one of them
 * @property {(exchange: Exchange) => import('./reply.js').Reply | Promise<import('./reply.js').Reply>} handle
 */

/**
 * Finds the route of a request, or throws the 404 or 405 that answers it.
 * @param {readonly Route[]} routes
 * @param {string} method
 * @param {string} path
 * @returns {{ readonly route: Route, readonly params: Readonly<Record<string, string>> }}
 */
export function findRoute(routes, method, path) {
  const matches = routes.flatMap((route) => {
    const params = matchPath(route.path, path);
    return params === undefined ? [] : [{ route, params }];
  });
  if (matches.length === 0) throw new HttpError(404, 'not-found', `there is nothing at ${path}`);
  const wanted = method === 'HEAD' ? 'GET' : method;
  const found = matches.find(({ route }) => route.method === wanted);
  if (found !== undefined) return found;
  const allow = matches.map(({ route }) => route.method).join(', ');
  throw new HttpError(405, 'method-not-allowed', `${path} answers ${allow}, not ${method}`, { allow });
}

/**
 * @param {string} pattern
 * @param {string} path
 * @returns {Record<string, string> | undefined}
 */
function matchPath(pattern, path) {
  const names = pattern.split('/');
  const parts = path.split('/');
  if (names.length !== parts.length) return undefined;
  /** @type {Record<string, string>} */
  const params = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index] ?? '';
    if (name.startsWith(':')) params[name.slice(1)] = decodeSegment(part);
    else if (name !== part) return undefined;
  }
  return params;
}

/** @param {string} segment */
function decodeSegment(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HttpError(400, 'invalid-path', `${segment} is not valid percent-encoding`);
  }
}
