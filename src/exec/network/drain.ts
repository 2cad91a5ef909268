import type { Clock, Milliseconds } from '../../core/clock.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { line, type BatchLine } from './batch.ts';
import { slotClass, slotHandle } from './handles.ts';
import type { InterfaceRef } from './namespace.ts';
import { netemsOf, type Qdisc } from './qdiscs.ts';
import type { RunTool } from './run-tool.ts';
import { findQdiscs, runBatchAndFind } from './tc.ts';

/** Every parameter, because a change keeps `rate`, `corrupt` and `reorder` where they are left out, and resets `limit`. */
export const CLEAR_NETEM: readonly string[] = line`limit 100000 delay 0ms 0ms loss 0% duplicate 0% corrupt 0% reorder 0% rate 0bit`;

const POLL: Milliseconds = 20;

export interface DrainOptions {
  readonly run: RunTool;
  readonly clock: Clock;
  /** After this long, what still waits is given up. */
  readonly drainWithin: Milliseconds;
}

/**
 * Ends every impairment of our tree on an interface and waits until what was delayed has gone out, so that a delete drops
 * nothing. Packets keep the time that they were given when they came, so only waiting helps.
 */
export async function drain(
  at: InterfaceRef,
  qdiscs: readonly Qdisc[],
  { run, clock, drainWithin }: DrainOptions,
): Promise<void> {
  const lines = netemsOf(qdiscs)
    .filter((netem) => !isClearNetem(netem))
    .map(({ parent, handle }) => clearLine(at.device, parent, handle));
  const deadline = clock.now() + drainWithin;
  let now: readonly Qdisc[] | undefined = qdiscs;
  if (lines.length > 0) {
    const failAs = { doing: 'clear', exitCode: EXIT_CODES.undoFailed };
    const cleared = await runBatchAndFind(run, at, lines, failAs);
    if (cleared.refusal !== undefined) throw cleared.refusal;
    now = cleared.qdiscs;
  }
  while (now !== undefined && isWaiting(now) && clock.now() < deadline) {
    await clock.sleep(POLL);
    now = await findQdiscs(run, at);
  }
}

function isClearNetem({ options }: Qdisc): boolean {
  return [
    'delay',
    'loss-random',
    'loss-state',
    'loss-gemodel',
    'duplicate',
    'corrupt',
    'reorder',
    'rate',
  ].every((key) => options[key] === undefined);
}

/** Ends what the slots of our tree do, without a look at them; where the tree is not there, the kernel refuses each line. */
export function clearLines(device: string, slots: number): BatchLine[] {
  return Array.from({ length: slots }, (_, slot) => clearLine(device, slotClass(slot), slotHandle(slot)));
}

function clearLine(device: string, parent: string, handle: string): BatchLine {
  return line`qdisc change dev ${device} parent ${parent} handle ${handle} netem ${CLEAR_NETEM}`;
}

function isWaiting(qdiscs: readonly Qdisc[]): boolean {
  return netemsOf(qdiscs).some(({ queued }) => queued > 0);
}
