import { baseUrlProblem } from '../../core/base-url.ts';
import { fill, findReferences } from '../../scenario/references.ts';
import type { Scope } from '../scope.ts';
import { checkHeaders } from './headers.ts';

/** What no client could send, or must not, would otherwise be found out when services run already. */
export function checkPrometheus(scope: Scope): void {
  const { prometheus } = scope.document.metrics ?? {};
  if (prometheus === undefined) return;
  const at = ['metrics', 'prometheus'];
  checkHeaders(scope, prometheus.headers, [...at, 'headers']);
  // What is no reference is reported where it is read.
  if (findReferences(prometheus.url).problems.length > 0) return;
  const problem = baseUrlProblem(withoutReferences(prometheus.url));
  if (problem !== undefined) scope.report({ code: 'prometheus-url', ...problem, at: [...at, 'url'] });
}

/** What a reference stands for is known to the run alone, which looks again. */
function withoutReferences(url: string): string {
  const bare = fill(url, () => '1');
  return /^https?:/.test(bare) ? bare : `http://${bare}`;
}
