import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/core/clock.ts';
import { makeFifo } from '../../../../src/load/k6/fifo.ts';
import { startK6 } from '../../../../src/load/k6/start-k6.ts';
import type { IntakeBatch } from '../../../../src/load/k6/stream/intake.ts';
import { openStream } from '../../../../src/load/k6/stream/open-stream.ts';
import { RecordingSink } from '../builtin/recording-sink.ts';
import { K6Folder } from './running.ts';

const ENV = { PATH: '/usr/bin:/bin' };
const CONTEXT = { clock: systemClock, signal: new AbortController().signal };
const LINE =
  '{"metric":"m","type":"Point","data":{"time":"2026-11-22T01:38:02Z","value":1,"tags":{"a":"b"}}}\n';

async function failuresWith(tags: Readonly<Record<string, string>>): Promise<readonly string[]> {
  using folder = new K6Folder();
  const fifo = path.join(folder.path, 'points');
  await makeFifo(fifo, ENV, CONTEXT);
  const failures: string[] = [];
  const batches: IntakeBatch[] = [];
  const stream = await openStream(
    { path: fifo, intake: { metrics: [{ metric: 'm', tags }], sampleTags: [], policy: 'strict' } },
    { deliver: (batch) => batches.push(batch), failed: (reason) => failures.push(reason) },
  );
  writeFileSync(fifo, LINE);
  while (failures.length === 0 && batches.length === 0) await systemClock.sleep(20);
  await stream.finish();
  // The thread ends a moment after it has told so.
  await systemClock.sleep(200);
  return failures;
}

describe('the thread that reads what k6 streams', () => {
  it('says at once that it has failed', async () => {
    // Nothing that a person can write makes it fail; tags that are none do.
    const none = JSON.parse('null');
    expect(await failuresWith(none)).toEqual([expect.stringContaining('the thread that reads k6 failed: ')]);
  });

  it('has not failed when it ends', async () => {
    expect(await failuresWith({ a: 'b' })).toEqual([]);
  });
});

describe('a k6 that does not start', () => {
  it('leaves no named pipe', async () => {
    using folder = new K6Folder();
    const binary = folder.file('k6', "#!/bin/sh\necho 'k6 v2.2.0'\n", 0o755);
    const plain = folder.spec('export default () => {};', { env: { ...ENV, K6_BINARY: binary } });
    const spec = { ...plain, cwd: path.join(folder.path, 'nothere') };
    const context = { epoch: 0, sink: new RecordingSink(), clock: systemClock, thresholds: [], headStart: 0 };
    await expect(startK6(spec, context)).rejects.toMatchObject({ code: 'folder-not-found' });
    expect(existsSync(path.join(folder.path, 'visitors.k6'))).toBe(true);
    expect(existsSync(path.join(folder.path, 'visitors.k6', 'points'))).toBe(false);
  });
});
