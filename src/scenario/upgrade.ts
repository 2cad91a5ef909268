import type { Document } from 'yaml';

/** Turns a document of one version of the language into one of the next, in place, so that comments and positions stay. */
export interface Upgrade {
  /** The version that it is for; it makes the one after it. */
  readonly from: number;
  readonly apply: (document: Document) => void;
}

/** None yet: version 1 is the first. */
export const UPGRADES: readonly Upgrade[] = [];

/** Applies every upgrade from `version` on; the version that the document has then. */
export function upgradeDocument(document: Document, version: number, upgrades: readonly Upgrade[]): number {
  let reached = version;
  for (;;) {
    const next = upgrades.find(({ from }) => from === reached);
    if (next === undefined) break;
    next.apply(document);
    reached += 1;
  }
  if (reached !== version && document.has('version')) document.set('version', reached);
  return reached;
}
