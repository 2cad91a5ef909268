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

/** In the kernel lab only. */
const kernelProject = (name: string) => {
  const { test } = project(name, 60_000, false);
  return { test: { ...test, setupFiles: ['test/helpers/only-in-kernel-lab.ts'] } };
};

export default defineConfig({
  test: {
    mockReset: true,
    unstubEnvs: true,
    projects: [
      project('unit', 10_000),
      project('integration', 60_000, false),
      project('e2e', 180_000, false),
      project('soak', 1_800_000, false),
      kernelProject('kernel'),
      kernelProject('kernel-soak'),
    ],
  },
});
