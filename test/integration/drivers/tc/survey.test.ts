import { describe, expect, it } from 'vitest';

import { surveyNamespace, type SurveyedInterface } from '../../../../src/drivers/tc/survey.ts';
import { locate } from '../../../../src/exec/network/namespace.ts';
import type { RunTool, ToolResult } from '../../../../src/exec/network/run-tool.ts';

interface Told {
  readonly devices: readonly string[];
  readonly qdiscs: readonly object[];
  /** At the ingress, by device. */
  readonly filters?: Readonly<Record<string, readonly object[]>>;
}

const said = (value: unknown): ToolResult => ({ exitCode: 0, stdout: JSON.stringify(value), stderr: '' });

/** What the tools say of a namespace, in the place of a kernel. */
function tools({ devices, qdiscs, filters = {} }: Told): RunTool {
  return async (argv) => {
    if (argv.includes('address')) return said(devices.map((ifname, ifindex) => ({ ifname, ifindex })));
    if (argv.includes('filter')) return said(filters[argv[argv.indexOf('dev') + 1] ?? ''] ?? []);
    return said(qdiscs);
  };
}

async function survey(told: Told): Promise<Pick<SurveyedInterface, 'up' | 'down'>[]> {
  const at = await locate({ netns: 'host', device: '' });
  const found = await surveyNamespace(tools(told), at);
  return found.map(({ at: { device }, up, down }) => ({ device, up, down }));
}

const NOTHING = { kind: 'nothing' } as const;
const COUNTERS = { packets: 5, bytes: 500, drops: 1, overlimits: 0 } as const;

function ours(impairment: object): object {
  return { kind: 'ours', shapes: [{ impairment, counters: COUNTERS }] };
}

const denied: RunTool = async () => ({
  exitCode: 1,
  stdout: '',
  stderr: 'RTNETLINK answers: Operation not permitted',
});

function tree(dev: string, options: object): object[] {
  return [
    { dev, kind: 'prio', handle: '5371:', root: true, options: { bands: 2 } },
    { dev, kind: 'pfifo', handle: '8005:', parent: '5371:1', options: {} },
    { dev, kind: 'netem', handle: '5372:', parent: '5371:2', options, ...COUNTERS },
  ];
}

function redirectTo(device: string): object[] {
  return [{ kind: 'u32', options: { actions: [{ kind: 'mirred', to_dev: device }] } }];
}

describe('what is on the interfaces of a namespace', () => {
  it("is nothing where the kernel's own queues are", async () => {
    const told = {
      devices: ['lo', 'eth0', 'eth1', 'eth2'],
      qdiscs: [
        { dev: 'lo', kind: 'noqueue', handle: '0:', root: true, options: {} },
        { dev: 'eth0', kind: 'fq_codel', handle: '0:', root: true, options: { limit: 10240 } },
        { dev: 'eth1', kind: 'mq', handle: '0:', root: true, options: {} },
        { dev: 'eth1', kind: 'fq_codel', handle: '0:', parent: ':1', options: {} },
      ],
    };
    expect(await survey(told)).toEqual(
      ['eth0', 'eth1', 'eth2'].map((device) => ({ device, up: NOTHING, down: NOTHING })),
    );
  });

  it('is ours where our tree is, with what comes in shown at the interface and not at our device', async () => {
    const told = {
      devices: ['lo', 'eth0', 'squall-12345678'],
      qdiscs: [
        ...tree('eth0', { limit: 100000, delay: { delay: 0.1, jitter: 0 } }),
        { dev: 'eth0', kind: 'ingress', handle: 'ffff:', parent: 'ffff:fff1', options: {} },
        ...tree('squall-12345678', { limit: 50, rate: { rate: 125000 } }),
      ],
      filters: { eth0: redirectTo('squall-12345678') },
    };
    expect(await survey(told)).toEqual([
      { device: 'eth0', up: ours({ delay: 100 }), down: ours({ rate: 1e6 }) },
    ]);
    // Where the redirection is gone, the device is all there is to see.
    const orphan = await survey({ ...told, filters: {} });
    expect(orphan.map(({ up, down }) => [up.kind, down.kind])).toEqual([
      ['ours', 'foreign'],
      ['ours', 'nothing'],
    ]);
  });

  it("is somebody else's by name, also on the loopback, with what a netem does", async () => {
    const loss = { 'loss-random': { loss: 0.01, correlation: 0 } };
    const told = {
      devices: ['lo', 'eth0', 'eth1', 'eth2'],
      qdiscs: [
        { dev: 'lo', kind: 'netem', handle: '8001:', root: true, options: { limit: 1000, ...loss } },
        { dev: 'eth0', kind: 'htb', handle: '1:', root: true, options: {} },
        { dev: 'eth0', kind: 'netem', handle: '10:', parent: '1:10', options: {} },
        { dev: 'eth1', kind: 'clsact', handle: 'ffff:', parent: 'ffff:fff1', options: {} },
        // Our handle on a kind that we never put at the root.
        { dev: 'eth2', kind: 'tbf', handle: '5371:', root: true, options: {} },
      ],
    };
    expect(await survey(told)).toEqual([
      {
        device: 'lo',
        up: { kind: 'foreign', qdisc: 'netem 8001:', impairment: { loss: { average: 0.01, burst: 1 } } },
        down: NOTHING,
      },
      { device: 'eth0', up: { kind: 'foreign', qdisc: 'htb 1:' }, down: NOTHING },
      { device: 'eth1', up: NOTHING, down: { kind: 'foreign', qdisc: 'clsact ffff:' } },
      { device: 'eth2', up: { kind: 'foreign', qdisc: 'tbf 5371:' }, down: NOTHING },
    ]);
  });

  it('says why it cannot be read', async () => {
    const at = await locate({ netns: 'host', device: '' });
    await expect(surveyNamespace(denied, at)).rejects.toMatchObject({ code: 'not-permitted', exitCode: 3 });
  });
});
