import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Clock, Milliseconds } from '../../core/clock.ts';
import { commandIn } from '../../exec/network/named-namespace.ts';
import { startProcess } from '../../exec/process-group.ts';
import type { K6LoadSpec, LoadSink, RunningLoad, Threshold } from '../load.ts';
import { k6Environment } from './environment.ts';
import { makeFifo } from './fifo.ts';
import { findK6 } from './find-k6.ts';
import { hostsOf } from './hosts.ts';
import { K6Run } from './k6-run.ts';
import { runArguments, type K6Files } from './run-arguments.ts';
import { generateScript, scriptEnvironment } from './script/generate-script.ts';
import { openStream } from './stream/open-stream.ts';

export interface StartContext {
  readonly epoch: Milliseconds;
  readonly sink: LoadSink;
  readonly clock: Clock;
  /** That the script declares. */
  readonly thresholds: readonly Threshold[];
  /** As `K6RunContext` has it. */
  readonly headStart: Milliseconds;
}

/**
 * Starts k6 for one load; its files are in a folder beside its log.
 * @throws SquallError as `findK6`, `makeFifo` and `spawnGroup`.
 */
export async function startK6(spec: K6LoadSpec, context: StartContext): Promise<RunningLoad> {
  const { clock, sink } = context;
  const { signal } = new AbortController();
  const k6 = await findK6(spec.env, { clock, signal });
  const folder = path.join(path.dirname(spec.log), `${spec.name}.k6`);
  const files: K6Files = {
    config: path.join(folder, 'config.json'),
    stream: path.join(folder, 'points'),
    summary: path.join(folder, 'summary.json'),
  };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(files.config, JSON.stringify({ hosts: hostsOf(spec) }, null, 2));
  await makeFifo(files.stream, spec.env, { clock, signal });
  const { script, env } = await scriptOf(spec, folder, clock.wall() + context.epoch - clock.now());
  const run = new K6Run({ ...context, spec, files });
  const { metrics, sampleTags, policy } = spec;
  const stream = await openStream(
    { path: files.stream, intake: { metrics, sampleTags, policy } },
    { deliver: (batch) => run.deliver(batch), failed: (reason) => sink.failed(spec.name, reason) },
  );
  const argv = [k6.program, ...runArguments(script, files, spec.args)];
  const process = await startProcess({
    argv: commandIn(spec.home === undefined ? 'host' : { name: spec.home.namespace }, argv),
    env,
    cwd: spec.cwd,
    log: spec.log,
    clock,
    ...(spec.mask && { mask: spec.mask }),
  }).catch(async (error: unknown) => {
    await stream.finish();
    await rm(files.stream, { force: true });
    throw error;
  });
  sink.started(spec.name, k6.text, process);
  run.follow(process, stream);
  return run;
}

async function scriptOf(
  spec: K6LoadSpec,
  folder: string,
  epoch: number,
): Promise<{ readonly script: string; readonly env: K6LoadSpec['env'] }> {
  const { source } = spec;
  const env = k6Environment(spec);
  if (source.kind === 'script') return { script: source.path, env };
  const script = path.join(folder, 'script.js');
  await writeFile(script, generateScript(source.arrivals));
  return { script, env: { ...env, ...scriptEnvironment(source.arrivals, epoch) } };
}
