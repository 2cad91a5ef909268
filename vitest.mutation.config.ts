import { defineConfig } from 'vitest/config';

/** How often verdicts are wrong in hundreds of runs, which they count: seconds each, and they do not say which branch is wrong. */
const SIMULATIONS = 'test/unit/slo/{calibration,promises}.test.ts';

/** For `npm run mutation`, which runs each test hundreds of times. */
export default defineConfig({
  test: {
    include: [
      'test/unit/{impairment,scenario,plan,slo,journal}/**/*.test.ts',
      'test/integration/scenario/{invalid-scenarios,read-scenario,reuse}.test.ts',
      'test/integration/journal/journal.test.ts',
    ],
    exclude: [SIMULATIONS],
    setupFiles: ['test/helpers/only-fast-tests.ts'],
    isolate: false,
    mockReset: true,
    unstubEnvs: true,
    testTimeout: 60_000,
  },
});
