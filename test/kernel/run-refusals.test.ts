import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

import { readResult } from '../../src/report/read-result.ts';
import { run } from '../helpers/kernel-network.ts';
import { startRun } from '../helpers/namespace-run.ts';
import { differences, networkState } from '../helpers/network-state.ts';
import { temporaryFolder } from '../helpers/processes.ts';
import { FAR_HOST, FAR_PORT, routeToFar } from '../helpers/routed-network.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/scenario.js', import.meta.url));
const HEALTH = fileURLToPath(new URL('../fixtures/processes/health.mjs', import.meta.url));

const onInterface = (device: string): string => `version: 1
name: refused
services:
  far: { url: "http://${FAR_HOST}:${FAR_PORT}" }
edges:
  uplink: { from: near, to: far, via: tc, on: { interface: ${device} } }
load:
  near: { through: uplink, rate: 2/s, requests: [get: /] }
steps:
  - { name: slow, for: 1s, settle: 500ms, impair: { uplink: { rtt: 50ms } } }
`;

const IN_NAMESPACE = `version: 1
name: refused
services:
  stall:
    in: namespace
    start: { command: [node, ${HEALTH}], env: { HOST: "\${host}", PORT: "\${port}" } }
edges:
  market: { from: visitors, to: stall }
load:
  visitors: { through: market, rate: 2/s, requests: [get: /] }
steps:
  - { name: slow, for: 1s, settle: 500ms, impair: { market: { rtt: 50ms } } }
`;

interface Refused {
  readonly exitCode: number | null;
  readonly said: string;
  readonly code: string | undefined;
  readonly hint: string | undefined;
  /** What the journal says was begun. */
  readonly effects: readonly string[];
}

/** Runs a scenario, as a program with arguments of its own where it is to have fewer rights. */
async function refusalOf(text: string, as: readonly string[] = []): Promise<Refused> {
  const folder = temporaryFolder();
  chmodSync(folder, 0o777);
  const file = join(folder, 'refused.yaml');
  writeFileSync(file, text);
  const argv = [...as, process.execPath, PROGRAM, 'run', file, '--out', join(folder, 'runs')];
  const child = spawn(argv[0] ?? '', argv.slice(1), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (said += part));
  }
  await once(child, 'close');
  const [name = ''] = readdirSync(join(folder, 'runs'));
  const made = join(folder, 'runs', name);
  const [error] = (await readResult(made)).errors;
  const effects = readFileSync(join(made, 'journal.jsonl'), 'utf8')
    .split('\n')
    .filter((record) => record.includes('"effect.intended"'));
  return { exitCode: child.exitCode, said, code: error?.code, hint: error?.hint, effects };
}

const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
const POWERLESS = ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--'];

describe('a run that this machine is not able to carry out', () => {
  it.each([
    ['another user', NOBODY],
    ['root without capabilities', POWERLESS],
  ])(
    'ends as %s with a named error, and has touched nothing',
    async (_who, as) => {
      await routeToFar();
      const before = networkState();
      for (const text of [onInterface('lab0'), IN_NAMESPACE]) {
        const { said, ...refused } = await refusalOf(text, as);
        expect(refused).toMatchObject({ exitCode: 3, code: 'not-permitted', effects: [] });
        expect(refused.hint).toContain('CAP_NET_ADMIN');
        expect(said).toContain('not-permitted');
        expect(differences(before, networkState())).toEqual([]);
      }
    },
    180_000,
  );

  it('ends without tc, and says what to install', async () => {
    await routeToFar();
    const tc = run('which tc').trim();
    renameSync(tc, `${tc}.away`);
    onTestFinished(() => renameSync(`${tc}.away`, tc));
    for (const text of [onInterface('lab0'), IN_NAMESPACE]) {
      const refused = await refusalOf(text);
      expect(refused).toMatchObject({ exitCode: 3, code: 'tool-not-found', effects: [] });
      expect(refused.hint).toContain('iproute');
    }
  }, 120_000);

  it('ends without sch_netem, and falls back to nothing', async () => {
    await routeToFar();
    const before = networkState();
    mkdirSync('/etc/modprobe.d', { recursive: true });
    const file = '/etc/modprobe.d/squall-lab.conf';
    writeFileSync(file, 'install sch_netem /bin/false\n');
    run('rmmod sch_netem');
    onTestFinished(() => {
      rmSync(file);
      run('modprobe sch_netem');
    });
    for (const text of [onInterface('lab0'), IN_NAMESPACE]) {
      const refused = await refusalOf(text);
      expect(refused).toMatchObject({ exitCode: 3, code: 'kernel-module-missing', effects: [] });
      expect(refused.said).toContain('sch_netem');
    }
    expect(differences(before, networkState())).toEqual([]);
  }, 120_000);

  it('ends where there is no such interface, and says how to list them', async () => {
    await routeToFar();
    const before = networkState();
    const refused = await refusalOf(onInterface('lab7'));
    expect(refused).toMatchObject({ exitCode: 3, code: 'no-such-interface', effects: [] });
    expect(refused.hint).toContain('ip link');
    expect(differences(before, networkState())).toEqual([]);
  }, 60_000);
});

describe('a machine without IPv6', () => {
  it('runs namespaces with IPv4 alone', async () => {
    run('sysctl -q -w net.ipv6.conf.all.disable_ipv6=1');
    onTestFinished(() => void run('sysctl -q -w net.ipv6.conf.all.disable_ipv6=0'));
    const before = networkState();
    expect(JSON.stringify(before)).not.toContain('inet6');
    const file = join(temporaryFolder(), 'ipv4.yaml');
    writeFileSync(file, IN_NAMESPACE.replace('for: 1s, settle: 500ms', 'for: 10s, settle: 6s'));
    const running = startRun(file);
    await running.exitCode;
    const { errors, steps, undo } = await running.result();
    expect({ errors, undo }).toEqual({ errors: [], undo: { ok: true, failures: [] } });
    expect(steps[0]?.edges[0]?.usage.bytes.up).toBeGreaterThan(0);
    expect(differences(before, networkState())).toEqual([]);
  }, 120_000);
});
