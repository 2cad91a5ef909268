import type { Milliseconds } from '../core/clock.ts';
import { RUN_MARKER } from '../exec/marked-processes.ts';
import type { LoadSpec, RunningLoad } from '../load/load.ts';
import type { Collector } from './collector.ts';
import type { RunContext } from './context.ts';

/** Starts the loads; the programs of those that are any are in the journal from before they start until they have ended. */
export async function startLoads(
  { folder, journal, request }: Pick<RunContext, 'folder' | 'journal' | 'request'>,
  specs: readonly LoadSpec[],
  epoch: Milliseconds,
  collector: Collector,
): Promise<RunningLoad> {
  const effects = specs.flatMap(({ kind, name }) =>
    kind === 'builtin' ? [] : [{ id: `load ${name}`, name }],
  );
  for (const { id, name } of effects) {
    const marker = { [RUN_MARKER]: folder.id };
    await journal.record({
      kind: 'effect.intended',
      id,
      inverse: { kind: 'end-process', service: name, marker },
    });
  }
  let undone: Promise<void> | undefined;
  const recordUndone = async (): Promise<void> => {
    for (const { id } of effects) await journal.record({ kind: 'effect.undone', id });
  };
  const load = await request.generator.start(specs, epoch, collector).catch(async (error: unknown) => {
    await recordUndone();
    throw error;
  });
  const stop = async (): Promise<void> => {
    await load.stop();
    undone ??= recordUndone();
    await undone;
  };
  try {
    for (const { id, name } of effects) {
      const process = collector.processes.get(name);
      if (process === undefined) continue;
      const { pid, startTime } = process;
      await journal.record({ kind: 'effect.done', id, process: { pid, startTime } });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    settled: async (until) => {
      await load.settled(until);
    },
    stop,
  };
}
