import type { Diagnostic } from '../../core/diagnostic.ts';
import { isRecord } from '../../core/is-record.ts';
import { addFragment } from './add-fragment.ts';
import { REUSE_KEYS } from './file-references.ts';
import type { Layer } from './layer.ts';
import { entriesOf, mapPart, type Part } from './part.ts';

export interface Combined {
  readonly root: Part;
  readonly diagnostics: readonly Diagnostic[];
}

/** The one document that a scenario and all that it extends and includes make. */
export function combine(own: Layer): Combined {
  const diagnostics: Diagnostic[] = [];
  return { root: combineLayer(own, diagnostics), diagnostics };
}

function combineLayer(layer: Layer, diagnostics: Diagnostic[]): Part {
  const written = ownPart(layer);
  if (!isRecord(layer.value)) return written;
  const [base, ...others] = layer.bases.map((below) => combineLayer(below, diagnostics));
  const under = base === undefined ? undefined : others.reduce(putOver, base);
  const part = under === undefined ? written : putOver(under, written);
  return layer.fragments.reduce((sum, fragment) => addFragment(sum, fragment, diagnostics), part);
}

/** What a file says itself. Which version it is written in is nobody else's matter. */
function ownPart(layer: Layer): Part {
  const isPlain = layer.isOwn && layer.bases.length + layer.fragments.length === 0;
  if (isPlain || !isRecord(layer.value)) return { value: layer.value, layer };
  const left: readonly string[] = layer.isOwn ? REUSE_KEYS : [...REUSE_KEYS, 'version'];
  const entries = [...entriesOf({ value: layer.value, layer })];
  return mapPart(layer, new Map(entries.filter(([key]) => !left.includes(key))));
}

/** As JSON Merge Patch (RFC 7396) puts one document over another: maps by key, null takes away, anything else replaces. */
function putOver(under: Part, over: Part): Part {
  if (!isRecord(under.value) || !isRecord(over.value)) return over;
  const entries = new Map(entriesOf(under));
  for (const [key, part] of entriesOf(over)) {
    const below = entries.get(key);
    // Where there is nothing to take away, an empty value is a mistake that the schema tells.
    if (below === undefined) entries.set(key, part);
    else if (part.value === null) entries.delete(key);
    else entries.set(key, putOver(below, part));
  }
  return mapPart(over.layer, entries);
}
