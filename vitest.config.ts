import { defineConfig } from 'vitest/config';

/**
 * Most tests beyond `unit` are of real time, and a shared machine may stop all of it for a second. One that fails once and then does not is
 * named with `retry x1`; one that fails twice fails.
 */
const RETRIES = 1;

interface ProjectOptions {
  readonly files?: readonly string[];
  readonly exclude?: readonly string[];
  readonly fileParallelism?: boolean;
  readonly retry?: number;
}

const project = (name: string, testTimeout: number, options: ProjectOptions = {}) => {
  const {
    files = [`test/${name}/**/*.test.ts`],
    exclude = [],
    fileParallelism = true,
    retry = RETRIES,
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
  'engine/!(live)',
  'exec',
  'journal',
  'package',
  'report',
  'scenario',
  'services',
]
  .map((folder) => `test/integration/${folder}/**/*.test.ts`)
  .concat('test/integration/gates.test.ts', 'test/integration/engine/!(commands|verdicts).test.ts');

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
      project('unit', 30_000, { retry: 0 }),
      project('integration-parallel', 60_000, { files: UNTIMED }),
      serial('integration', 60_000, { exclude: UNTIMED }),
      project('e2e-parallel', 180_000, { files: ['test/e2e/*.test.ts'], exclude: TIMED }),
      serial('e2e', 180_000, { files: TIMED }),
      project('fuzz', 60_000, { retry: 0 }),
      serial('soak', 1_800_000, { retry: 0 }),
      kernelProject('kernel'),
      kernelProject('kernel-soak'),
    ],
  },
});
