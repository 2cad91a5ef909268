import { describe, expect, it, vi } from 'vitest';
import type { Proof } from '../../../../src/core/result.gen.ts';
import type { InstalledLink, ProbeReport, ProbeRequest } from '../../../../src/drivers/driver.ts';
import { prove } from '../../../../src/engine/proof/prove.ts';
import { CLEAR, type Impairment } from '../../../../src/impairment/model.ts';
import { idleLink, reportOf } from '../../../helpers/fake-driver.ts';
import { ManualClock } from '../../../helpers/manual-clock.ts';

const SLOW: Impairment = { up: { delay: 150 }, down: { delay: 150 }, connection: {} };

type Probe = InstalledLink['probe'];

interface Scene {
  readonly impairment?: Impairment;
  /** What the link says is in force; what was requested, unless given. */
  readonly inForce?: Impairment;
  readonly probe: Probe;
  readonly settle?: number;
  readonly signal?: AbortSignal;
  readonly clock?: ManualClock;
}

async function proveScene({
  impairment = SLOW,
  inForce = impairment,
  probe,
  ...rest
}: Scene): Promise<Proof> {
  const { settle = 2000, signal = new AbortController().signal, clock = new ManualClock() } = rest;
  const link: InstalledLink = {
    edge: 'last-mile',
    addresses: {},
    connectTo: () => Promise.resolve(),
    change: () => Promise.resolve(),
    readBack: () => Promise.resolve(inForce),
    probe,
    observe: () => Promise.resolve(idleLink('last-mile')),
  };
  return await prove({ link, impairment, per: 'client', protocol: 'http', settle, clock }, signal);
}

/** Probes whose reports come one after the other, each after some time, with what was asked. */
function reporting(
  clock: ManualClock,
  took: number,
  ...reports: readonly ProbeReport[]
): [Probe, ProbeRequest[]] {
  const asked: ProbeRequest[] = [];
  const probe: Probe = async (request) => {
    asked.push(request);
    clock.advance(took);
    return await Promise.resolve(reports[asked.length - 1] ?? reportOf(0));
  };
  return [probe, asked];
}

describe('the proof of a link', () => {
  it('is that what is in force was read back and measured', async () => {
    const proof = await proveScene({ probe: ({ count }) => Promise.resolve(reportOf(301, count)) });
    expect(proof).toMatchObject({ outcome: 'proved', reason: 'read back and measured' });
    expect(proof.rows).toMatchObject([{ what: 'RTT', observed: '301ms', ok: true }]);
  });

  it('is that a clear link adds nothing', async () => {
    const proof = await proveScene({ impairment: CLEAR, probe: () => Promise.resolve(reportOf(0.4)) });
    expect(proof).toMatchObject({ outcome: 'proved', reason: 'the link is clear' });
  });

  it('fails when a clear link is not, and when an impaired one does nothing', async () => {
    const late = await proveScene({ impairment: CLEAR, probe: () => Promise.resolve(reportOf(300)) });
    expect(late.outcome).toBe('failed');
    const early = await proveScene({ probe: () => Promise.resolve(reportOf(0.4)) });
    expect(early).toMatchObject({
      outcome: 'failed',
      reason: 'the link does not do what was requested: RTT predicted 300ms, observed 400us',
    });
    expect(early.rows).toHaveLength(1);
  });

  it('fails, without a probe, when something else is in force', async () => {
    const clock = new ManualClock();
    const [probe, asked] = reporting(clock, 0, reportOf(300));
    const proof = await proveScene({ inForce: CLEAR, probe, clock });
    expect(proof).toMatchObject({ outcome: 'failed', rows: [] });
    expect(proof.reason).toContain('the driver holds {"connection":{},"down":{},"up":{}}');
    expect(asked).toEqual([]);
  });

  it('takes the order of keys for no difference', async () => {
    const inForce: Impairment = { connection: {}, down: { delay: 150 }, up: { delay: 150 } };
    expect((await proveScene({ inForce, probe: () => Promise.resolve(reportOf(300)) })).outcome).toBe(
      'proved',
    );
  });

  it('is only that it was read back where probes cannot tell what was requested', async () => {
    const impairment: Impairment = { ...CLEAR, up: { loss: { average: 0.05, burst: 1 } } };
    const proof = await proveScene({ impairment, probe: () => Promise.resolve(reportOf(0.4)) });
    expect(proof).toMatchObject({
      outcome: 'read-back',
      reason: expect.stringMatching(/^read back, not probed: /) as unknown,
    });
  });

  it('is only that it was read back where there is no time to probe', async () => {
    const clock = new ManualClock();
    const [probe, asked] = reporting(clock, 0);
    const proof = await proveScene({ probe, clock, settle: 200 });
    expect(proof).toMatchObject({ outcome: 'read-back', rows: [] });
    expect(proof.reason).toContain('200ms are too short to probe it');
    expect(asked).toEqual([]);
    expect((await proveScene({ probe, clock, settle: -80 })).reason).toContain('0ms are too short');
  });
});

describe('a measurement that is off', () => {
  it('is made again while there is time for it', async () => {
    const clock = new ManualClock();
    const [probe, asked] = reporting(clock, 900, reportOf(380), reportOf(302));
    expect(await proveScene({ probe, clock })).toMatchObject({ outcome: 'proved' });
    expect(asked).toHaveLength(2);
    expect(asked[1]!.within).toBeLessThanOrEqual(1100);
  });

  it('stands when it is off twice, with the second', async () => {
    const clock = new ManualClock();
    const [probe, asked] = reporting(clock, 900, reportOf(380), reportOf(390));
    expect((await proveScene({ probe, clock })).reason).toContain('observed 390ms');
    expect(asked).toHaveLength(2);
  });

  it('stands when there is no time for another', async () => {
    const clock = new ManualClock();
    const [probe, asked] = reporting(clock, 1100, reportOf(380), reportOf(302));
    expect((await proveScene({ probe, clock })).outcome).toBe('failed');
    expect(asked).toHaveLength(1);
  });

  it('is not made again when it was good', async () => {
    const clock = new ManualClock();
    const [probe, asked] = reporting(clock, 10, reportOf(302), reportOf(302));
    await proveScene({ probe, clock });
    expect(asked).toHaveLength(1);
  });
});

describe('a probe that cannot be made', () => {
  it('fails the proof, and not the run', async () => {
    expect(await proveScene({ probe: () => Promise.reject(new Error('no socket')) })).toEqual({
      outcome: 'failed',
      rows: [],
      reason: 'the probe could not be made: no socket',
    });
  });

  it('is given up a second after it was to end, and told so', async () => {
    const clock = new ManualClock();
    const signals: AbortSignal[] = [];
    let within = 0;
    const proving = proveScene({
      clock,
      settle: 1000,
      probe: (request, signal) => {
        ({ within } = request);
        signals.push(signal);
        return new Promise(() => {});
      },
    });
    await vi.waitUntil(() => signals.length > 0);
    clock.advance(within + 999);
    expect(signals[0]?.aborted).toBe(false);
    clock.advance(1);
    expect((await proving).reason).toMatch(/^the probe could not be made: it did not end within \d/);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(clock.sleeping).toBe(0);
  });

  it('leaves no timer behind when it ends in time', async () => {
    const clock = new ManualClock();
    await proveScene({ clock, probe: () => Promise.resolve(reportOf(300)) });
    expect(clock.sleeping).toBe(0);
  });
});

describe('an interruption', () => {
  it('goes through the probe and ends the run', async () => {
    const stopped = new AbortController();
    const probe: Probe = (_request, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('the probe was aborted')));
        stopped.abort(new Error('interrupted by SIGINT'));
      });
    await expect(proveScene({ probe, signal: stopped.signal })).rejects.toThrow('interrupted by SIGINT');
  });
});
