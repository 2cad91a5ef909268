import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { systemClock } from '../../../../src/core/clock.ts';
import { inheritedEnvironment } from '../../../../src/exec/inherited-environment.ts';
import { createK6Generator } from '../../../../src/load/k6/generator.ts';
import type { K6LoadSpec, RunningLoad } from '../../../../src/load/load.ts';
import { RecordingSink } from '../builtin/recording-sink.ts';

/** A folder with a script, in which k6 runs. */
export class K6Folder implements Disposable {
  readonly path: string = mkdtempSync(path.join(tmpdir(), 'squall-k6-test-'));

  file(name: string, text: string, mode = 0o644): string {
    const file = path.join(this.path, name);
    writeFileSync(file, text, { mode });
    return file;
  }

  /** A load of k6 called `visitors` that runs `script` for a second. */
  spec(script: string, changes: Partial<K6LoadSpec> = {}): K6LoadSpec {
    return {
      kind: 'k6',
      name: 'visitors',
      env: inheritedEnvironment(process.env),
      cwd: this.path,
      duration: 1000,
      log: path.join(this.path, 'visitors.log'),
      policy: 'server-errors',
      metrics: [],
      sampleTags: [],
      source: { kind: 'script', path: this.file('script.js', script) },
      args: [],
      targets: [],
      ...changes,
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export interface K6Run {
  readonly sink: RecordingSink;
  readonly epoch: number;
  readonly running: RunningLoad;
}

export async function start(spec: K6LoadSpec, startup = 0): Promise<K6Run> {
  const sink = new RecordingSink();
  const epoch = systemClock.now() + startup;
  const running = await createK6Generator().start([spec], epoch, sink);
  return { sink, epoch, running };
}

/** Runs k6 until it ends by itself. */
export async function runToEnd(spec: K6LoadSpec): Promise<RecordingSink> {
  const { sink, running } = await start(spec);
  while (sink.ends.length === 0) await systemClock.sleep(20);
  await running.stop();
  return sink;
}

export interface Origin extends AsyncDisposable {
  readonly port: number;
}

export async function serve(listener: RequestListener): Promise<Origin> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
