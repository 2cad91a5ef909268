// What both are asked to do, and how a process of measure.mjs is started.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Of packets, each way. */
export const LOSSES = [0, 0.001, 0.005, 0.01, 0.02, 0.05];
export const RTT = 50;
export const RATE = 20_000_000;
export const BUFFER = 300;

export function impairment(loss) {
  const way = {
    delay: RTT / 2,
    rate: RATE,
    buffer: BUFFER,
    ...(loss > 0 && { loss: { average: loss, burst: 1 } }),
  };
  return { up: way, down: way, connection: {} };
}

/** @returns the child and the first thing that it says */
export async function start(args, inside = []) {
  const [execPath, ...execArgv] = [...inside, process.execPath];
  const child = fork(fileURLToPath(new URL('./measure.mjs', import.meta.url)), args, { execPath, execArgv });
  const [first] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`measure.mjs ${args} exited with ${code}`)),
    ),
  ]);
  return { child, first };
}
