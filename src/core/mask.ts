/** Replaces every secret in a text. */
export interface Masker {
  (text: string): string;
  /** Length of the longest form that is replaced, for those who mask a stream piece by piece; 0 when there is none. */
  readonly longest: number;
}

const MASK = '***';

/** Shorter values, such as `1` or `no`, stand everywhere and hide nothing. */
const SHORTEST_SECRET = 3;

/**
 * Masks the given values, their lines, and how each looks inside JSON and in a URI, as a part of one or put there as it is. The longest are replaced first, so that a secret
 * that holds another leaves no rest.
 */
export function createMasker(secrets: Iterable<string>): Masker {
  const forms = new Set([...secrets].flatMap(linesAndWhole).flatMap(encodings));
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  if (ordered.length === 0) return Object.assign((text: string) => text, { longest: 0 });
  const pattern = new RegExp(ordered.map(escapeForPattern).join('|'), 'g');
  return Object.assign((text: string) => text.replace(pattern, MASK), { longest: ordered[0]!.length });
}

/** What prints a secret of many lines, such as a key, often indents or prefixes each of them. */
function linesAndWhole(secret: string): string[] {
  const parts = [secret, ...secret.split(/\r?\n/)];
  return parts.filter((part) => part.trim().length >= SHORTEST_SECRET);
}

function encodings(secret: string): string[] {
  const wellFormed = secret.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(wellFormed), encodeURI(wellFormed)];
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
