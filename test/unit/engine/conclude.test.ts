import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SquallError } from '../../../src/core/errors.ts';
import type { VerdictName } from '../../../src/core/events.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../../src/core/exit-code.ts';
import { conclude, type RunFacts } from '../../../src/engine/conclude.ts';
import { LoadFailed, ServiceDied, StoppedOnFail } from '../../../src/engine/run-ending.ts';

type Step = RunFacts['steps'][number];

const PASSED: Step = { name: 'baseline', verdict: 'pass', reasons: [] };
const FAILED: Step = { name: '3g', verdict: 'fail', reasons: ['p95(shoppers) < 2s: 2.4s is more'] };
const DOUBTED: Step = { name: 'tunnel', verdict: 'inconclusive', reasons: ['no samples in the window'] };
const BROKEN: Step = { name: 'recovery', verdict: 'error', reasons: ['check.sh: not found'] };

const LINKS = { what: 'the links', reason: 'busy' };

function facts(changes: Partial<RunFacts>): RunFacts {
  return { steps: [PASSED], expects: true, thrown: undefined, undoFailures: [], ...changes };
}

function thrown(exitCode: ExitCode): RunFacts['thrown'] {
  return { error: new SquallError('some-code', 'some reason', { exitCode }) };
}

describe('the conclusion of a run', () => {
  it.each([
    [[PASSED, PASSED], 'pass', 0],
    [[PASSED, DOUBTED], 'inconclusive', 6],
    [[DOUBTED, FAILED, PASSED], 'fail', 1],
    [[FAILED, BROKEN, DOUBTED], 'error', 4],
  ] as const)('is the worst of its steps: %#', (steps, verdict, exitCode) => {
    expect(conclude(facts({ steps }))).toMatchObject({ verdict, exitCode, errors: [] });
  });

  it('is inconclusive where nothing was expected, whatever happened', () => {
    expect(conclude(facts({ expects: false }))).toMatchObject({
      verdict: 'inconclusive',
      exitCode: EXIT_CODES.inconclusive,
      reasons: ['nothing was expected: no step has an `expect`'],
    });
  });

  it('keeps what the run came to where its end could not be written down', () => {
    const error = new SquallError('journal-not-written', 'no space left');
    const conclusion = conclude(facts({ steps: [FAILED], unrecorded: { error } }));
    expect(conclusion).toMatchObject({
      verdict: 'error',
      exitCode: EXIT_CODES.runError,
      reasons: ['no space left', '3g: p95(shoppers) < 2s: 2.4s is more'],
      errors: [{ code: 'journal-not-written' }],
    });
    const both = conclude(facts({ unrecorded: { error }, undoFailures: [LINKS] }));
    expect(both.exitCode).toBe(EXIT_CODES.undoFailed);
  });

  it('gives the reasons of the steps with their names', () => {
    expect(conclude(facts({ steps: [PASSED, FAILED, DOUBTED] })).reasons).toEqual([
      '3g: p95(shoppers) < 2s: 2.4s is more',
      'tunnel: no samples in the window',
    ]);
  });

  it('fails when a started service dies, with what it died of among the errors', () => {
    const cause = new SquallError('service-died', 'service shop exited with code 1', { hint: 'see its log' });
    const conclusion = conclude(facts({ thrown: { error: new ServiceDied('shop', cause) } }));
    expect(conclusion).toEqual({
      verdict: 'fail',
      exitCode: EXIT_CODES.fail,
      reasons: ['service shop exited with code 1'],
      errors: [{ code: 'service-died', message: 'service shop exited with code 1', hint: 'see its log' }],
    });
  });

  it('fails, without an error, when the scenario wants to stop at a failure', () => {
    const conclusion = conclude(facts({ steps: [FAILED], thrown: { error: new StoppedOnFail('3g') } }));
    expect(conclusion).toMatchObject({ verdict: 'fail', exitCode: 1, errors: [] });
    expect(conclusion.reasons[0]).toBe('stopped after step `3g` failed');
  });

  it('is a run error when a load cannot go on', () => {
    const conclusion = conclude(facts({ thrown: { error: new LoadFailed('shoppers', 'out of ports') } }));
    expect(conclusion).toMatchObject({ verdict: 'error', exitCode: 4, errors: [{ code: 'load-failed' }] });
    expect(conclusion.errors[0]).not.toHaveProperty('hint');
  });

  it.each([new TypeError('x is undefined'), undefined, 'a word'])(
    'is a bug when anything else is thrown',
    (error) => {
      const conclusion = conclude(facts({ thrown: { error } }));
      expect(conclusion).toMatchObject({ verdict: 'error', exitCode: 70, errors: [{ code: 'bug' }] });
    },
  );

  it.each([
    [130, 'SIGINT'],
    [143, 'SIGTERM'],
  ] as const)(
    'with exit code %i says that %s interrupted it, whatever the steps were',
    (exitCode, interrupted) => {
      for (const step of [PASSED, FAILED, DOUBTED, BROKEN]) {
        const conclusion = conclude(facts({ steps: [step], thrown: thrown(exitCode) }));
        expect(conclusion).toMatchObject({ verdict: 'error', exitCode, interrupted });
      }
    },
  );

  it('says nothing of an interruption when there was none', () => {
    expect(conclude(facts({ thrown: thrown(3) }))).not.toHaveProperty('interrupted');
    expect(conclude(facts({}))).not.toHaveProperty('interrupted');
  });

  it('lets a failed undo win over everything, and names it first', () => {
    const everything = {
      steps: [FAILED],
      expects: true,
      thrown: { error: new Error('bug') },
      undoFailures: [LINKS],
    };
    expect(conclude(everything)).toMatchObject({
      verdict: 'error',
      exitCode: 5,
      reasons: ['could not put back the links: busy', 'bug', '3g: p95(shoppers) < 2s: 2.4s is more'],
    });
    expect(conclude(facts({ undoFailures: [LINKS] })).exitCode).toBe(5);
  });

  it('still says that it was interrupted when the undo failed', () => {
    const conclusion = conclude(facts({ thrown: thrown(130), undoFailures: [LINKS] }));
    expect(conclusion).toMatchObject({ exitCode: 5, interrupted: 'SIGINT' });
  });

  it('has the worst exit code of all that happened, and passes only when nothing did', () => {
    const codeOf: Record<VerdictName, ExitCode> = { pass: 0, fail: 1, inconclusive: 6, error: 4 };
    const steps = fc.array(fc.constantFrom(PASSED, FAILED, DOUBTED, BROKEN), { minLength: 1, maxLength: 4 });
    const ends = fc.constantFrom<readonly ExitCode[]>([], [3], [4], [130], [143]);
    const undo = fc.constantFrom([], [LINKS]);
    fc.assert(
      fc.property(steps, ends, undo, (judged, [end], undoFailures) => {
        const conclusion = conclude({
          steps: judged,
          expects: true,
          thrown: end === undefined ? undefined : thrown(end),
          undoFailures,
        });
        const codes: ExitCode[] = judged.map(({ verdict }) => codeOf[verdict]);
        if (end !== undefined) codes.push(end);
        if (undoFailures.length > 0) codes.push(5);
        expect(conclusion.exitCode).toBe(worstExitCode(codes));
        expect(conclusion.exitCode === 0).toBe(conclusion.verdict === 'pass');
        expect(conclusion.reasons.length > 0).toBe(conclusion.verdict !== 'pass');
      }),
    );
  });
});
