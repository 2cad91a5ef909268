import type { Clock, Milliseconds } from '../../core/clock.ts';
import { reasonOf } from '../../core/errors.ts';
import type { Attempt, Look } from './attempt.ts';

export interface PollOptions {
  readonly within: Milliseconds;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** `ready` names which of the attempts succeeded first. */
export type PollResult<Name> =
  | { readonly kind: 'ready'; readonly by: Name }
  | { readonly kind: 'not-ready'; readonly reason: string };

const POLL_EVERY: Milliseconds = 50;

/** Tries all attempts again and again until one is ready or the time is over. Rejects with the signal's reason. */
export async function pollUntilReady<Name>(
  attempts: ReadonlyMap<Name, Attempt>,
  options: PollOptions,
): Promise<PollResult<Name>> {
  const { clock, signal } = options;
  const deadline = clock.now() + options.within;
  let reason: string | undefined;
  for (;;) {
    let refused: string | undefined;
    let silent: string | undefined;
    for (const [name, attempt] of attempts) {
      // Half of the time at most, so that one answer that never comes leaves time for another try.
      const within = Math.min(deadline - clock.now(), options.within / 2);
      const look = await lookWithin(attempt, { clock, signal, within });
      if (look.kind === 'ready') return { kind: 'ready', by: name };
      if (look.kind === 'refused') refused ??= look.reason;
      else silent ??= look.reason;
    }
    // What the deadline cut short says less than what was found before.
    const wasCut = clock.now() >= deadline;
    reason = refused ?? (wasCut ? reason : undefined) ?? silent ?? 'nothing to try';
    if (clock.now() + POLL_EVERY >= deadline) return { kind: 'not-ready', reason };
    await clock.sleep(POLL_EVERY, signal);
  }
}

type BoundedLook = Look | { readonly kind: 'silent'; readonly reason: string };

async function lookWithin(attempt: Attempt, options: PollOptions): Promise<BoundedLook> {
  const { clock, signal, within } = options;
  const late = new AbortController();
  const looked = new AbortController();
  const timer = clock.sleep(within, looked.signal).then(
    () => late.abort(new Error('no answer in time')),
    () => {},
  );
  try {
    return await attempt(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'silent', reason: late.signal.aborted ? 'no answer in time' : connectionReason(error) };
  } finally {
    looked.abort();
    await timer;
  }
}

/** When a name has several addresses, the error that collects theirs has a code and no message. */
function connectionReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasonOf(error) || code;
}
