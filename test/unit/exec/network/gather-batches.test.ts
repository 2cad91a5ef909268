import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { gatherBatches } from '../../../../src/exec/network/gather-batches.ts';
import type { RunTool, ToolResult } from '../../../../src/exec/network/run-tool.ts';

const BATCH = ['nsenter', '--net=/run/netns/a', 'tc', '-j', '-s', '-force', '-batch', '-'];
const OTHER = ['nsenter', '--net=/run/netns/b', 'tc', '-j', '-s', '-force', '-batch', '-'];

/** A tc with one interface each for e1, e2, ...; `bad` lines fail, and what is shown is the name. */
function fakeTc(): { readonly run: RunTool; readonly inputs: string[] } {
  const inputs: string[] = [];
  const run: RunTool = async (_argv, { input = '' } = {}): Promise<ToolResult> => {
    inputs.push(input);
    await Promise.resolve();
    const lines = input.trim().split('\n');
    const failed = lines.flatMap((line, index) =>
      line.includes('bad') ? [`Error: ${line}\nCommand failed -:${index + 1}\n`] : [],
    );
    const shown = lines.filter((line) => line.includes(' show ') && !line.includes('bad'));
    const stdout = shown.map((line) => `["${line.split(' ').at(-1)}"]\n`).join('');
    return { exitCode: failed.length > 0 ? 1 : 0, stdout, stderr: failed.join('') };
  };
  return { run, inputs };
}

/** Carries lines out up to the first bad one. */
function stoppingTc(): { readonly run: RunTool; readonly done: string[]; readonly starts: () => number } {
  const done: string[] = [];
  let starts = 0;
  const run: RunTool = async (_argv, { input = '' } = {}) => {
    starts += 1;
    await Promise.resolve();
    const lines = input.trim().split('\n');
    const bad = lines.findIndex((line) => line.includes('bad'));
    done.push(...(bad < 0 ? lines : lines.slice(0, bad)));
    const stderr = bad < 0 ? '' : `Error: ${lines[bad]}\nCommand failed -:${bad + 1}\n`;
    return { exitCode: bad < 0 ? 0 : 1, stdout: '', stderr };
  };
  return { run, done, starts: () => starts };
}

function show(device: string): { input: string } {
  return { input: `qdisc show dev ${device}\n` };
}

describe('gathered batches', () => {
  it('ask what comes while tc is busy in a namespace of one more tc', async () => {
    const { run, inputs } = fakeTc();
    const gathered = gatherBatches(run);
    const devices = ['e1', 'e2', 'e3'];
    const results = await Promise.all(devices.map((device) => gathered(BATCH, show(device))));
    expect(results.map(({ stdout }) => stdout)).toEqual(['["e1"]', '["e2"]', '["e3"]']);
    expect(inputs).toEqual(['qdisc show dev e1\n', 'qdisc show dev e2\nqdisc show dev e3\n']);
    await gathered(BATCH, show('e1'));
    expect(inputs).toHaveLength(3);
  });

  it('are of one namespace each', async () => {
    const { run, inputs } = fakeTc();
    const gathered = gatherBatches(run);
    await Promise.all([BATCH, OTHER, BATCH, OTHER].map((argv) => gathered(argv, show('e1'))));
    expect(inputs).toHaveLength(4);
  });

  it('tell each what became of its own lines', async () => {
    const { run } = fakeTc();
    const gathered = gatherBatches(run);
    const [, second, third, fourth] = await Promise.all([
      gathered(BATCH, show('e1')),
      gathered(BATCH, { input: 'qdisc del dev e2 root\nqdisc show dev e2\n' }),
      gathered(BATCH, { input: 'bad line of e3\nqdisc show dev e3\n' }),
      gathered(BATCH, show('bad')),
    ]);
    expect(second).toEqual({ exitCode: 0, stdout: '["e2"]', stderr: '' });
    expect(third).toEqual({
      exitCode: 1,
      stdout: '["e3"]',
      stderr: 'Error: bad line of e3\nCommand failed -:1\n',
    });
    expect(fourth).toMatchObject({ exitCode: 1, stdout: '' });
  });

  it('are few enough that no output is cut', async () => {
    const { run, inputs } = fakeTc();
    const gathered = gatherBatches(run);
    const devices = Array.from({ length: 100 }, (_, index) => `e${index}`);
    const results = await Promise.all(devices.map((device) => gathered(BATCH, show(device))));
    expect(results.map(({ stdout }) => stdout)).toEqual(devices.map((device) => `["${device}"]`));
    expect(inputs.map((input) => input.trim().split('\n').length)).toEqual([1, 64, 35]);
  });

  it('share a failure that is of no line, and an error', async () => {
    const killed = gatherBatches(() => Promise.resolve({ exitCode: 1, stdout: '', stderr: 'killed' }));
    const results = await Promise.all([killed(BATCH, show('e1')), killed(BATCH, show('e2'))]);
    expect(results.map(({ stderr }) => stderr)).toEqual(['killed', 'killed']);
    const broken = gatherBatches(() => Promise.reject(new Error('no tc')));
    const outcomes = await Promise.allSettled([broken(BATCH, show('e1')), broken(BATCH, show('e2'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('tell nobody that nothing is there when tc was killed, or has left an answer out', async () => {
    const ends: readonly ToolResult[] = [
      { exitCode: null, stdout: '["e1"]\n', stderr: 'Error: x\nCommand failed -:1\n' },
      { exitCode: 0, stdout: '["e1"]\n', stderr: '' },
    ];
    for (const end of ends) {
      const { run } = fakeTc();
      const gathered = gatherBatches(async (argv, options) => {
        const result = await run(argv, options);
        return options?.input?.includes('first') === true ? result : end;
      });
      const [, ...others] = await Promise.all(
        ['first', 'e1', 'e2'].map((device) => gathered(BATCH, show(device))),
      );
      for (const { exitCode, stdout } of others) expect(exitCode === null || stdout === '').toBe(true);
    }
  });

  it('leave alone what stops at its first failure and reads, and what has a signal or an environment', async () => {
    const { run, inputs } = fakeTc();
    const gathered = gatherBatches(run);
    const { signal } = new AbortController();
    await Promise.all([
      gathered(['tc', '-j', '-batch', '-'], show('e1')),
      gathered(['tc', '-j', '-batch', '-'], show('e2')),
      gathered(BATCH, { ...show('e3'), signal }),
      gathered(BATCH, { ...show('e4'), env: { A: '1' } }),
    ]);
    expect(inputs).toHaveLength(4);
  });
});

describe('gathered batches that stop at a line that fails', () => {
  const STOPPING = ['nsenter', '--net=/run/netns/a', 'tc', '-batch', '-'];

  it('are carried out together', async () => {
    const { run, done, starts } = stoppingTc();
    const gathered = gatherBatches(run);
    const inputs = Array.from({ length: 9 }, (_, index) => `add ${index}\nchange ${index}\n`);
    const results = await Promise.all(inputs.map((input) => gathered(STOPPING, { input })));
    expect(results).toEqual(inputs.map(() => ({ exitCode: 0, stdout: '', stderr: '' })));
    expect(done).toEqual(inputs.flatMap((input) => input.trim().split('\n')));
    expect(starts()).toBe(2);
  });

  it('end for each as if it had been alone', async () => {
    const call = fc.array(fc.constantFrom('good', 'bad'), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 12 }), async (calls) => {
        const inputs = calls.map((lines, nth) => lines.map((line) => `${line} ${nth}\n`).join(''));
        const [alone, together] = [stoppingTc(), stoppingTc()];
        const expected = [];
        for (const input of inputs) expected.push(await alone.run(STOPPING, { input }));
        const gathered = gatherBatches(together.run);
        const results = await Promise.all(inputs.map((input) => gathered(STOPPING, { input })));
        expect(results).toEqual(expected);
        expect(together.done).toEqual(alone.done);
      }),
    );
  });
});
