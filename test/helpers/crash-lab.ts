import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';

import { run } from './kernel-network.ts';
import { processesOf, reapersOf, runFolders } from './leftovers.ts';
import { journalOf } from './namespace-run.ts';
import { soundPlan } from './planning.ts';
import { becomesTrue, fixtureCommand, testEnvironment } from './processes.ts';

/** So many runs are under way at once, each on an interface of its own: most of a run is waiting. */
export const LANES = 4;

const PRELOAD = fileURLToPath(new URL('../fixtures/processes/crash-at.mjs', import.meta.url));
const [NODE = 'node', HEALTH = ''] = fixtureCommand('health.mjs');

/** Everything that a run can do to a network: namespaces, pairs, trees, an ifb, and a qdisc of somebody else replaced. */
const scenario = (lane: number): string => `version: 1
name: crash
confidence: none
services:
  stall:
    in: namespace
    start: { command: [${NODE}, ${HEALTH}], env: { HOST: "\${host}", PORT: "\${port}" } }
    ready: { within: 30s }
  far: { url: "http://10.7.${lane}.2:8080" }
edges:
  market: { from: visitors, to: stall }
  uplink: { from: callers, to: far, via: tc, on: { interface: lab${lane}, replace: true } }
load:
  visitors: { through: market, in: namespace, rate: 5/s, requests: [get: /] }
  callers: { through: uplink, rate: 5/s, requests: [get: /] }
steps:
  - { name: slow, for: 400ms, settle: 200ms, impair: { market: { rtt: 20ms }, uplink: { rtt: 20ms } } }
  - { name: lossy, for: 400ms, settle: 200ms, impair: { market: { loss: 5% }, uplink: { delay: { down: 30ms } } } }
`;

export interface CrashOptions {
  /** From 0 to LANES - 1. */
  readonly lane: number;
  /** A moment of the list. */
  readonly at?: string;
  /** Every moment is written there. */
  readonly list?: string;
  /** The reaper dies a moment before its runner. */
  readonly withReaper?: boolean;
}

export interface CrashingRun {
  readonly child: ChildProcess;
  /** Resolves with what ended it. */
  readonly ended: Promise<NodeJS.Signals | number | null>;
  readonly said: () => string;
  /** Absent when it was ended before it made one. */
  readonly folder: () => string | undefined;
}

let files = '';
let far: ChildProcess | undefined;

/** Before the tests of a file: an interface for each lane, with a qdisc of somebody else, and a server at its other end. */
export function useCrashLab(): void {
  beforeAll(async () => {
    files = mkdtempSync(join(tmpdir(), 'squall-crash-'));
    run('ip netns add far');
    for (let lane = 0; lane < LANES; lane += 1) {
      run(`ip link add name lab${lane} type veth peer name far${lane} netns far`);
      run(`ip address add 10.7.${lane}.1/24 dev lab${lane}`);
      run(`ip link set lab${lane} up`);
      run(`ip -n far address add 10.7.${lane}.2/24 dev far${lane}`);
      run(`ip -n far link set far${lane} up`);
      run(`tc qdisc add dev lab${lane} root handle 10: tbf rate 100mbit burst 32000 latency 400ms`);
      writeFileSync(planFile(lane), JSON.stringify(soundPlan(scenario(lane))));
    }
    far = spawn('ip', ['netns', 'exec', 'far', NODE, HEALTH], {
      env: { ...testEnvironment, HOST: '0.0.0.0', PORT: '8080' },
      stdio: 'ignore',
    });
    if (!(await becomesTrue(farListens, 10_000)))
      throw new Error('the server at the far end does not listen');
  });
  afterAll(() => {
    far?.kill('SIGKILL');
    // The pairs go with their other ends.
    for (let lane = 0; lane < LANES; lane += 1) run(`ip link del lab${lane}`);
    run('ip netns del far');
    rmSync(files, { recursive: true, force: true });
  });
}

function farListens(): boolean {
  return run('ip netns exec far ss -tlnH').includes(':8080');
}

function planFile(lane: number): string {
  return join(files, `plan-${lane}.json`);
}

let runs = 0;

/** Starts one run; it ends by itself, at its moment, or when it is killed. */
export function startCrashing({ lane, at, list, withReaper = false }: CrashOptions): CrashingRun {
  runs += 1;
  const out = join(files, `run-${runs}`);
  mkdirSync(out);
  const [program = '', script = ''] = fixtureCommand('planned-run.mjs');
  const child = spawn(program, ['--import', PRELOAD, script, planFile(lane), out], {
    env: {
      ...testEnvironment,
      ...(at !== undefined && { CRASH_AT: at }),
      ...(list !== undefined && { CRASH_LIST: list }),
      ...(withReaper && { CRASH_REAPER: '1' }),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'exit').then(() => child.signalCode ?? child.exitCode);
  return { child, ended, said: () => said, folder: () => runFolders(out)[0] };
}

/**
 * Every moment at which one full run touches the world, in its order. What comes before one effect and after another, with nothing
 * between, is one moment.
 */
export async function listMoments(): Promise<string[]> {
  const list = join(files, 'moments');
  const { ended, said } = startCrashing({ lane: 0, list });
  const exit = await ended;
  // Too short to prove anything, and that is all that may be wrong with it.
  if (exit !== 6) throw new Error(`the full run ended with ${exit}: ${said()}`);
  const all = readFileSync(list, 'utf8').trim().split('\n');
  return all.filter((name, index) => {
    const previous = all[index - 1] ?? '';
    return !name.startsWith('before ') || !previous.startsWith('after ');
  });
}

/** Waits for the reaper of a run whose runner is dead, if it had one; says what is wrong. */
export async function waitForReaper(folder: string): Promise<string[]> {
  const hadReaper = reapersOf(folder).length > 0;
  await becomesTrue(() => reapersOf(folder).length === 0, 180_000);
  const last = journalOf(folder).at(-1) ?? 'nothing';
  const isReaped = last.includes('"kind":"run.reaped","failed":[]');
  return [
    ...(hadReaper && !isReaped
      ? [`its reaper wrote: ${last}`, readFileSync(join(folder, 'reaper.log'), 'utf8')]
      : []),
    ...processesOf(folder).map((pid) => `process ${pid} lives`),
  ];
}
