import { defineConfig } from 'vitest/config';

const project = (name: string, testTimeout: number, fileParallelism = true) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: testTimeout,
    fileParallelism,
  },
});

const kernel = project('kernel', 60_000, false);

export default defineConfig({
  test: {
    mockReset: true,
    unstubEnvs: true,
    projects: [
      project('unit', 10_000),
      project('integration', 60_000, false),
      project('e2e', 180_000, false),
      project('soak', 1_800_000, false),
      { test: { ...kernel.test, setupFiles: ['test/helpers/only-in-kernel-lab.ts'] } },
    ],
  },
});
