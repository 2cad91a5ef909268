import { formsOf } from './secret-forms.ts';
import { partsOfSecret } from './secret-parts.ts';

/** Replaces every secret in a text. */
export interface Masker {
  (text: string): string;
  /** Length of the longest form that is replaced, for those who mask a stream piece by piece; 0 when there is none. */
  readonly longest: number;
}

const MASK = '***';

/**
 * Masks the given values and what of them is a secret by itself, in all forms in which they are met. The longest are replaced first, so
 * that a secret that holds another leaves no rest.
 */
export function createMasker(secrets: Iterable<string>): Masker {
  const forms = new Set([...secrets].flatMap(partsOfSecret).flatMap(formsOf));
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  if (ordered.length === 0) return Object.assign((text: string) => text, { longest: 0 });
  const pattern = new RegExp(ordered.map(escapeForPattern).join('|'), 'g');
  return Object.assign((text: string) => text.replace(pattern, MASK), { longest: ordered[0]!.length });
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
