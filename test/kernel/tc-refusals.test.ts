import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { SquallError } from '../../src/core/errors.ts';
import type { KernelPlace } from '../../src/drivers/driver.ts';
import { rootOf } from '../../src/exec/network/qdiscs.ts';
import { joinNamespaces, run } from '../helpers/kernel-network.ts';
import { networkState } from '../helpers/network-state.ts';
import { temporaryFolder } from '../helpers/processes.ts';
import { edgeOf, edgeThroughIfb, LEFT, qdiscs, RIGHT, tcLab } from '../helpers/tc-lab.ts';

async function refusalOf(attempt: Promise<unknown>): Promise<SquallError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof SquallError) return error;
  throw error ?? new Error('it was not refused');
}

function tc(line: string): void {
  run(`tc -n left ${line}`);
}

/** The two namespaces, and a way from this one to the right one. */
function joinHost(): void {
  joinNamespaces();
  run('ip link add name lab0 type veth peer name eth1 netns right');
  onTestFinished(() => {
    run('ip link del lab0');
  });
  run('ip address add 10.8.0.1/24 dev lab0');
  run('ip link set lab0 up');
}

/** Tools that the kernel gives no capability. */
function withoutCapabilities(): string {
  const folder = temporaryFolder();
  const setpriv = run('which setpriv').trim();
  for (const tool of ['tc', 'ip', 'nsenter', 'unshare']) {
    const path = run(`which ${tool}`).trim();
    const script = `#!/bin/sh\nexec ${setpriv} --bounding-set=-all --inh-caps=-all -- ${path} "$@"\n`;
    writeFileSync(join(folder, tool), script);
    chmodSync(join(folder, tool), 0o755);
  }
  return folder;
}

const CLAIMS = '/run/squall';

describe('a qdisc of somebody else', () => {
  it('is refused by its name, and left', async () => {
    joinNamespaces();
    tc('qdisc add dev eth0 root handle 10: tbf rate 1mbit burst 1600 latency 400ms');
    const before = networkState();
    const refusal = await refusalOf(tcLab().install(edgeOf('edge')));
    expect(refusal).toMatchObject({ code: 'foreign-qdisc', exitCode: 3 });
    expect(refusal.message).toContain('`tbf 10:`');
    expect(refusal.hint).toMatch(/`tc -n \S+ qdisc del dev eth0 root`/);
    expect(networkState()).toEqual(before);
  });

  it('is replaced where the scenario says so, and put back as it was', async () => {
    joinNamespaces();
    for (const words of [
      'tbf rate 780kbit burst 1600 latency 400ms',
      'netem limit 500 delay 20ms loss 1%',
      'fq_codel limit 500 target 6ms',
      'pfifo limit 77',
    ]) {
      tc(`qdisc replace dev eth0 root handle 10: ${words}`);
      const before = networkState();
      const lab = tcLab();
      await lab.install(edgeOf('edge', { onForeign: 'replace' }));
      expect(rootOf(qdiscs('left'))?.handle).toBe('5371:');
      await lab.revert();
      expect(networkState()).toEqual(before);
      tc('qdisc del dev eth0 root');
    }
  });

  it.each([
    [
      'has classes',
      [
        'qdisc add dev eth0 root handle 1: htb default 10',
        'class add dev eth0 parent 1: classid 1:10 htb rate 1mbit',
      ],
    ],
    [
      'has children',
      [
        'qdisc add dev eth0 root handle 1: tbf rate 1mbit burst 1600 latency 9ms',
        'qdisc add dev eth0 parent 1:1 handle 2: pfifo',
      ],
    ],
  ])('is not replaced where it %s, which tc could not make again', async (_what, lines) => {
    joinNamespaces();
    for (const line of lines) tc(line);
    const before = networkState();
    const refusal = await refusalOf(tcLab().install(edgeOf('edge', { onForeign: 'replace' })));
    expect(refusal).toMatchObject({ code: 'foreign-qdisc', exitCode: 3 });
    expect(networkState()).toEqual(before);
  });

  // The second is the handle of our own netem, which the undo changes.
  it.each(['77:', '5372:'])(
    'is reported and left where %s was put over ours, and all else is undone',
    async (handle) => {
      joinNamespaces();
      const lab = tcLab();
      const [link] = await lab.install(edgeOf('edge'));
      tc('qdisc replace dev eth0 root pfifo');
      tc(`qdisc replace dev eth0 root handle ${handle} netem delay 3ms`);
      const lost = await refusalOf(
        link?.change({ up: { delay: 1 }, down: {}, connection: {} }) ?? Promise.resolve(),
      );
      expect(lost).toMatchObject({ code: 'impairments-replaced', exitCode: 4 });
      const failure = await refusalOf(lab.revert());
      expect(failure).toMatchObject({ code: 'undo-failed', exitCode: 5 });
      expect(failure.message).toContain(`\`netem ${handle}\``);
      expect(rootOf(qdiscs('left'))).toMatchObject({ handle, options: { delay: { delay: 0.003 } } });
      expect(rootOf(qdiscs('right'))?.handle).toBe('0:');
      // Once it is gone, nothing is left to undo.
      tc('qdisc del dev eth0 root');
      await lab.revert();
      expect(existsSync(CLAIMS) ? run(`ls ${CLAIMS}`) : '').toBe('');
    },
  );

  it('is refused on the way in as well', async () => {
    joinNamespaces();
    tc('qdisc add dev eth0 clsact');
    const refusal = await refusalOf(tcLab().install(edgeThroughIfb('edge', { onForeign: 'replace' })));
    expect(refusal).toMatchObject({ code: 'foreign-qdisc', exitCode: 3 });
    expect(refusal.message).toContain('clsact');
    expect(qdiscs('left')).toContainEqual(expect.objectContaining({ kind: 'clsact' }));
    expect(rootOf(qdiscs('left'))?.handle).toBe('0:');
  });
});

describe('two runs on one interface', () => {
  it('are refused with the name of the first, which goes on', async () => {
    joinNamespaces();
    const first = tcLab({ run: 'first-run' });
    await first.install(edgeOf('edge'));
    const during = networkState();
    const second = tcLab({ run: 'second-run' });
    const refusal = await refusalOf(second.install(edgeThroughIfb('edge')));
    expect(refusal).toMatchObject({ code: 'interface-in-use', exitCode: 3 });
    expect(refusal.message).toContain('`first-run`');
    expect(networkState()).toEqual(during);
    await first.revert();
    await second.install(edgeThroughIfb('edge'));
    await second.revert();
  });

  it('that come at the same moment get one interface once', async () => {
    joinNamespaces();
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map(async (name) => await tcLab({ run: name }).install(edgeOf('edge'))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual(
      Array.from({ length: 2 }, () => expect.objectContaining({ reason: expect.any(SquallError) })),
    );
  });
});

describe('an interface that this machine cannot do without', () => {
  const place: Partial<KernelPlace> = { up: { netns: 'host', device: 'lab0' }, down: RIGHT };

  it('is never the loopback, whatever is allowed', async () => {
    joinNamespaces();
    for (const netns of ['host', { name: 'left' }] as const) {
      const up = { netns, device: 'lo' };
      const refusal = await refusalOf(tcLab().install(edgeOf('edge', { up, down: RIGHT, allow: true })));
      expect(refusal).toMatchObject({ code: 'guarded-interface', exitCode: 3 });
    }
  });

  it('is the one of the default route, also below a bridge or a VLAN, unless it is allowed', async () => {
    joinHost();
    run('ip route add default via 10.8.0.2 dev lab0');
    const refusal = await refusalOf(tcLab().install(edgeOf('edge', place)));
    expect(refusal).toMatchObject({ code: 'guarded-interface', exitCode: 3 });
    expect(refusal.message).toContain('default route');
    run('ip link property add dev lab0 altname way-out');
    const alias = { netns: 'host', device: 'way-out' } as const;
    const sameByAlias = await refusalOf(tcLab().install(edgeOf('edge', { ...place, up: alias })));
    expect(sameByAlias).toMatchObject({ code: 'guarded-interface' });
    const lab = tcLab();
    await lab.install(edgeOf('edge', { ...place, allow: true }));
    await lab.revert();
    run('ip route del default');
    await lab.install(edgeOf('edge', place));
    await lab.revert();
    run('ip link add link lab0 name lab0.7 type vlan id 7');
    run('ip address add 10.7.0.1/24 dev lab0.7');
    run('ip link set lab0.7 up');
    run('ip route add default via 10.7.0.2 dev lab0.7');
    const below = await refusalOf(tcLab().install(edgeOf('edge', place)));
    expect(below.message).toContain('`lab0.7` is made from it');
  });

  it('is the one of the SSH session', async () => {
    joinHost();
    const sshConnection = '10.8.0.9 50000 10.8.0.1 22';
    const refusal = await refusalOf(tcLab({ sshConnection }).install(edgeOf('edge', place)));
    expect(refusal).toMatchObject({ code: 'guarded-interface', exitCode: 3 });
    expect(refusal.message).toContain('SSH session');
  });
});

describe('what this machine cannot do', () => {
  it('is said when there is no tc', async () => {
    joinNamespaces();
    const refusal = await refusalOf(tcLab({ path: temporaryFolder() }).install(edgeOf('edge')));
    expect(refusal).toMatchObject({ code: 'tool-not-found', exitCode: 3 });
    expect(refusal.hint).toMatch(/install/);
  });

  it('is said when the kernel does not permit it, here or in another namespace', async () => {
    joinNamespaces();
    run('ip link add name lab0 type veth peer name eth1 netns right');
    onTestFinished(() => {
      run('ip link del lab0');
    });
    const before = networkState();
    const up = { netns: 'host', device: 'lab0' } as const;
    const path = withoutCapabilities();
    for (const place of [{}, { up, down: { ...up } }]) {
      const refusal = await refusalOf(
        tcLab({ path }).install(
          edgeOf('edge', { ...place, match: [{ address: '10.0.0.1', protocol: 'tcp' }] }),
        ),
      );
      expect(refusal).toMatchObject({ code: 'not-permitted', exitCode: 3 });
      expect(refusal.hint).toContain('CAP_NET_ADMIN');
    }
    expect(networkState()).toEqual(before);
  });

  it('is said when the kernel has no sch_netem, in the words of the distribution', async () => {
    joinNamespaces();
    const file = '/etc/modprobe.d/squall-lab.conf';
    mkdirSync('/etc/modprobe.d', { recursive: true });
    writeFileSync(file, 'install sch_netem /bin/false\n');
    run('rmmod sch_netem');
    onTestFinished(() => {
      rmSync(file);
      run('modprobe sch_netem');
    });
    const before = networkState();
    const lab = tcLab();
    const refusal = await refusalOf(lab.install(edgeOf('edge')));
    expect(refusal).toMatchObject({ code: 'kernel-module-missing', exitCode: 3 });
    expect(refusal.message).toContain('sch_netem');
    expect(refusal.hint).toMatch(/CONFIG_NET_SCH_NETEM.*`proxy`/);
    expect(lab.effects).toEqual([]);
    expect(networkState()).toEqual(before);
  });

  it('is said when there is no such interface, namespace or process', async () => {
    joinNamespaces();
    for (const [up, code] of [
      [{ ...LEFT, device: 'eth7' }, 'no-such-interface'],
      [{ ...LEFT, device: '-batch' }, 'no-such-interface'],
      [{ netns: { name: 'middle' }, device: 'eth0' }, 'no-such-namespace'],
      [{ netns: { name: '../left' }, device: 'eth0' }, 'no-such-namespace'],
      [{ netns: { pid: 99_999_999 }, device: 'eth0' }, 'no-such-namespace'],
    ] as const) {
      const lab = tcLab();
      const refusal = await refusalOf(lab.install(edgeOf('edge', { up })));
      expect(refusal).toMatchObject({ code, exitCode: 3 });
      expect(refusal.hint).toBeDefined();
      expect(lab.effects).toEqual([]);
    }
  });
});
