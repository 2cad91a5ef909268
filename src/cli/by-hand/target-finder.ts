import { systemClock } from '../../core/clock.ts';
import { connectDocker } from '../../drivers/docker/connect.ts';
import type { TargetFinder } from '../../engine/by-hand/target.ts';
import { fewAtOnce } from '../../exec/network/few-at-once.ts';
import { createToolRunner } from '../../exec/network/run-tool.ts';
import type { Io } from '../io.ts';

/** Of several targets that are cleared at once. */
const MOST_TOOLS = 8;

/** Looks on this machine and, where one answers, in its Docker Engine. */
export function targetFinder({ env }: Io, signal: AbortSignal): TargetFinder {
  return {
    run: fewAtOnce(createToolRunner({ clock: systemClock }), MOST_TOOLS),
    engine: connectDocker({ host: env['DOCKER_HOST'], clock: systemClock }),
    signal,
  };
}
