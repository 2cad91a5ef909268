import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EXIT_CODES } from '../../src/core/exit-code.ts';
import type { RunResult } from '../../src/core/result.gen.ts';
import { runCli } from '../helpers/cli.ts';
import { differenceOfP95, summaryOfK6, wholeRun } from '../helpers/k6-agreement.ts';
import { leftoversOf, runFolders } from '../helpers/leftovers.ts';
import { K6, NEEDS_K6 } from '../helpers/real-k6.ts';

const SCENARIO = join(import.meta.dirname, '..', '..', 'scenarios', 'k6', 'last-mile.yaml');

describe.skipIf(K6 === undefined)(`the k6 scenario that ships (${NEEDS_K6})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'squall-k6-'));
  let runFolder = '';
  let result: RunResult;

  beforeAll(async () => {
    const env = K6 === undefined ? {} : { K6_BINARY: K6 };
    // What a machine in the way of a run could not tell is asked again, as a person would.
    for (let tries = 1; tries <= 3; tries += 1) {
      const out = join(folder, `runs-${tries}`);
      const exit = await runCli(['run', '--out', out, SCENARIO], { cwd: folder, env });
      runFolder = runFolders(out)[0] ?? '';
      if (runFolder === '') throw new Error(exit.stderr);
      if (exit.code !== EXIT_CODES.inconclusive) break;
    }
    result = JSON.parse(readFileSync(join(runFolder, 'result.json'), 'utf8'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('passes in good weather and on 3G, with the edge proved', () => {
    expect([result.verdict, result.reasons]).toEqual(['pass', []]);
    expect(result.steps.map(({ edges }) => edges[0]?.proof.outcome)).toEqual(['proved', 'proved']);
  });

  it.each(['http_req_duration', 'http_req_waiting', 'cart_shown'])(
    'has the p95 of %s that k6 has, to one per cent',
    (metric) => {
      expect(differenceOfP95(result, runFolder, ['checkout', metric])).toBeLessThan(0.01);
    },
  );

  it.each(['http_reqs', 'iterations'])('has counted as many %s as k6', (metric) => {
    const { summary } = summaryOfK6(runFolder, 'checkout');
    expect(wholeRun(result, 'checkout', metric).value).toBe(summary[metric]?.['count']);
  });

  it('leaves nothing behind', () => {
    expect(leftoversOf(runFolder)).toEqual([]);
  });
});
