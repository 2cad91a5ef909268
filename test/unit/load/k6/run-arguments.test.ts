import { describe, expect, it } from 'vitest';

import { inspectArguments } from '../../../../src/load/k6/run-arguments.ts';

describe('the arguments of an inspection', () => {
  it('are those of the run that make a script another one, with their values', () => {
    const script = ['-e', 'A=1', '--env', 'B=2', '--env=C=3', '-e=D=4', '-eE=5', '--compatibility-mode=base'];
    expect(inspectArguments(['--vus=3', ...script, '--duration', '5s', '--tag=e=f'])).toEqual(script);
  });
});
