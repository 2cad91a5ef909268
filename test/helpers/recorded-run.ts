import type { RunEvent, StampedEvent, VerdictName } from '../../src/core/events.ts';
import type { ExpectationResult, RunResult, StepResult } from '../../src/core/result.gen.ts';

/** A run as it was told: its events and its result. */
export interface RecordedRun {
  readonly events: readonly StampedEvent[];
  readonly result: RunResult;
  readonly files: readonly { readonly label: string; readonly path: string }[];
}

interface RecordedExpectation {
  readonly name: string;
  readonly verdict: VerdictName;
  readonly reason: string;
  readonly gate?: 'expect' | 'warn';
}

interface RecordedStep {
  readonly name: string;
  readonly label: string;
  readonly seconds: number;
  readonly verdict: VerdictName;
  readonly reasons: readonly string[];
  readonly proof: readonly string[];
  readonly expectations: readonly RecordedExpectation[];
}

const BEGAN = Date.UTC(2026, 10, 21, 21, 30, 0);
const PREPARED = 1500;
const RUN = '20261121T213000Z-last-mile-3f9a';
const EDGE = 'last-mile';

const BASELINE: RecordedStep = {
  name: 'baseline',
  label: 'clear',
  seconds: 15,
  verdict: 'pass',
  reasons: [],
  proof: [],
  expectations: [
    {
      name: 'success(shoppers) >= 99%',
      verdict: 'pass',
      reason: '100% of 650, and at least 99.4% with confidence 95%',
    },
  ],
};

const SLOW: RecordedStep = {
  name: '3g',
  label: 'wpt/3g',
  seconds: 30,
  verdict: 'pass',
  reasons: [],
  proof: [
    'RTT requested 300ms, predicted 300.4ms, observed 301.2ms (n=24)',
    'rate down requested 1.6Mbit/s, predicted 1.58Mbit/s, observed 1.57Mbit/s',
  ],
  expectations: [
    {
      name: 'success(shoppers) >= 99%',
      verdict: 'pass',
      reason: '99.9% of 1400, and at least 99.6% with confidence 95%',
    },
    {
      name: 'p95(shoppers) < 2s',
      verdict: 'pass',
      reason: '1.24s of 1400, between 1.2s and 1.3s with confidence 95%',
    },
  ],
};

const TOO_SLOW: RecordedStep = {
  ...SLOW,
  verdict: 'fail',
  reasons: ['p95(shoppers) < 2s: 2.41s of 1400, between 2.3s and 2.5s with confidence 95%'],
  expectations: [
    SLOW.expectations[0]!,
    {
      name: 'p95(shoppers) < 2s',
      verdict: 'fail',
      reason: '2.41s of 1400, between 2.3s and 2.5s with confidence 95%',
    },
    { name: 'p50(shoppers) < 1s', verdict: 'fail', reason: '1.1s of 1400', gate: 'warn' },
  ],
};

const UNSURE: RecordedStep = {
  name: 'recovery',
  label: 'clear',
  seconds: 15,
  verdict: 'inconclusive',
  reasons: ['the edge last-mile was not used in 4s of the window'],
  proof: [],
  expectations: [
    { name: 'recovery(shoppers) <= 5s', verdict: 'pass', reason: 'recovered after 1.1s' },
    {
      name: 'p95(shoppers) <= baseline + 50ms',
      verdict: 'inconclusive',
      reason: '71ms of 600, between 66ms and 77ms, straddles 72ms',
    },
  ],
};

export function passingRun(): RecordedRun {
  return recordRun([BASELINE, SLOW], { verdict: 'pass', exitCode: 0 });
}

/** A failing step, an inconclusive one, a warning, a notice and a service that died. */
export function failingRun(): RecordedRun {
  const reasons = ['3g: p95(shoppers) < 2s: 2.41s of 1400, between 2.3s and 2.5s with confidence 95%'];
  return recordRun([BASELINE, TOO_SLOW, UNSURE], { verdict: 'fail', exitCode: 1, reasons });
}

/** Ctrl-C ten seconds into the second step, and something that could not be put back. */
export function interruptedRun(): RecordedRun {
  const whole = recordRun([BASELINE, SLOW], { verdict: 'pass', exitCode: 0 });
  const cut = PREPARED + 25_500;
  const what = 'listener 127.0.0.1:41001';
  const ending: readonly RunEvent[] = [
    { kind: 'undo.started', because: 'interrupted by SIGINT' },
    { kind: 'undo.failed', what, reason: 'still open after 5s' },
    { kind: 'run.ended', verdict: 'error', exitCode: 5 },
  ];
  return {
    ...whole,
    events: [
      ...whole.events.filter(({ at }) => Date.parse(at) - BEGAN < cut),
      ...ending.map((event) => stamp(cut, event)),
    ],
    result: {
      ...whole.result,
      run: { ...whole.result.run, seconds: 27.1 },
      verdict: 'error',
      exitCode: 5,
      reasons: ['interrupted by SIGINT'],
      steps: whole.result.steps.slice(0, 1),
      undo: { ok: false, failures: [{ what, reason: 'still open after 5s' }] },
      interrupted: 'SIGINT',
    },
  };
}

interface Outcome {
  readonly verdict: VerdictName;
  readonly exitCode: number;
  readonly reasons?: readonly string[];
}

function recordRun(
  steps: readonly RecordedStep[],
  { verdict, exitCode, reasons = [] }: Outcome,
): RecordedRun {
  const length = steps.reduce((sum, step) => sum + step.seconds * 1000, 0);
  const starts = steps.map((_, index) =>
    steps.slice(0, index).reduce((sum, step) => sum + step.seconds * 1000, 0),
  );
  const events: StampedEvent[] = [
    stamp(0, {
      kind: 'run.started',
      run: RUN,
      folder: `runs/${RUN}`,
      scenario: 'last-mile',
      duration: length,
      steps: steps.map(({ name, label, seconds }) => ({ name, label, duration: seconds * 1000 })),
    }),
    stamp(20, { kind: 'link.installed', edge: EDGE, addresses: ['shop 127.0.0.1:41001'], driver: 'proxy' }),
    stamp(60, { kind: 'service.started', service: 'shop', pid: 4242 }),
    stamp(872, { kind: 'service.ready', service: 'shop', after: 812 }),
    ...(verdict === 'fail'
      ? [stamp(900, { kind: 'notice', message: 'the load offers more than the link carries' })]
      : []),
    ...steps.flatMap((step, index) => stepEvents(step, index, starts[index]!)),
    ...(verdict === 'fail'
      ? [stamp(PREPARED + length, { kind: 'service.died', service: 'shop', how: 'exit code 1' })]
      : []),
    stamp(PREPARED + length + 100, { kind: 'undo.started', because: 'all steps are done' }),
    stamp(PREPARED + length + 300, { kind: 'run.ended', verdict, exitCode }),
  ];
  return {
    events,
    result: {
      ...EMPTY_RESULT,
      verdict,
      exitCode,
      reasons,
      steps: steps.map((step, index) => stepResult(step, starts[index]!)),
      run: { ...EMPTY_RESULT.run, seconds: (PREPARED + length + 300) / 1000 },
    },
    files: [
      { label: 'report', path: `runs/${RUN}/report.html` },
      { label: 'junit', path: `runs/${RUN}/junit.xml` },
    ],
  };
}

/** `after`: milliseconds from the beginning of the run. */
function stamp(after: number, event: RunEvent): StampedEvent {
  const at = new Date(BEGAN + after).toISOString();
  return after < PREPARED ? { at, event } : { at, t: after - PREPARED, event };
}

function stepEvents(step: RecordedStep, index: number, start: number): readonly StampedEvent[] {
  const at = (after: number, event: RunEvent): StampedEvent => stamp(PREPARED + start + after, event);
  const end = step.seconds * 1000;
  const { name, label } = step;
  return [
    at(0, { kind: 'step.started', step: name, index, label }),
    at(1, { kind: 'link.changed', step: name, edge: EDGE, label, took: 0.42 }),
    ...Array.from({ length: step.seconds - 1 }, (_, second) =>
      at((second + 1) * 1000, figures(step, second + 1)),
    ),
    at(1900, {
      kind: 'proof.made',
      step: name,
      edge: EDGE,
      outcome: step.proof.length === 0 ? 'unnecessary' : 'proved',
      lines: step.proof,
    }),
    at(2000, { kind: 'window.opened', step: name }),
    at(end, { kind: 'step.ended', step: name }),
    ...step.expectations.map(({ gate = 'expect', ...expectation }) =>
      at(end, { kind: 'expectation.judged', step: name, gate, ...expectation }),
    ),
    at(end, { kind: 'step.judged', step: name, verdict: step.verdict, reasons: step.reasons }),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function figures(step: RecordedStep, second: number): RunEvent {
  const slow = step.label === 'clear' ? 1 : 40;
  return {
    kind: 'figures.updated',
    step: step.name,
    left: (step.seconds - second) * 1000,
    figures: [
      {
        subject: 'shoppers',
        rps: 49 + (second % 3) * 0.4,
        success: 1 - (second % 4) * 0.004,
        p95: (31 + (second % 5)) * slow,
        open: 3 * slow,
      },
      { subject: EDGE, rps: 50, success: 1, p95: 30 * slow, open: 2 },
    ],
  };
}

function stepResult(step: RecordedStep, start: number): StepResult {
  const window = { start: start + 2000, end: start + step.seconds * 1000 };
  const nothing = { up: {}, down: {}, connection: {} };
  return {
    name: step.name,
    start,
    windowStart: window.start,
    end: window.end,
    verdict: step.verdict,
    reasons: step.reasons,
    edges: [
      {
        edge: EDGE,
        label: step.label,
        requested: nothing,
        capabilities: [],
        proof: { outcome: step.proof.length === 0 ? 'unnecessary' : 'proved', rows: [], reason: '' },
        usage: { connections: 1, exchanges: 1, bytes: { up: 1, down: 1 } },
      },
    ],
    expectations: step.expectations.map(({ name, verdict, reason, gate = 'expect' }): ExpectationResult => ({
      name,
      that: name,
      kind: 'check',
      gate,
      verdict,
      reason,
      expected: '',
      observed: '',
      n: 1400,
      window,
    })),
    subjects: [],
  };
}

const EMPTY_RESULT: RunResult = {
  schema: 1,
  run: { id: RUN, started: new Date(BEGAN).toISOString(), ended: new Date(BEGAN).toISOString(), seconds: 0 },
  scenario: { name: 'last-mile', file: 'last-mile.yaml', sha256: '', version: 1 },
  verdict: 'pass',
  exitCode: 0,
  reasons: [],
  seed: 1,
  params: {},
  environment: { squall: '0.1.0', node: '20', platform: 'linux', kernel: '6', arch: 'x64', cpus: 2 },
  services: [],
  edges: [],
  loads: [],
  steps: [],
  series: [],
  undo: { ok: true, failures: [] },
  errors: [],
  notices: [],
};
