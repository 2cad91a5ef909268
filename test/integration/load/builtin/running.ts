import { systemClock } from '../../../../src/core/clock.ts';
import { createBuiltinGenerator } from '../../../../src/load/builtin/generator.ts';
import type { TlsTrust } from '../../../../src/load/builtin/socket.ts';
import type { BuiltinLoadSpec, RequestSpec, RunningLoad } from '../../../../src/load/load.ts';
import { RecordingSink } from './recording-sink.ts';

export function request(port: number, changes: Partial<RequestSpec> = {}): RequestSpec {
  const path = changes.path ?? '/';
  return {
    name: `GET ${path}`,
    target: { origin: `http://127.0.0.1:${port}`, connect: { host: '127.0.0.1', port } },
    method: 'GET',
    path,
    headers: {},
    timeout: 5000,
    weight: 1,
    ...changes,
  };
}

/** `rate` requests a second for `seconds`, unless `changes` says otherwise. */
export function load(
  requests: readonly RequestSpec[],
  [rate, seconds]: readonly [number, number],
  changes: Partial<BuiltinLoadSpec> = {},
): BuiltinLoadSpec {
  return {
    kind: 'builtin',
    name: 'visitors',
    requests,
    mode: 'mix',
    arrivals: 'even',
    segments: [{ start: 0, end: seconds * 1000, from: rate, to: rate }],
    keepAlive: true,
    policy: 'server-errors',
    maxOpen: 10_000,
    seed: 1,
    ...changes,
  };
}

export interface Run {
  readonly sink: RecordingSink;
  readonly epoch: number;
  readonly running: RunningLoad;
}

/** Starts the loads in this thread, now. */
export async function start(specs: readonly BuiltinLoadSpec[], tls: TlsTrust = {}): Promise<Run> {
  const sink = new RecordingSink();
  const epoch = systemClock.now();
  const running = await createBuiltinGenerator({ thread: false, tls }).start(specs, epoch, sink);
  return { sink, epoch, running };
}

/** Runs one load to its end and stops it. */
export async function runToEnd(spec: BuiltinLoadSpec, tls: TlsTrust = {}): Promise<RecordingSink> {
  const { sink, running } = await start([spec], tls);
  await running.settled(Math.max(...spec.segments.map(({ end }) => end)));
  await running.stop();
  return sink;
}
