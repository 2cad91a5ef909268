import type {
  EventResult,
  ExpectationResult,
  RunResult,
  SeriesResult,
  StepEdge,
  StepResult,
  SubjectSummary,
} from '../../src/core/result.gen.ts';

const STARTED = '2026-11-21T21:30:00.123Z';

/** A run that passed: a load on one edge, clear, then on 3G, then clear again. */
export function passingResult(changes: Partial<RunResult> = {}): RunResult {
  return {
    schema: 1,
    run: {
      id: '20261121T213000Z-last-mile-3f9a',
      started: STARTED,
      ended: '2026-11-21T21:31:04.223Z',
      seconds: 64.1,
    },
    scenario: {
      name: 'last-mile',
      file: 'scenarios/last-mile.yaml',
      sha256: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
      version: 1,
      description: 'A shopper on a bad mobile link can still see what is in the cart.',
    },
    verdict: 'pass',
    exitCode: 0,
    reasons: [],
    seed: 4217,
    params: { rate: '50/s' },
    environment: {
      squall: '0.1.0',
      node: '20.20.2',
      platform: 'linux',
      kernel: '6.1.0',
      arch: 'x64',
      cpus: 2,
    },
    services: [{ name: 'shop', kind: 'process', target: 'node ../demo/shop/main.js', log: 'logs/shop.log' }],
    edges: [
      {
        name: 'last-mile',
        from: 'shoppers',
        to: ['shop'],
        driver: 'proxy',
        per: 'client',
        protocol: 'http',
        addresses: { shop: '127.0.0.1:40123' },
      },
    ],
    loads: [
      {
        name: 'shoppers',
        through: 'last-mile',
        engine: 'builtin',
        policy: 'server-errors',
        requests: ['GET /', 'GET /cart'],
      },
    ],
    steps: [
      step({ name: 'baseline', start: 0, end: 15_000 }),
      step({
        name: '3g',
        start: 15_000,
        end: 45_000,
        edges: [impairedEdge()],
        expectations: [
          expectation({ n: 1400, window: { start: 17_000, end: 45_000 } }),
          expectation({
            name: 'p95(shoppers) < 2s',
            that: 'p95(shoppers) < 2s',
            expected: 'less than 2s',
            observed: '1.21s',
            value: 1210,
            bound: 2000,
            interval: { low: 1150, high: 1290 },
            intervalText: '1.15s to 1.29s',
            reason: '1.21s is less than 2s, and so is all of its interval',
            because: 'a shopper gives up after two seconds',
            n: 1400,
            window: { start: 17_000, end: 45_000 },
          }),
        ],
        subjects: [subject({ n: 1400, ok: 1400, p50: 640, p95: 1210, p99: 1640 })],
      }),
      step({
        name: 'recovery',
        start: 45_000,
        end: 60_000,
        expectations: [
          expectation({
            name: 'recovery(shoppers) <= 5s',
            that: 'recovery(shoppers) <= 5s',
            expected: 'at most 5s',
            observed: '2s',
            value: 2000,
            bound: 5000,
            reason: 'the other expectations hold from 2s after the transition on',
          }),
        ],
      }),
    ],
    series: [series()],
    undo: { ok: true, failures: [] },
    errors: [],
    notices: ['latency of `shoppers` counts from when a request was due'],
    ...changes,
  };
}

/** The cart was too slow and failed on 3G; a warning did not hold either. */
export function failingResult(): RunResult {
  const passing = passingResult();
  const failed = step({
    name: '3g',
    start: 15_000,
    end: 45_000,
    verdict: 'fail',
    reasons: ['`p95(shoppers) < 2s` fails: 3.84s is not less than 2s'],
    edges: [impairedEdge()],
    expectations: [
      expectation({
        verdict: 'inconclusive',
        observed: '99.2%',
        value: 0.992,
        n: 260,
        interval: { low: 0.972, high: 0.999 },
        intervalText: '97.2% to 99.9%',
        reason: '99.2% is at least 99%, but its interval begins at 97.2%',
        window: { start: 17_000, end: 45_000 },
      }),
      expectation({
        name: 'p95(shoppers) < 2s',
        that: 'p95(shoppers) < 2s',
        verdict: 'fail',
        expected: 'less than 2s',
        observed: '3.84s',
        value: 3840,
        bound: 2000,
        interval: { low: 3610, high: 4020 },
        intervalText: '3.61s to 4.02s',
        reason: '3.84s is not less than 2s, nor is any of its interval',
        because: 'a shopper gives up after two seconds',
        window: { start: 17_000, end: 45_000 },
      }),
      expectation({
        name: 'p50(shoppers) < 500ms',
        that: 'p50(shoppers) < 500ms',
        gate: 'warn',
        verdict: 'fail',
        expected: 'less than 500ms',
        observed: '1.2s',
        value: 1200,
        bound: 500,
        reason: '1.2s is not less than 500ms',
        window: { start: 17_000, end: 45_000 },
      }),
    ],
    subjects: [
      subject({
        n: 1400,
        ok: 1389,
        failed: 11,
        failures: { timeout: 9, status: 2 },
        success: 0.9921,
        p50: 1200,
        p95: 3840,
        p99: null,
      }),
    ],
  });
  return {
    ...passing,
    verdict: 'fail',
    exitCode: 1,
    reasons: ['`p95(shoppers) < 2s` in `3g`: 3.84s is not less than 2s, nor is any of its interval'],
    steps: passing.steps.map((one) => (one.name === '3g' ? failed : one)),
    series: [series({ slowdown: 3, failing: true })],
  };
}

/** The link did not do what was asked, and nothing used it: no expectation carries the verdict. */
export function inconclusiveResult(): RunResult {
  const passing = passingResult();
  const unproved = step({
    name: '3g',
    start: 15_000,
    end: 45_000,
    verdict: 'inconclusive',
    reasons: ['the impairment did not take effect on `last-mile`', 'nothing used `last-mile` in the window'],
    edges: [
      {
        ...impairedEdge(),
        proof: {
          outcome: 'failed',
          reason: 'the link does not do what was requested: RTT predicted 300.4ms, observed 0.6ms',
          rows: [
            { what: 'RTT', requested: '300ms', predicted: '300.4ms', observed: '0.6ms', ok: false, n: 24 },
          ],
        },
        usage: { connections: 0, exchanges: 0, bytes: { up: 0, down: 0 } },
      },
    ],
    expectations: [],
    subjects: [subject({ n: 0, ok: 0, rps: 0, success: null, p50: null, p95: null, p99: null })],
  });
  return {
    ...passing,
    verdict: 'inconclusive',
    exitCode: 6,
    reasons: ['`3g`: the impairment did not take effect on `last-mile`'],
    steps: passing.steps.map((one) => (one.name === '3g' ? unproved : one)),
  };
}

/** Ctrl-C in the first step, a service that had died, a load that broke, and a link that stayed. */
export function brokenResult(): RunResult {
  const passing = passingResult();
  return {
    ...passing,
    verdict: 'error',
    exitCode: 5,
    reasons: ['not everything could be put back', 'the load `shoppers` ended: worker exited with code 1'],
    interrupted: 'SIGINT',
    shard: { index: 1, count: 2, position: 1, runs: ['last-mile', 'cart'] },
    against: {
      run: '20261120T213000Z-last-mile-81c4',
      started: '2026-11-20T21:30:00.123Z',
      sha256: passing.scenario.sha256,
      folder: '../20261120T213000Z-last-mile-81c4',
    },
    stopped: {
      at: 6200,
      planned: 3,
      unfinished: [{ name: '3g', number: 2, network: 'last-mile: wpt/3g', start: 6200 }],
    },
    services: [
      { name: 'shop', kind: 'process', target: 'node ../demo/shop/main.js', died: 'exited with code 137' },
    ],
    events: [restartEvent({ step: '3g', planned: 3000, began: 3001, ended: 6200, outcome: 'interrupted' })],
    steps: [
      step({
        name: 'baseline',
        start: 0,
        end: 6200,
        verdict: 'error',
        reasons: ['interrupted'],
        expectations: [],
      }),
    ],
    series: [],
    usage: [{ edge: 'last-mile', t: [0], seconds: [1], connections: [2], up: [300], down: [4000] }],
    commands: { kept: [{ at: -40, command: 'tc qdisc add dev eth0 root handle 5371: prio' }], more: 0 },
    undo: { ok: false, failures: [{ what: 'listener 127.0.0.1:40123', reason: 'EBUSY' }] },
    errors: [{ code: 'load-failed', message: 'the load `shoppers` ended', hint: 'see logs/shoppers.log' }],
  };
}

/** Text that tries to break out of every format that it is put into. */
export const HOSTILE = `"><script>alert(1)</script>&amp;]]>'\u0000\u0007\u001B[31mred\u009B2J\uD800\uFFFE\u202Egnp.exe\u2066\r\n--`;

/** The failing run with such text for everything that somebody could name, and a name of 10 kB. */
export function hostileResult(): RunResult {
  const long = `${HOSTILE}${'Ünïcode ☂ 東京 '.repeat(700)}`;
  const failing = failingResult();
  return replaceStrings(
    failing,
    new Map([
      ['last-mile', HOSTILE],
      ['shoppers', long],
      ['shop', '../../etc/passwd'],
      ['logs/shop.log', 'javascript:alert(1)'],
      ['scenarios/last-mile.yaml', `/tmp/it's; rm -rf ~ ${HOSTILE}.yaml`],
      ['3g', long],
      ['p95(shoppers) < 2s', HOSTILE],
      ['wpt/3g', HOSTILE],
      ['timeout', HOSTILE],
      ['a shopper gives up after two seconds', long],
      [failing.reasons[0]!, long],
    ]),
  );
}

function replaceStrings<T>(value: T, replacements: ReadonlyMap<string, string>): T;
function replaceStrings(value: unknown, replacements: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return replacements.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item: unknown) => replaceStrings(item, replacements));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      replacements.get(key) ?? key,
      replaceStrings(item, replacements),
    ]),
  );
}

/** Every kind of outcome, by name. */
export const RESULTS: Readonly<Record<string, RunResult>> = {
  passing: passingResult(),
  failing: failingResult(),
  inconclusive: inconclusiveResult(),
  broken: brokenResult(),
  hostile: hostileResult(),
};

export function step(changes: Partial<StepResult> & Pick<StepResult, 'name' | 'start' | 'end'>): StepResult {
  const windowStart = Math.min(changes.start + 2000, changes.end);
  return {
    windowStart,
    verdict: 'pass',
    reasons: [],
    edges: [clearEdge()],
    expectations: [
      expectation({
        interval: { low: 0.9943, high: 1 },
        intervalText: '99.43% to 100%',
        window: { start: windowStart, end: changes.end },
      }),
    ],
    subjects: [subject()],
    ...changes,
  };
}

export function expectation(changes: Partial<ExpectationResult> = {}): ExpectationResult {
  return {
    name: 'success(shoppers) >= 99%',
    that: 'success(shoppers) >= 99%',
    kind: 'check',
    gate: 'expect',
    verdict: 'pass',
    reason: 'all of the interval is at least 99%',
    expected: 'at least 99%',
    observed: '100%',
    n: 650,
    window: { start: 2000, end: 15_000 },
    value: 1,
    bound: 0.99,
    confidence: 0.95,
    ...changes,
  };
}

export function subject(changes: Partial<SubjectSummary> = {}): SubjectSummary {
  return {
    name: 'shoppers',
    kind: 'load',
    n: 650,
    ok: 650,
    failed: 0,
    rps: 50,
    success: 1,
    p50: 4.2,
    p95: 9.71,
    p99: 14.9,
    failures: {},
    dropped: 0,
    straddling: 2,
    lagP99: 0.8,
    ...changes,
  };
}

function clearEdge(): StepEdge {
  return {
    edge: 'last-mile',
    label: 'clear',
    requested: { up: {}, down: {}, connection: {} },
    capabilities: [],
    proof: { outcome: 'unnecessary', rows: [], reason: 'the link is clear, as before' },
    usage: { connections: 12, exchanges: 650, bytes: { up: 91_000, down: 2_450_000 } },
  };
}

export function impairedEdge(): StepEdge {
  return {
    edge: 'last-mile',
    label: 'wpt/3g',
    requested: {
      up: { delay: 150, rate: 768_000 },
      down: { delay: 150, rate: 1_600_000, loss: { average: 0.005, burst: 3 } },
      connection: {},
    },
    capabilities: [
      { key: 'delay', direction: 'up', fidelity: 'exact', how: 'each byte is handed on 150ms after it came' },
      {
        key: 'delay',
        direction: 'down',
        fidelity: 'exact',
        how: 'each byte is handed on 150ms after it came',
      },
      { key: 'rate', direction: 'up', fidelity: 'exact', how: 'bytes leave at 768kbit/s for each client' },
      { key: 'rate', direction: 'down', fidelity: 'exact', how: 'bytes leave at 1.6Mbit/s for each client' },
      {
        key: 'loss',
        direction: 'down',
        fidelity: 'modelled',
        how: 'TCP hides loss: a lost segment is a stall of one timeout',
      },
    ],
    proof: {
      outcome: 'proved',
      reason: 'read back and measured',
      rows: [
        { what: 'RTT', requested: '300ms', predicted: '300.4ms', observed: '301.2ms', ok: true, n: 24 },
        {
          what: 'rate up',
          requested: '768kbit/s',
          predicted: '768kbit/s',
          observed: '771kbit/s',
          ok: true,
          n: 1,
        },
        {
          what: 'rate down',
          requested: '1.6Mbit/s',
          predicted: '1.6Mbit/s',
          observed: '1.58Mbit/s',
          ok: true,
          n: 1,
        },
        {
          what: 'loss down',
          requested: '0.5%',
          predicted: '0.5%',
          observed: 'read back, not probed',
          ok: true,
        },
      ],
    },
    usage: { connections: 31, exchanges: 1400, bytes: { up: 196_000, down: 5_310_000 } },
    changedAt: 15_004,
  };
}

interface SeriesShape {
  readonly slowdown?: number;
  readonly failing?: boolean;
}

function wave(second: number): number {
  return 1 + 0.2 * Math.sin(second * 1.7) + 0.1 * Math.sin(second * 0.6);
}

function isSlow(second: number): boolean {
  return second >= 15 && second < 46;
}

/** A minute in blocks of one second: fast, slow on 3G, fast again, with a gap and two seconds without answers. */
export function series({ slowdown = 1, failing = false }: SeriesShape = {}): SeriesResult {
  const seconds = Array.from({ length: 60 }, (_, second) => second).filter(
    (second) => second !== 8 && second !== 9,
  );
  const latency = (clear: number, impaired: number) => (second: number) =>
    (isSlow(second) ? impaired * slowdown : clear) * wave(second);
  const answered = (values: (second: number) => number) => (second: number) =>
    failing && (second === 30 || second === 31) ? null : values(second);
  return {
    subject: 'shoppers',
    kind: 'load',
    t: seconds.map((second) => second * 1000),
    seconds: seconds.map(() => 1),
    n: seconds.map((second) => (isSlow(second) ? 48 : 50)),
    ok: seconds.map((second) => (isSlow(second) ? 48 - (failing && second % 5 === 0 ? second % 7 : 0) : 50)),
    p50: seconds.map(latency(4, 400)),
    p95: seconds.map(answered(latency(9, 900))),
    p99: seconds.map(answered(latency(14, 1300))),
  };
}

/** A restart in the step `3g` of a passing result. */
export function restartEvent(changes: Partial<EventResult> = {}): EventResult {
  return {
    step: '3g',
    kind: 'restart',
    name: 'restart shop',
    what: 'restart shop',
    planned: 20_000,
    began: 20_001,
    ended: 21_201,
    outcome: 'done',
    detail: 'ready again after 1.2s',
    ...changes,
  };
}
