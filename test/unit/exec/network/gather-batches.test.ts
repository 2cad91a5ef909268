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
    const devices = Array.from({ length: 21 }, (_, index) => `e${index}`);
    const results = await Promise.all(devices.map((device) => gathered(BATCH, show(device))));
    expect(results.map(({ stdout }) => stdout)).toEqual(devices.map((device) => `["${device}"]`));
    expect(inputs.map((input) => input.trim().split('\n').length)).toEqual([1, 8, 8, 4]);
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

  it('leave alone what stops at its first failure, and what has a signal or an environment', async () => {
    const { run, inputs } = fakeTc();
    const gathered = gatherBatches(run);
    const { signal } = new AbortController();
    await Promise.all([
      gathered(['tc', '-batch', '-'], show('e1')),
      gathered(['tc', '-batch', '-'], show('e2')),
      gathered(BATCH, { ...show('e3'), signal }),
      gathered(BATCH, { ...show('e4'), env: { A: '1' } }),
    ]);
    expect(inputs).toHaveLength(4);
  });
});
