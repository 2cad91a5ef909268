import { defineConfig } from 'vitest/config';

interface ProjectOptions {
  readonly files?: readonly string[];
  readonly exclude?: readonly string[];
  readonly fileParallelism?: boolean;
}

const project = (name: string, testTimeout: number, options: ProjectOptions = {}) => {
  const { files = [`test/${name}/**/*.test.ts`], exclude = [], fileParallelism = true } = options;
  return {
    test: {
      name,
      include: [...files],
      exclude: [...exclude],
      testTimeout,
      hookTimeout: testTimeout,
      fileParallelism,
      // By default one processor stays free, which is half of a small machine.
      ...(fileParallelism && { maxWorkers: '100%' }),
    },
  };
};

const serial = (name: string, testTimeout: number, options: ProjectOptions = {}) =>
  project(name, testTimeout, { ...options, fileParallelism: false });

/** Nothing here judges how long something takes, so the files run side by side, before all others of `integration`. */
const UNTIMED = ['cli', 'docs', 'exec', 'journal', 'package', 'report', 'scenario']
  .map((folder) => `test/integration/${folder}/**/*.test.ts`)
  .concat('test/integration/gates.test.ts');

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
      project('unit', 30_000),
      project('integration-parallel', 60_000, { files: UNTIMED }),
      serial('integration', 60_000, { exclude: UNTIMED }),
      serial('e2e', 180_000),
      project('fuzz', 60_000),
      serial('soak', 1_800_000),
      kernelProject('kernel'),
      kernelProject('kernel-soak'),
    ],
  },
});
