import { describe, expect, it } from 'vitest';
import type { ProofRow } from '../../../../src/core/result.gen.ts';
import type { OneWayReport, ProbeReport } from '../../../../src/drivers/driver.ts';
import { compareProbe, FEWEST_PROBES, wasMeasured } from '../../../../src/engine/proof/compare.ts';
import { predictRtt, type ProbePattern } from '../../../../src/engine/proof/predict.ts';
import {
  CLEAR,
  type ConnectionImpairment,
  type DirectionImpairment,
  type Impairment,
} from '../../../../src/impairment/model.ts';
import { reportOf } from '../../../helpers/fake-driver.ts';

const PATTERN: ProbePattern = { count: 24, interval: 20, ordered: true };

function compare(impairment: Impairment, report: ProbeReport, per: 'client' | 'edge' = 'client'): ProofRow[] {
  return compareProbe(impairment, report, { per, pattern: PATTERN });
}

function onlyRow(impairment: Impairment, report: ProbeReport, per: 'client' | 'edge' = 'client'): ProofRow {
  const rows = compare(impairment, report, per);
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

function withRtt(rtt: number): Impairment {
  return { up: { delay: rtt / 2 }, down: { delay: rtt / 2 }, connection: {} };
}

function broken(connection: ConnectionImpairment): Impairment {
  return { ...withRtt(100), connection };
}

const UNANSWERED: ProbeReport = { sent: 24, received: 0, rtts: [], errors: {} };

describe('the round trip of a link', () => {
  it('stands requested, predicted and observed side by side', () => {
    expect(onlyRow(withRtt(300), reportOf(301.24))).toEqual({
      what: 'RTT',
      requested: '300ms',
      requestedValue: 300,
      predicted: '300ms',
      predictedValue: 300,
      observed: '301.2ms',
      observedValue: 301.24,
      n: 24,
      ok: true,
    });
  });

  it.each([
    [0, 0, true],
    [0, 10, true],
    [0, 10.01, false],
    [40, 50, true],
    [40, 30, true],
    [40, 29.99, false],
    [40, 50.01, false],
    [400, 420, true],
    [400, 380, true],
    [400, 420.01, false],
    [400, 379.99, false],
  ])('of %s ms is proved by %s ms: %s', (requested, observed, ok) => {
    expect(onlyRow(withRtt(requested), reportOf(observed))).toMatchObject({ ok, n: 24 });
  });

  it('is judged by the 10th percentile, so that two lucky probes and many late ones do not matter', () => {
    const rtts = [3, 3, ...Array.from({ length: 8 }, () => 101), ...Array.from({ length: 14 }, () => 900)];
    const report = { ...reportOf(0), rtts };
    expect(onlyRow(withRtt(100), report)).toMatchObject({ ok: true, observedValue: 101 });
    expect(onlyRow(withRtt(100), { ...report, rtts: [3, ...rtts.slice(1, 23), 3] }).ok).toBe(false);
  });

  it('is predicted with its time on the wire, which was not requested', () => {
    const slow: Impairment = { ...CLEAR, up: { rate: 1280 } };
    expect(compare(slow, reportOf(100))[0]).toMatchObject({
      requested: '0ms',
      predicted: '100ms',
      predictedValue: 100,
      ok: true,
    });
  });

  it('may be off by as much more as jitter makes of 24 probes', () => {
    const jittery: Impairment = { ...CLEAR, up: { delay: 100, jitter: 50 } };
    const { value, chance } = predictRtt(jittery, PATTERN);
    expect(chance).toBeGreaterThan(5);
    expect(compare(jittery, reportOf(value + 10 + chance - 0.01))[0]?.ok).toBe(true);
    expect(compare(jittery, reportOf(value + 10 + chance + 0.01))[0]?.ok).toBe(false);
  });

  it(`is unproved by fewer than ${FEWEST_PROBES} answers, however right they are`, () => {
    const few = { ...reportOf(100, FEWEST_PROBES - 1), sent: 24 };
    expect(onlyRow(withRtt(100), few)).toMatchObject({
      observed: 'only 19 of 24 probes were answered',
      ok: false,
      n: 19,
    });
    expect(onlyRow(withRtt(100), few)).not.toHaveProperty('observedValue');
    expect(onlyRow(withRtt(100), { ...reportOf(100, FEWEST_PROBES), sent: 24 }).ok).toBe(true);
  });
});

function narrow(way: DirectionImpairment): Impairment {
  return { ...CLEAR, up: { delay: 100, ...way } };
}

describe('queueing', () => {
  const NOTE = 'the link is saturated: this is queueing, not RTT';
  it.each([
    [narrow({ rate: 1e9, buffer: 200 }), 350, 350.1],
    [narrow({ rate: 1e9 }), 450, 450.1],
    [{ ...narrow({ rate: 1e9, buffer: 200 }), down: { rate: 1e9, buffer: 100 } }, 500, 500.1],
  ])(
    'explains a round trip on a shared link, as far as its queue is long: %#',
    (impairment, longest, longer) => {
      expect(compare(impairment, reportOf(longest), 'edge')[0]).toMatchObject({ ok: true, note: NOTE });
      expect(compare(impairment, reportOf(longer), 'edge')[0]).toMatchObject({ ok: false });
      expect(compare(impairment, reportOf(longer), 'edge')[0]).not.toHaveProperty('note');
    },
  );

  it('is no excuse where each client has a queue of its own', () => {
    expect(compare(narrow({ rate: 1e9 }), reportOf(200), 'client')[0]?.ok).toBe(false);
  });

  it('is no excuse without a rate, or for a round trip that is too short', () => {
    expect(compare(narrow({}), reportOf(150), 'edge')[0]?.ok).toBe(false);
    expect(compare(narrow({ rate: 1e9 }), reportOf(50), 'edge')[0]?.ok).toBe(false);
  });

  it('is not mentioned where the round trip is as predicted', () => {
    expect(compare(narrow({ rate: 1e9 }), reportOf(101), 'edge')[0]).not.toHaveProperty('note');
  });
});

describe('a link on which nothing is to pass', () => {
  it.each([
    [{ up: { partition: true }, down: { partition: true } }, 'both directions'],
    [{ up: { partition: true }, down: { delay: 10 } }, 'up only'],
    [{ up: { rate: 1000 }, down: { partition: true } }, 'down only'],
  ] as const)('is proved by silence: %j', (ways, requested) => {
    const impairment: Impairment = { ...ways, connection: {} };
    const common = { what: 'partition', requested, predicted: 'no probe is answered', n: 24 };
    expect(onlyRow(impairment, UNANSWERED)).toEqual({ ...common, observed: '0 of 24 answered', ok: true });
    const leaky = { ...reportOf(10, 1), sent: 24 };
    expect(onlyRow(impairment, leaky)).toEqual({ ...common, observed: '1 of 24 answered', ok: false });
  });

  it('is not proved by probes that were never sent', () => {
    const impairment: Impairment = { ...CLEAR, up: { partition: true } };
    expect(onlyRow(impairment, { ...UNANSWERED, sent: 0 }).ok).toBe(false);
    expect(onlyRow(broken({ halfOpen: true }), { ...UNANSWERED, sent: 0 }).ok).toBe(false);
  });
});

describe('a link on which connections break', () => {
  it('is proved refused by the refusal of the system, and by no answer', () => {
    expect(onlyRow(broken({ refuse: true }), { ...UNANSWERED, errors: { ECONNREFUSED: 24 } })).toEqual({
      what: 'refuse',
      requested: 'yes',
      predicted: 'every connection ends with ECONNREFUSED',
      observed: 'ECONNREFUSED 24 times, 0 probes answered',
      ok: true,
      n: 24,
    });
    expect(onlyRow(broken({ refuse: true }), { ...UNANSWERED, errors: { ECONNRESET: 24 } }).ok).toBe(false);
    expect(onlyRow(broken({ refuse: true }), { ...reportOf(5), errors: { ECONNREFUSED: 1 } }).ok).toBe(false);
  });

  it('is proved reset by a reset, although connections live until their age', () => {
    const reset = { ...reportOf(100, 12), sent: 24, errors: { ECONNRESET: 2 } };
    expect(onlyRow(broken({ reset: 200 }), reset)).toMatchObject({
      what: 'reset',
      observed: 'ECONNRESET 2 times, 12 probes answered',
      ok: true,
    });
    expect(onlyRow(broken({ reset: 0 }), UNANSWERED).ok).toBe(false);
  });

  it('is proved half-open by silence', () => {
    expect(onlyRow(broken({ halfOpen: true }), UNANSWERED)).toMatchObject({ what: 'half-open', ok: true });
    expect(onlyRow(broken({ halfOpen: true }), reportOf(100)).ok).toBe(false);
  });
});

describe('the rate of a link', () => {
  const limited: Impairment = { ...CLEAR, down: { rate: 1_600_000 } };

  it.each([
    [1_600_000, true],
    [1_760_000, true],
    [1_440_000, true],
    [1_760_001, false],
    [1_439_999, false],
  ])('is within a tenth of what was requested: %s is %s', (down, ok) => {
    const [, row] = compare(limited, { ...reportOf(1), rate: { down } });
    expect(row).toMatchObject({ what: 'rate down', requested: '1.6Mbit/s', observedValue: down, ok });
  });

  it('is shown to the kilobit, and to the bit where it is less than one', () => {
    const rows = [1_572_345, 412].map((down) => compare(limited, { ...reportOf(1), rate: { down } })[1]);
    expect(rows.map((row) => row?.observed)).toEqual(['1.572Mbit/s', '412bit/s']);
  });

  it('is read back where no burst told it, in the direction that it was not told in', () => {
    const both: Impairment = { up: { rate: 768_000 }, down: { rate: 1_600_000 }, connection: {} };
    const rows = compare(both, { ...reportOf(1), rate: { up: 768_000 } });
    expect(rows.map(({ what, observed, ok }) => [what, observed, ok])).toEqual([
      ['RTT', '1ms', true],
      ['rate up', '768kbit/s', true],
      ['rate down', 'read back, not probed', true],
    ]);
  });
});

describe('what probes cannot tell', () => {
  it('is listed by direction, as read back', () => {
    const way: DirectionImpairment = {
      loss: { average: 0.01, burst: 3 },
      duplicate: 0.02,
      corrupt: 0.03,
      reorder: 0.04,
      jitter: 5,
      delay: 20,
    };
    const rows = compare({ ...CLEAR, down: way, connection: { slowClose: 2000 } }, reportOf(20)).slice(1);
    expect(rows.map(({ what, requested }) => `${what} ${requested}`)).toEqual([
      'loss down 1%',
      'duplicate down 2%',
      'corrupt down 3%',
      'reorder down 4%',
      'jitter down 5ms',
      'slow-close 2s',
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({ predicted: row.requested, observed: 'read back, not probed', ok: true });
    }
  });

  it('is not told by a round trip to which nothing was to be added', () => {
    const lossy: Impairment = { ...CLEAR, up: { loss: { average: 0.05, burst: 1 } } };
    expect(wasMeasured(compare(lossy, reportOf(0.3)))).toBe(false);
    expect(wasMeasured(compare({ ...lossy, down: { delay: 10 } }, reportOf(10)))).toBe(true);
    expect(wasMeasured(compare({ ...CLEAR, up: { rate: 1e6 } }, { ...reportOf(1), rate: { up: 1e6 } }))).toBe(
      true,
    );
    expect(wasMeasured(compare({ ...CLEAR, up: { rate: 1e6 } }, reportOf(1)))).toBe(false);
    expect(wasMeasured(compare(broken({ halfOpen: true }), UNANSWERED))).toBe(true);
  });
});

function oneWay(delay: number): OneWayReport {
  return { sent: 24, received: 24, delays: Array.from({ length: 24 }, () => delay) };
}

function seen(up: number, down: number): ProbeReport {
  return { ...reportOf(up + down), oneWay: { up: oneWay(up), down: oneWay(down) } };
}

describe('one way of a link by itself', () => {
  it('is compared where both ends have one clock', () => {
    const rows = compare(withRtt(100), seen(50.2, 50.9));
    expect(rows.map(({ what, observedValue, ok }) => [what, observedValue, ok])).toEqual([
      ['RTT', 101.1, true],
      ['delay up', 50.2, true],
      ['delay down', 50.9, true],
    ]);
  });

  it('shows a delay that is all on the wrong way, which the round trip cannot', () => {
    const rows = compare(withRtt(100), seen(100, 0.1));
    expect(rows.map(({ ok }) => ok)).toEqual([true, false, false]);
  });

  it('weighs a probe as the kernel does', () => {
    const slow = { up: { rate: 64_000 }, down: {}, connection: {} };
    const [row] = compareProbe(slow, seen(9.25, 0), { per: 'edge', pattern: { ...PATTERN, bytes: 74 } });
    expect(row).toMatchObject({ what: 'RTT', predictedValue: 9.25, ok: true });
  });
});
