import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { runCli } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/processes.ts';
import { checkMetrics } from '../helpers/prometheus.ts';

const NEVER_READY = (name: string): string => `version: 1
name: ${name}
services:
  shop:
    start: { command: ["${process.execPath}", -e, "setTimeout(() => {}, 60000)"] }
    ready: { within: 300ms }
steps:
  - { name: baseline, for: 10s }
`;

describe('metrics of a call', () => {
  it('are refused before anything is touched where somebody else listens', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.yaml'), NEVER_READY('a'));
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, stdout, stderr } = await runCli(['run', 'a.yaml', '--metrics', `127.0.0.1:${port}`], {
      cwd,
    });
    expect(stderr).toContain(`error metrics-not-served: \`--metrics\` cannot listen on 127.0.0.1:${port}`);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(existsSync(join(cwd, 'runs'))).toBe(false);
  });

  it('tell in one file of every run, also of those that did not come to their first step', async () => {
    const cwd = temporaryFolder();
    for (const name of ['a', 'b']) writeFileSync(join(cwd, `${name}.yaml`), NEVER_READY(name));
    const { code, stdout } = await runCli(
      ['run', 'a.yaml', 'b.yaml', '--metrics', '0', '--metrics-file', 'node/squall.prom'],
      { cwd },
    );
    expect(code).toBe(4);
    expect(stdout).toMatch(/^metrics: http:\/\/127\.0\.0\.1:\d+\/metrics\n/);
    const text = readFileSync(join(cwd, 'node', 'squall.prom'), 'utf8');
    expect(checkMetrics(text)).toBe('');
    for (const name of ['a', 'b']) {
      const verdict = new RegExp(
        `squall_run_verdict{scenario="${name}",run="\\d{8}T\\d{6}Z-${name}-\\w+",verdict="error"} 1`,
      );
      expect(text).toMatch(verdict);
      expect(text).toContain(`squall_step_verdict{scenario="${name}"`);
    }
    expect(text).not.toContain('squall_build_info');
  });
});
