import { isRecord } from '../../core/is-record.ts';
import type { WantedMetric } from '../load.ts';

export type Tags = Readonly<Record<string, string>>;

export function isTags(value: unknown): value is Tags {
  return isRecord(value) && Object.values(value).every((tag) => typeof tag === 'string');
}

/** Whether values with these tags are among the wanted ones. */
export function hasTags(tags: Tags, wanted: WantedMetric): boolean {
  return Object.entries(wanted.tags).every(([key, value]) => tags[key] === value);
}

/** Those of `keys` that are there; nothing where none is. */
export function pickTags(tags: Tags, keys: readonly string[]): { readonly tags?: Tags } {
  const picked = keys.flatMap((key) => {
    const value = tags[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return picked.length === 0 ? {} : { tags: Object.fromEntries(picked) };
}
