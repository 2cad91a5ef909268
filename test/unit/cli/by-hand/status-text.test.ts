import { describe, expect, it } from 'vitest';

import { statusText } from '../../../../src/cli/by-hand/status-text.ts';
import type { Way } from '../../../../src/drivers/tc/survey.ts';
import type { CurrentState, TargetState } from '../../../../src/engine/by-hand/current-state.ts';
import type { DirectionImpairment } from '../../../../src/impairment/model.ts';

const NOTHING: Way = { kind: 'nothing' };

function ours(...impairments: readonly DirectionImpairment[]): Way {
  const counters = { packets: 10, bytes: 1000, drops: 2, overlimits: 0 };
  return { kind: 'ours', shapes: impairments.map((impairment) => ({ impairment, counters })) };
}

function target(name: string, state: Partial<TargetState> = {}): TargetState {
  return { target: name, netns: 'host', device: name, up: NOTHING, down: NOTHING, ...state };
}

const STATE: CurrentState = {
  targets: [
    target('eth0'),
    target('eth1', {
      up: ours({ delay: 100, loss: { average: 0.02, burst: 1 } }),
      down: ours({}),
      owner: { kind: 'by-hand', run: 'run-1', left: 552_000, folder: '/runs/run-1', again: 0 },
    }),
    target('eth2', { up: ours({ rate: 1e6 }, { partition: true }), owner: { kind: 'run', run: 'run-2' } }),
    target('eth3', { up: { kind: 'foreign', qdisc: 'netem 8001:', impairment: { delay: 5 } } }),
    target('eth4', { down: { kind: 'foreign', qdisc: 'clsact ffff:' } }),
    target('eth5', { up: ours({ delay: 1 }), owner: { kind: 'left-behind', run: 'run-3' } }),
    target('eth6', { up: ours({ delay: 1 }), owner: { kind: 'left-behind' } }),
  ],
  notes: ['the network namespace `x` was not read: only root may enter it'],
};

describe('the table of what is impaired now', () => {
  it('has a row for each target, and - where nothing is', () => {
    expect(statusText(STATE, false)).toBe(`\
target  up                       down          by                                           left
eth0    -                        -             -                                            -
eth1    delay 100ms, loss 2%     -             run-1                                        9m 12s
eth2    rate 1Mbit/s; partition  -             run-2                                        -
eth3    netem 8001: delay 5ms    -             foreign                                      -
eth4    -                        clsact ffff:  foreign                                      -
eth5    delay 1ms                -             left behind by run-3                         -
eth6    delay 1ms                -             left behind by a run that is not known here  -
note: the network namespace \`x\` was not read: only root may enter it
`);
  });

  it('adds what the kernel has counted and where the folder is', () => {
    const rows = statusText(STATE, true).split('\n');
    expect(rows[0]).toMatch(/ left +packets +drops +folder$/);
    expect(rows[1]).toMatch(/ - +- +- +-$/);
    expect(rows[2]).toMatch(/ 9m 12s +20 +4 +\/runs\/run-1$/);
  });

  it('lets no name steer the terminal, and says where there is nothing at all', () => {
    const text = statusText({ targets: [target('\u001B[2Jeth0')], notes: [] }, false);
    expect(text).not.toContain('\u001B');
    expect(statusText({ targets: [], notes: [] }, false)).toBe('no interfaces but the loopback\n');
  });
});
