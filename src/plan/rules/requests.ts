import type { Pointer } from '../../scenario/source.ts';
import { METHODS } from '../lift-exchange.ts';
import type { Scope } from '../scope.ts';
import { checkHeaders } from './headers.ts';

/** Whatever else a path holds has to be percent-encoded (RFC 3986, section 2.1). */
const PATH = /^[\u0021-\u00FF]*$/;

/** What no HTTP/1.1 client could send would otherwise be found out when services run already. */
export function checkRequests(scope: Scope): void {
  for (const [name, load] of Object.entries(scope.document.load ?? {})) {
    checkHeaders(scope, load.headers, ['load', name, 'headers']);
    for (const key of ['requests', 'journey'] as const) {
      for (const [index, request] of (load[key] ?? []).entries()) {
        const at = ['load', name, key, index];
        checkHeaders(scope, request.headers, [...at, 'headers']);
        for (const method of METHODS) checkPath(scope, request[method], [...at, method]);
      }
    }
  }
  for (const [index, step] of scope.document.steps.entries()) {
    for (const [item, { http }] of (step.do ?? []).entries()) {
      const at = ['steps', index, 'do', item, 'http'];
      checkHeaders(scope, http?.headers, [...at, 'headers']);
      for (const method of METHODS) checkPath(scope, http?.[method], [...at, method]);
    }
  }
}

function checkPath(scope: Scope, path: string | undefined, at: Pointer): void {
  if (path === undefined || PATH.test(path)) return;
  scope.report({
    code: 'request-path',
    message: `\`${path.slice(0, 80)}\` holds a character that a path cannot`,
    hint: `percent-encode it: \`${encodeURI(path.replaceAll(/\p{Surrogate}/gu, '\uFFFD')).slice(0, 200)}\``,
    at,
  });
}
