import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** A test cannot interrupt itself: what takes longer than this is ended from another thread, in milliseconds. */
const HANG = 30_000;

/** Where the input stands that the process is at: of one that is killed or crashes, nothing else is left. */
const FOLDER = process.env['FUZZ_INPUTS'] ?? tmpdir();

export interface InputWatch {
  /** Does something with an input, within a bound of time; beyond it the process is killed, and says which input it was at. */
  during(input: string, action: () => void): void;
  end(): void;
}

export function watchInputs(): InputWatch {
  const file = path.join(FOLDER, `squall-fuzz-${process.pid}.txt`);
  const fd = openSync(file, 'w', 0o600);
  const turn = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { turn, file, limit: HANG };
  const thread = new Worker(new URL('hang-watch-thread.mjs', import.meta.url), { workerData });
  thread.unref();
  return {
    during: (input, action) => {
      ftruncateSync(fd, writeSync(fd, input, 0));
      Atomics.add(turn, 0, 1);
      try {
        action();
      } finally {
        Atomics.add(turn, 0, 1);
      }
    },
    end: () => {
      closeSync(fd);
      rmSync(file, { force: true });
      void thread.terminate();
    },
  };
}
