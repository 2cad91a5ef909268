import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import type { SquallError } from '../../../../src/core/errors.ts';
import { isGroupAlive, sendSignal } from '../../../../src/exec/group-signals.ts';
import { findMarked } from '../../../../src/exec/marked-processes.ts';
import { createK6Generator } from '../../../../src/load/k6/generator.ts';
import type { K6LoadSpec } from '../../../../src/load/load.ts';
import { K6, NEEDS_K6 } from '../../../helpers/real-k6.ts';
import { RecordingSink } from '../builtin/recording-sink.ts';
import { K6Folder, runToEnd, start } from './running.ts';

const NEVER = new AbortController().signal;
const IDLE = `export const options = { vus: 1, duration: '30s' };
import { sleep } from 'k6';
export default function () { sleep(0.1); }`;

async function refusal(spec: K6LoadSpec): Promise<SquallError> {
  const check = createK6Generator().check?.([spec], NEVER);
  return await Promise.resolve(check).then(
    () => Promise.reject(new Error('the check passed')),
    (error: SquallError) => error,
  );
}

describe('a k6 that is not there', () => {
  it('is missing on PATH', async () => {
    using folder = new K6Folder();
    const error = await refusal(folder.spec(IDLE, { env: { PATH: folder.path } }));
    expect(error).toMatchObject({ code: 'k6-missing', exitCode: 3, message: 'k6 is not on PATH' });
    expect(error.hint).toContain('K6_BINARY');
  });

  it('is missing where K6_BINARY points', async () => {
    using folder = new K6Folder();
    const env = { PATH: '/usr/bin:/bin', K6_BINARY: path.join(folder.path, 'k6') };
    const error = await refusal(folder.spec(IDLE, { env }));
    expect(error).toMatchObject({ code: 'k6-missing', exitCode: 3 });
    expect(error.message).toContain(env.K6_BINARY);
  });

  it.each([
    ['k6-too-old', 'k6 v0.57.0 (go1.23.6, linux/amd64)', 'k6 v0.57.0'],
    ['k6-too-old', 'k6 v1.4.2 (go1.25.4, linux/amd64)', '1.5 or later is needed'],
    ['k6-unreadable', 'I am another program', 'I am another program'],
  ])('is refused as %s', async (code, says, quoted) => {
    using folder = new K6Folder();
    const binary = folder.file('k6', `#!/bin/sh\necho '${says}'\n`, 0o755);
    const error = await refusal(folder.spec(IDLE, { env: { PATH: '/usr/bin:/bin', K6_BINARY: binary } }));
    expect(error).toMatchObject({ code, exitCode: 3, message: expect.stringContaining(quoted) });
  });
});

/** A program that is as old as it must be, and streams what `lines` says. */
function fakeK6(folder: K6Folder, lines: string): K6LoadSpec {
  const script = `#!/bin/sh
if [ "$1" = version ]; then echo 'k6 v2.2.0'; exit; fi
for argument; do case "$argument" in --out=json=*) out="\${argument#--out=json=}";; esac; done
${lines} > "$out"
`;
  const binary = folder.file('fake-k6', script, 0o755);
  return folder.spec(IDLE, { duration: 0, env: { PATH: '/usr/bin:/bin', K6_BINARY: binary } });
}

describe('a stream that cannot be read', () => {
  const point = '{"metric":"m","type":"Point","data":{"time":"2026-11-22T01:38:02Z","value":1,"tags":{}}}';

  it.each([
    ['garbage', `echo 'fatal error: all goroutines are asleep'`, 'line 1: `fatal error'],
    ['a line that is cut', `printf '%s\\n%s' '${point}' '${point.slice(0, 50)}'`, 'line 2: `{"metric"'],
  ])('is named: %s', async (_, lines, quoted) => {
    using folder = new K6Folder();
    const { failures, ends } = await runToEnd(fakeK6(folder, lines));
    expect(failures).toEqual([
      expect.objectContaining({ error: expect.objectContaining({ code: 'k6-stream', exitCode: 4 }) }),
    ]);
    expect(failures[0]?.reason).toContain(quoted);
    expect(ends).toHaveLength(1);
  });
});

describe('a k6 that leaves no summary', () => {
  it('has judged none of the thresholds that its script declares', async () => {
    using folder = new K6Folder();
    const options = JSON.stringify({ thresholds: { checks: ['rate>0.5'] } });
    const spec = fakeK6(folder, `if [ "$1" = inspect ]; then echo '${options}'; exit; fi\ntrue`);
    const generator = createK6Generator();
    const sink = new RecordingSink();
    await generator.check?.([spec], NEVER);
    const running = await generator.start([spec], systemClock.now(), sink);
    while (sink.ends.length === 0) await systemClock.sleep(20);
    await running.stop();
    expect(sink.ends).toMatchObject([{ thresholds: [], unjudged: [{ metric: 'checks', text: 'rate>0.5' }] }]);
  });
});

describe.skipIf(K6 === undefined)(`a script that cannot be judged (${NEEDS_K6})`, () => {
  it.each([
    ['k6-script', 'a syntax error', 'export default function () {', 'Line 1:29 Unexpected end of input'],
    [
      'k6-script',
      'an exception in its init code',
      `throw new Error('no config'); export default () => {};`,
      'no config',
    ],
    [
      'k6-script',
      'a threshold on an unknown metric',
      `export const options = { thresholds: { nonesuch: ['p(95)<1'] } }; export default () => {};`,
      'no metric name "nonesuch" found',
    ],
    [
      'k6-hosts',
      'hosts of its own',
      `export const options = { hosts: { 'shop.example': '192.0.2.1' } }; export default () => {};`,
      'shop.example',
    ],
    [
      'k6-too-short',
      'less time than the steps',
      `export const options = { vus: 1, duration: '1s' }; export default () => {};`,
      'asks for 1s, but the steps take 1.5s',
    ],
    [
      'k6-tags',
      'no tag for the status',
      `export const options = { vus: 1, duration: '1m', systemTags: ['name'] }; export default () => {};`,
      'status',
    ],
  ])('is refused as %s: %s', async (code, _, script, quoted) => {
    using folder = new K6Folder();
    const error = await refusal(folder.spec(script, { duration: 1500 }));
    expect(error).toMatchObject({ code, exitCode: 2, message: expect.stringContaining(quoted) });
  });

  it('is missing', async () => {
    using folder = new K6Folder();
    const source = { kind: 'script', path: path.join(folder.path, 'nothere.js') } as const;
    expect(await refusal(folder.spec(IDLE, { source }))).toMatchObject({
      code: 'k6-script-missing',
      exitCode: 2,
    });
  });

  it.each([
    ['with users', IDLE],
    ['without a number of users', `export const options = { duration: '2s' }; export default () => {};`],
    [
      'with a scenario',
      `export const options = { scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '2s' } } }; export default () => {};`,
    ],
  ])('is accepted when it is sound, %s', async (_, script) => {
    using folder = new K6Folder();
    const ready = await createK6Generator().check?.([folder.spec(script)], NEVER);
    expect(ready?.startup).toBeGreaterThan(0);
  });
});

describe.skipIf(K6 === undefined)(`the inspection of a script (${NEEDS_K6})`, () => {
  it('is of the script that the arguments make of it, however long its options', async () => {
    using folder = new K6Folder();
    const script = `
      if (__ENV.SHOP !== 'one') throw new Error('which shop?');
      const scenarios = {};
      for (let n = 0; n < 500; n += 1) {
        scenarios['visitors_' + n] = { executor: 'constant-vus', vus: 1, duration: '2s', tags: { of: 'x'.repeat(100) } };
      }
      export const options = { scenarios };
      export default () => {};`;
    const ready = createK6Generator().check?.([folder.spec(script, { args: ['-e', 'SHOP=one'] })], NEVER);
    await expect(ready).resolves.toMatchObject({ startup: expect.any(Number) });
  });
});

describe.skipIf(K6 === undefined)(`a k6 that fails while it runs (${NEEDS_K6})`, () => {
  it.each([
    [
      'k6-exception',
      2,
      `export function setup() { throw new Error('no users'); } export default () => {};`,
      'no users',
    ],
    [
      'k6-aborted',
      4,
      `import exec from 'k6/execution'; export default () => exec.test.abort('enough');`,
      'enough',
    ],
    [
      'load-ended-early',
      4,
      `export const options = { iterations: 1 }; export default () => {};`,
      'before the last step ended',
    ],
  ])('says %s, exit code %i', async (code, exitCode, script, quoted) => {
    using folder = new K6Folder();
    const { failures, ends } = await runToEnd(folder.spec(script, { duration: 60_000 }));
    expect(failures).toEqual([
      expect.objectContaining({ load: 'visitors', error: expect.objectContaining({ code, exitCode }) }),
    ]);
    expect(failures[0]?.reason).toContain(quoted);
    expect(ends).toEqual([expect.objectContaining({ stopped: false })]);
  });

  it('says k6-config for options that the script and its arguments do not allow', async () => {
    using folder = new K6Folder();
    const { failures } = await runToEnd(folder.spec(IDLE, { args: ['--vus=-1'] }));
    expect(failures[0]?.error).toMatchObject({ code: 'k6-config', exitCode: 2 });
  });

  it('says k6-crashed with the end of its log when it is killed, and nothing of it is left', async () => {
    using folder = new K6Folder();
    const plain = folder.spec(
      `import http from 'k6/http'; ${IDLE.replace('sleep(0.1)', `console.log('still here'); sleep(0.1)`)}`,
    );
    const marker = { SQUALL_TEST: folder.path };
    const { sink, running } = await start({ ...plain, duration: 10_000, env: { ...plain.env, ...marker } });
    while (!sink.metrics.some(({ name }) => name === 'vus')) await systemClock.sleep(20);
    const [k6] = findMarked(marker);
    if (k6 === undefined) throw new Error('no k6');
    sendSignal(k6.pid, 'SIGKILL');
    while (sink.ends.length === 0) await systemClock.sleep(20);
    await running.settled(10_000);
    await running.stop();
    expect(sink.failures).toEqual([
      expect.objectContaining({ error: expect.objectContaining({ code: 'k6-crashed', exitCode: 4 }) }),
    ]);
    expect(sink.failures[0]?.reason).toContain('was killed by SIGKILL');
    expect(sink.failures[0]?.error?.hint).toContain('still here');
    expect(isGroupAlive(k6.group)).toBe(false);
    expect(findMarked(marker)).toEqual([]);
  });
});
