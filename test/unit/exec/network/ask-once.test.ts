import { describe, expect, it } from 'vitest';

import { askOnce } from '../../../../src/exec/network/ask-once.ts';
import type { RunTool } from '../../../../src/exec/network/run-tool.ts';

function countingTool(): { readonly run: RunTool; readonly started: string[] } {
  const started: string[] = [];
  const run: RunTool = (argv) => {
    started.push(argv.join(' '));
    if (argv.includes('hung')) return Promise.reject(new Error('hung'));
    return Promise.resolve({ exitCode: 0, stdout: `answer ${started.length}`, stderr: '' });
  };
  return { run, started };
}

describe('askOnce', () => {
  it('gives one answer to all who ask the same, at once or later, and starts a tool for each other question', async () => {
    const { run, started } = countingTool();
    const ask = askOnce(run);
    const answers = await Promise.all([ask(['ip', 'link']), ask(['ip', 'route']), ask(['ip', 'link'])]);
    expect(answers.map(({ stdout }) => stdout)).toEqual(['answer 1', 'answer 2', 'answer 1']);
    expect((await ask(['ip', 'link'])).stdout).toBe('answer 1');
    expect(started).toEqual(['ip link', 'ip route']);
  });

  it('passes on what goes wrong, and never shares what is given input', async () => {
    const { run, started } = countingTool();
    const ask = askOnce(run);
    await expect(Promise.all([ask(['hung']), ask(['hung'])])).rejects.toThrow('hung');
    await Promise.all([ask(['tc'], { input: 'a' }), ask(['tc'], { input: 'a' })]);
    expect(started).toEqual(['hung', 'tc', 'tc']);
  });
});
