import type { Scenario } from '../scenario/document.gen.ts';
import { findReferences } from '../scenario/references.ts';

/** The edges that the address of a page names. */
export function edgesIn(open: string): string[] {
  return findReferences(open).references.flatMap(({ kind, path }) =>
    kind === 'edges' ? [path[0] ?? ''] : [],
  );
}

/** The edges that a browser of the run takes, in any step. */
export function visitedEdges({ steps }: Scenario): ReadonlySet<string> {
  return new Set(steps.flatMap(({ browser }) => (browser === undefined ? [] : edgesIn(browser.open))));
}
