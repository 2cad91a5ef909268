// Pumba itself: one command that impairs all and, once it is told to end, clears them. As its manual has it: where this was written, it could
// not be had.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { DELAY } from './impairment.mjs';
import { IMAGE } from './engine.mjs';

/** `isDelayed` says of all containers whether they are: it tells nobody when it has done. */
export function pumba({ file }, containers, isDelayed) {
  const names = containers.map(({ name }) => name);
  const netem = ['netem', '--duration', '1h', '--tc-image', IMAGE, '--pull-image=false'];
  const delay = ['delay', '--time', String(DELAY), '--jitter', '0', '--correlation', '0'];
  let child;
  return {
    name: 'pumba',
    impair: async () => {
      child = spawn(file, [...netem, ...delay, ...names], { stdio: 'inherit' });
      while (!isDelayed()) {
        if (child.exitCode !== null) throw new Error(`pumba exited with ${child.exitCode}`);
        await sleep(20);
      }
    },
    clear: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
