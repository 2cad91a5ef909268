import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { StampedEvent } from '../../src/core/events.ts';
import { systemClock } from '../../src/core/clock.ts';
import { startCli, type CliExit } from './cli.ts';
import { runFolders } from './leftovers.ts';

const SAMPLED_EVERY = 200;

/** What the kernel says of a process. */
export interface ProcessSample {
  /** Seconds from the start of the first step. */
  readonly at: number;
  /** Bytes in memory. */
  readonly resident: number;
  readonly descriptors: number;
  readonly threads: number;
}

/** What a thread of the runner says of itself, garbage collected. */
export interface ThreadSample {
  readonly at: number;
  /** `scenario` is the main one. */
  readonly thread: string;
  /** Bytes of its heap and of what belongs to it outside. */
  readonly kept: number;
  /** What its event loop waits for, by kind. */
  readonly active: Readonly<Record<string, number>>;
}

/** Samples are of the time from the first step to the end of the last. */
export interface SoakRun {
  readonly exit: CliExit;
  readonly outside: readonly ProcessSample[];
  readonly inside: readonly ThreadSample[];
}

export function soakFixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/soak/${name}`, import.meta.url));
}

/** Runs a scenario by the built command line in `folder`, and looks at its process until it ends. */
export async function soak(
  folder: string,
  scenario: string,
  preloaded: readonly string[] = [],
): Promise<SoakRun> {
  writeFileSync(join(folder, 'soak.yaml'), scenario);
  const log = join(folder, 'threads.jsonl');
  const modules = [...preloaded, 'collects-garbage.mjs'].map((name) => pathToFileURL(soakFixture(name)).href);
  const cli = startCli(['run', '--quiet', '--out', join(folder, 'runs'), 'soak.yaml'], {
    cwd: folder,
    env: { NODE_OPTIONS: modules.map((url) => `--import=${url}`).join(' '), SOAK_LOG: log },
  });
  const seen: ProcessSample[] = [];
  const sampling = setInterval(() => {
    const sample = sampleOf(cli.pid);
    if (sample !== undefined) seen.push(sample);
  }, SAMPLED_EVERY);
  const exit = await cli.exited;
  clearInterval(sampling);
  const { began, ended } = timesOf(runFolders(join(folder, 'runs'))[0]);
  if (began === undefined) throw new Error(`the run did not begin: ${exit.stdout}${exit.stderr}`);
  const fromBegin = <Sample extends { readonly at: number }>(samples: readonly Sample[]): Sample[] =>
    samples
      .filter(({ at }) => ended === undefined || at < ended)
      .map((sample) => ({ ...sample, at: (sample.at - began) / 1000 }));
  return { exit, outside: fromBegin(seen), inside: fromBegin(readThreads(log, cli.pid)) };
}

function sampleOf(pid: number): ProcessSample | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    const resident = field('VmRSS') * 1024;
    // A process that ends has no memory any more.
    if (!Number.isFinite(resident)) return undefined;
    const descriptors = readdirSync(`/proc/${pid}/fd`).length;
    return { at: systemClock.wall(), resident, descriptors, threads: field('Threads') };
  } catch {
    return undefined;
  }
}

interface RunTimes {
  readonly began?: number;
  readonly ended?: number;
}

/** When the first step began and the last one was over, in wall time. */
function timesOf(run: string | undefined): RunTimes {
  const file = join(run ?? '', 'events.jsonl');
  if (run === undefined || !existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const events = lines.map((line): StampedEvent => JSON.parse(line));
  const timeOf = (kind: StampedEvent['event']['kind']): number | undefined => {
    const at = events.find(({ event }) => event.kind === kind)?.at;
    return at === undefined ? undefined : Date.parse(at);
  };
  const [began, ended] = [timeOf('step.started'), timeOf('undo.started')];
  return { ...(began !== undefined && { began }), ...(ended !== undefined && { ended }) };
}

function readThreads(log: string, pid: number): ThreadSample[] {
  const lines = readFileSync(log, 'utf8').split('\n').filter(Boolean);
  return lines
    .map((line): ThreadSample & { readonly pid: number } => JSON.parse(line))
    .filter((sample) => sample.pid === pid);
}
