import { isRecord } from '../../core/is-record.ts';
import { isBatchWord, line, type BatchLine } from './batch.ts';
import { rootOf, type Qdisc } from './qdiscs.ts';

/** A root qdisc as it was, and the command that makes it again. */
export interface Snapshot {
  readonly kind: string;
  readonly handle: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Kind and options in the words of `tc qdisc add`. */
  readonly words: readonly string[];
}

/** Without classes, filters or children, and with options that tc prints as it reads them. */
const RESTORABLE: ReadonlySet<string> = new Set([
  'bfifo',
  'codel',
  'fq',
  'fq_codel',
  'netem',
  'pfifo',
  'pfifo_fast',
  'pie',
  'sfq',
  'tbf',
]);

/** tc prints six digits. */
const TOLERANCE = 1e-5;

/** Reads the line of the root from `tc qdisc show`; undefined where tc could not make the same again. */
export function takeSnapshot(qdiscs: readonly Qdisc[], text: string): Snapshot | undefined {
  const root = rootOf(qdiscs);
  const shown = text.split('\n').find((candidate) => / root( |$)/.test(candidate));
  if (root === undefined || shown === undefined || !RESTORABLE.has(root.kind)) return undefined;
  const words = shown
    .replace(/^.* root( refcnt \d+)?/, '')
    .split(/\s+/)
    .filter((word) => word !== '')
    // tc prints packets as `500p` and reads only `500`.
    .map((word) => word.replace(/^(\d+)p$/, '$1'));
  if (![root.handle, ...words].every(isBatchWord)) return undefined;
  return { kind: root.kind, handle: root.handle, options: root.options, words: [root.kind, ...words] };
}

/** The words as tc prints them, and as it may have to read them: it rounds down, so that a burst of 1599b becomes one of 1598b. */
export function spellings(snapshot: Snapshot): readonly Snapshot[] {
  const index = snapshot.words.indexOf('burst') + 1;
  const burst = index > 0 ? /^(\d+)b$/.exec(snapshot.words[index] ?? '')?.[1] : undefined;
  if (burst === undefined) return [snapshot];
  return [0, 1, 2].map((more) => ({
    ...snapshot,
    words: snapshot.words.with(index, `${Number(burst) + more}b`),
  }));
}

export function restoreLine(device: string, { handle, words }: Snapshot): BatchLine {
  return line`qdisc add dev ${device} root handle ${handle} ${words}`;
}

/** Whether the root is what it was, as far as tc tells. */
export function isRestored(root: Qdisc | undefined, snapshot: Snapshot): boolean {
  return (
    root?.kind === snapshot.kind && root.handle === snapshot.handle && isLike(root.options, snapshot.options)
  );
}

function isLike(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isLike(item, b[index]));
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => isLike(a[key], b[key]));
  }
  return a === b;
}
