import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/core/result.gen.ts';
import { runCli } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/processes.ts';
import { failingResult, passingResult } from '../helpers/results.ts';

function named(id: string, result: RunResult): RunResult {
  return { ...result, run: { ...result.run, id } };
}

function put(cwd: string, id: string, result: RunResult | Readonly<Record<string, unknown>>): void {
  mkdirSync(join(cwd, 'runs', id), { recursive: true });
  writeFileSync(join(cwd, 'runs', id, 'result.json'), JSON.stringify(result));
}

describe('scenario compare', () => {
  it('finds runs by id, folder and file, and ends with 0 whatever it finds', async () => {
    const cwd = temporaryFolder();
    put(cwd, 'monday', named('monday', passingResult()));
    put(cwd, 'tuesday', named('tuesday', failingResult()));
    const runs = ['monday', join('runs', 'tuesday'), join('runs', 'monday', 'result.json')];
    const { code, stdout, stderr } = await runCli(['compare', ...runs], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.match(/^base {2}/gm)).toHaveLength(2);
    expect(stdout).toContain('step 3g: pass, then fail');
    const json = await runCli(['compare', 'monday', 'tuesday', '-o', 'json'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({ comparisons: [{ run: { verdict: 'fail' } }] });
    const page = await runCli(['compare', 'monday', 'tuesday', '--html', 'pages/week.html'], { cwd });
    expect(page).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/\npage: pages\/week.html\n$/),
    });
    expect(readFileSync(join(cwd, 'pages', 'week.html'), 'utf8')).toContain('../runs/monday/report.html');
  });

  it('refuses what it cannot compare with 2, and prints nothing', async () => {
    const cwd = temporaryFolder();
    put(cwd, 'monday', passingResult());
    put(cwd, 'future', { ...passingResult(), schema: 2 });
    put(cwd, 'note', { hello: 'there' });
    for (const [runs, told] of [
      [['monday'], 'error one-run-only'],
      [['monday', 'mondays'], 'did you mean `monday`?'],
      [['monday', 'future'], 'has schema version 2, expected 1'],
      [['monday', 'note'], 'is not the result of a run'],
    ] as const) {
      const { code, stdout, stderr } = await runCli(['compare', ...runs], { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(told);
    }
  });
});
