import type { ContainerRef } from '../../core/container-ref.ts';
import { SquallError } from '../../core/errors.ts';
import type { ContainerEngine, FoundContainer } from '../../drivers/docker/container-engine.ts';

/** What an engine says of a container that is between its end and its next start, or of two that change places. */
const AWAY: ReadonlySet<string> = new Set([
  'no-such-container',
  'container-not-running',
  'ambiguous-container',
]);

/** Whether a container is not there now, and may come back. */
export function isAway(error: unknown): boolean {
  return error instanceof SquallError && AWAY.has(error.code);
}

/**
 * The same container as long as there is that, also where others have become like it; then whoever has taken its place.
 * @throws SquallError as `ContainerEngine.find`.
 */
export async function findAgain(
  engine: ContainerEngine,
  { id, ref }: { readonly id: string; readonly ref: ContainerRef },
  signal: AbortSignal,
): Promise<FoundContainer> {
  try {
    return await engine.find({ kind: 'id', id }, signal);
  } catch (error) {
    if (!isAway(error)) throw error;
    return await engine.find(ref, signal);
  }
}
