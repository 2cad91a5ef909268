import { defineConfig } from 'vitest/config';

/**
 * Most tests beyond `unit` are of real time, and a shared machine may stop all of it for a second: a run then rightly ends `inconclusive`.
 * One that fails and then does not is named with `retry x1`. What stops a machine lasts, so the next try waits a little.
 */
const RETRY = { count: 3, delay: 2000 };
const NO_RETRY = { count: 0 };

interface ProjectOptions {
  readonly files?: readonly string[];
  readonly exclude?: readonly string[];
  readonly fileParallelism?: boolean;
  readonly retry?: { readonly count: number; readonly delay?: number };
}

const project = (name: string, testTimeout: number, options: ProjectOptions = {}) => {
  const {
    files = [`test/${name}/**/*.test.ts`],
    exclude = [],
    fileParallelism = true,
    retry = RETRY,
  } = options;
  return {
    test: {
      name,
      include: [...files],
      exclude: [...exclude],
      testTimeout,
      hookTimeout: testTimeout,
      fileParallelism,
      retry,
      // By default one processor stays free, which is half of a small machine.
      ...(fileParallelism && { maxWorkers: '100%' }),
    },
  };
};

const serial = (name: string, testTimeout: number, options: ProjectOptions = {}) =>
  project(name, testTimeout, { ...options, fileParallelism: false });

/** What happens here is not judged by how long it takes, or generously: the files run side by side, before all others of `integration`. */
const UNTIMED = [
  'cli',
  'demo',
  'docs',
  'engine/{by-hand,containers,control,guards,probe,stop}',
  'exec',
  'journal',
  'load/{command,k6}',
  'package',
  'report',
  'scenario',
  'services',
]
  .map((folder) => `test/integration/${folder}/**/*.test.ts`)
  .concat(
    'test/integration/gates.test.ts',
    'test/integration/engine/{forget-run,interruption,run-folder}.test.ts',
  );

/** These want a clear verdict or judge how long something takes: one after the other, after all others of `e2e`. */
const TIMED = [
  'browser',
  'packed',
  'shipped-scenarios',
  'startup',
  'stat',
  'transcripts',
  'wheres-my-traffic',
].map((name) => `test/e2e/${name}.test.ts`);

/** In the kernel lab only. */
const kernelProject = (name: string) => {
  const { test } = serial(name, 60_000);
  return { test: { ...test, setupFiles: ['test/helpers/only-in-kernel-lab.ts'] } };
};

export default defineConfig({
  test: {
    mockReset: true,
    unstubEnvs: true,
    projects: [
      project('unit', 30_000, { retry: NO_RETRY }),
      project('integration-parallel', 60_000, { files: UNTIMED }),
      serial('integration', 60_000, { exclude: UNTIMED }),
      project('e2e-parallel', 180_000, { files: ['test/e2e/*.test.ts'], exclude: TIMED }),
      serial('e2e', 180_000, { files: TIMED }),
      project('fuzz', 60_000, { retry: NO_RETRY }),
      serial('soak', 1_800_000, { retry: NO_RETRY }),
      kernelProject('kernel'),
      kernelProject('kernel-soak'),
    ],
  },
});
