import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparePlans } from '../../../src/cli/against/compared-plans.ts';
import { findEarlier } from '../../../src/cli/against/find-earlier.ts';
import type { RunnablePlan } from '../../../src/cli/run-one.ts';
import { writeRunFolder } from '../../../src/cli/write-artefacts.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { RunResult } from '../../../src/core/result.gen.ts';
import type { Earlier } from '../../../src/engine/earlier/earlier-run.ts';
import { earlierResult } from '../../helpers/earlier-result.ts';
import { temporaryFolder } from '../../helpers/processes.ts';
import { soundBut, soundPlan } from '../../helpers/planning.ts';
import { failingResult, passingResult, subject } from '../../helpers/results.ts';

const SIGNAL = new AbortController().signal;

/** Leaves a result as the run of that id would have, `day` days into the month. */
function put(out: string, day: number, result: RunResult): string {
  const id = `202611${String(day).padStart(2, '0')}T213000Z-${result.scenario.name}-3f9a`;
  mkdirSync(join(out, id), { recursive: true });
  writeFileSync(
    join(out, id, 'result.json'),
    JSON.stringify({ ...result, run: { ...result.run, id } } satisfies RunResult),
  );
  return id;
}

async function found(named: string, out: string, allowFirst = false): Promise<Earlier> {
  const options = { out, allowFirst, clock: systemClock, signal: SIGNAL };
  const [earlier] = await findEarlier(named, [{ name: 'last-mile' }], options);
  return earlier!;
}

function idOf(earlier: Earlier): string {
  return earlier.kind === 'run' ? earlier.run.result.run.id : earlier.why;
}

describe('the run that --against names', () => {
  it('is found by its id, its folder or its file', async () => {
    const out = temporaryFolder();
    const id = put(out, 1, passingResult());
    for (const named of [id, join(out, id), join(out, id, 'result.json')]) {
      const earlier = await found(named, out);
      expect(idOf(earlier)).toBe(id);
      expect(earlier.kind === 'run' && earlier.run.folder).toBe(join(out, id));
    }
  });

  it('is, in a folder of runs, the newest of the scenario that ran whole and passed', async () => {
    const out = temporaryFolder();
    put(out, 1, passingResult());
    const newest = put(out, 2, passingResult());
    put(out, 3, failingResult());
    const { scenario } = passingResult();
    put(out, 4, passingResult({ scenario: { ...scenario, name: 'other' } }));
    put(out, 5, passingResult({ scenario: { ...scenario, leftOut: ['3g'] } }));
    mkdirSync(join(out, '20261105T213000Z-last-mile-dead'));
    const cut = join(out, '20261106T213000Z-last-mile-beef');
    mkdirSync(cut);
    writeFileSync(join(cut, 'result.json'), '{"schema": 1, "run":');
    expect(idOf(await found(out, 'runs'))).toBe(newest);
  });

  it('is one of the same cell of a matrix', async () => {
    const out = temporaryFolder();
    const { scenario } = passingResult();
    const first = put(out, 1, passingResult({ scenario: { ...scenario, cell: { ux: 'naive' } } }));
    put(out, 2, passingResult({ scenario: { ...scenario, cell: { ux: 'loading' } } }));
    const plain = put(out, 3, passingResult());
    const options = { out, allowFirst: false, clock: systemClock, signal: SIGNAL };
    const naive = { name: 'last-mile', cell: { ux: 'naive' } };
    const each = await findEarlier(out, [naive, { name: 'last-mile' }], options);
    expect(each.map(idOf)).toEqual([first, plain]);
    await expect(findEarlier(plain, [naive], options)).rejects.toMatchObject({
      code: 'against-other-scenario',
      message: `run \`${plain}\` is of scenario \`last-mile\`, not of \`last-mile (naive)\``,
    });
  });

  it('is none where the folder holds none that passed', async () => {
    const out = temporaryFolder();
    put(out, 3, failingResult());
    expect(idOf(await found(out, 'runs'))).toBe(`\`${out}\` holds no run of \`last-mile\` that passed`);
  });

  it('is none where nothing is there only where that was allowed', async () => {
    const out = temporaryFolder();
    const nowhere = join(out, 'nowhere');
    await expect(found(nowhere, out)).rejects.toMatchObject({ code: 'run-not-found', exitCode: 2 });
    expect(idOf(await found(nowhere, out, true))).toContain('holds no run of `last-mile`');
  });

  it('is refused where it did not pass, is of another scenario, was cut or was killed', async () => {
    const out = temporaryFolder();
    const failed = put(out, 1, failingResult());
    await expect(found(failed, out)).rejects.toMatchObject({
      code: 'against-not-passed',
      exitCode: 2,
      message: `run \`${failed}\` is no measure for others: its verdict is \`fail\``,
    });
    const { scenario, steps } = passingResult();
    const other = put(out, 2, passingResult({ scenario: { ...scenario, name: 'other' } }));
    await expect(found(other, out)).rejects.toMatchObject({ code: 'against-other-scenario', exitCode: 2 });
    const [first] = steps;
    const [measured] = first?.subjects ?? [];
    const histogram = { edges: [1, 2], counts: [1] };
    const broken = { ...first!, subjects: [{ ...measured!, histogram }] };
    const cut = put(out, 3, passingResult({ steps: [broken] }));
    await expect(found(cut, out)).rejects.toMatchObject({ code: 'result-unreadable', exitCode: 2 });
    const killed = join(out, 'killed');
    mkdirSync(killed);
    writeFileSync(join(killed, 'journal.jsonl'), '');
    await expect(found(killed, out, true)).rejects.toMatchObject({ code: 'run-not-found' });
  });
});

function gates(compared: readonly RunnablePlan[]): string[] {
  return compared.flatMap((one) => one.plan.steps.at(-1)?.expectations.map(({ gate }) => gate) ?? []);
}

const MEASURED = subject({ histogram: { edges: [10, 80], counts: [300, 90] } });

describe('a scenario that expects something of an earlier run', () => {
  const plan = soundPlan(soundBut(['p95(shoppers) <= baseline + 2s', 'p95(shoppers) <= previous + 5%']));
  const loaded = [{ file: 'sound.yaml', plan, sha256: '', diagnostics: [] }];

  it('is warned about where none was named or found, and gates all the same', async () => {
    const out = temporaryFolder();
    for (const [options, why] of [
      [{}, 'no earlier run was named with `--against`'],
      [{ against: out }, `\`${out}\` holds no run of \`sound\` that passed`],
    ] as const) {
      const compared = await comparePlans(loaded, options, SIGNAL);
      expect(gates(compared)).toEqual(['expect', 'expect']);
      expect(compared[0]?.diagnostics).toMatchObject([
        {
          code: 'no-earlier-run',
          severity: 'warning',
          message: `\`p95(shoppers) <= previous + 5%\` can only be inconclusive: ${why}`,
        },
      ]);
    }
  });

  it('may pass without it in a first run, where that was allowed', async () => {
    const options = { against: temporaryFolder(), allowFirst: true };
    const compared = await comparePlans(loaded, options, SIGNAL);
    expect(gates(compared)).toEqual(['warn', 'expect']);
    expect(compared[0]?.diagnostics).toMatchObject([
      { code: 'no-earlier-run', hint: expect.stringContaining('does not gate') },
    ]);
  });

  it('gates as soon as there is one, also with --allow-first', async () => {
    const against = temporaryFolder();
    put(against, 1, earlierResult(plan, [MEASURED]));
    const compared = await comparePlans(loaded, { against, allowFirst: true }, SIGNAL);
    expect(gates(compared)).toEqual(['expect', 'expect']);
    expect(compared[0]).toMatchObject({ diagnostics: [], earlier: { kind: 'run' } });
  });

  it('is warned about where the load has another rate than then, before it has run', async () => {
    const against = temporaryFolder();
    const slower = soundPlan(soundBut(['rate: 100/s', 'rate: 80/s']));
    const id = put(against, 1, earlierResult(slower, [MEASURED]));
    const [compared] = await comparePlans(loaded, { against }, SIGNAL);
    expect(compared).toMatchObject({
      earlier: { kind: 'run' },
      diagnostics: [
        {
          code: 'earlier-not-comparable',
          severity: 'warning',
          message: `\`p95(shoppers) <= previous + 5%\` can only be inconclusive: run ${id} ran under other conditions: load \`shoppers\` was at 80/s, and is at 100/s`,
          hint: expect.stringContaining('begin a new folder'),
        },
      ],
    });
  });

  it('is not left to --allow-first alone', async () => {
    await expect(comparePlans(loaded, { allowFirst: true }, SIGNAL)).rejects.toMatchObject({
      code: 'first-of-nothing',
    });
  });
});

describe('the folder of a run that was compared', () => {
  it('holds the comparison, with links to both reports', async () => {
    const out = temporaryFolder();
    const id = put(out, 1, passingResult());
    const folder = join(out, 'now');
    const files = writeRunFolder(failingResult(), folder, { earlier: await found(id, out) });
    expect(files.map(({ label }) => label)).toEqual(['report', 'junit', 'result', 'compare']);
    const page = readFileSync(join(folder, 'compare.html'), 'utf8');
    expect(page).toContain(`href="../${id}/report.html"`);
    expect(page).toContain('href="report.html"');
  });

  it('holds the result and the report also where the comparison cannot be drawn', () => {
    const folder = join(temporaryFolder(), 'now');
    const cut = subject({ histogram: { edges: [1, 2], counts: [1] } });
    const base = passingResult({ steps: [{ ...passingResult().steps[0]!, subjects: [cut] }] });
    const earlier = { kind: 'run', run: { result: base, folder } } as const;
    expect(() => writeRunFolder(passingResult(), folder, { earlier })).toThrow('not a histogram');
    expect(readdirSync(folder).toSorted()).toEqual(['junit.xml', 'report.html', 'result.json']);
  });

  it('holds none without an earlier run', () => {
    const folder = join(temporaryFolder(), 'now');
    writeRunFolder(passingResult(), folder, { earlier: { kind: 'none', why: '' } });
    expect(existsSync(join(folder, 'compare.html'))).toBe(false);
  });
});
