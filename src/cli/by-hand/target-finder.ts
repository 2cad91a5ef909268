import { systemClock } from '../../core/clock.ts';
import { connectDocker } from '../../drivers/docker/connect.ts';
import type { TargetFinder } from '../../engine/by-hand/target.ts';
import { createToolRunner } from '../../exec/network/run-tool.ts';
import type { Io } from '../io.ts';

/** Looks on this machine and, where one answers, in its Docker Engine. */
export function targetFinder({ env }: Io, signal: AbortSignal): TargetFinder {
  return {
    run: createToolRunner({ clock: systemClock }),
    engine: connectDocker({ host: env['DOCKER_HOST'], clock: systemClock }),
    signal,
  };
}
