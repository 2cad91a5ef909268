import { describe, expect, it } from 'vitest';
import type { Io } from '../../../src/cli/io.ts';
import { presentError } from '../../../src/cli/present-error.ts';
import { SquallError } from '../../../src/core/errors.ts';

/** What is written to standard error for a thrown value, and the exit code. */
function present(thrown: unknown): { text: string; code: number } {
  let text = '';
  const io: Io = {
    out: () => {
      throw new Error('an error belongs on standard error');
    },
    err: (piece) => {
      text += piece;
    },
    ready: async () => true,
    keys: () => () => {},
    isTerminal: false,
    colour: false,
    columns: () => 80,
    rows: () => 24,
    env: {},
  };
  const code = presentError(thrown, io);
  return { text, code };
}

describe('an error for people', () => {
  it('is its code, its message and what to do next', () => {
    const error = new SquallError('listen-failed', 'port 80 is taken', {
      hint: 'choose another\nor wait',
      exitCode: 3,
    });
    expect(present(error)).toEqual({
      text: 'error listen-failed: port 80 is taken\n  choose another\n  or wait\n',
      code: 3,
    });
  });

  it('stands without a hint, and for a run error unless it says otherwise', () => {
    expect(present(new SquallError('some-code', 'it broke'))).toEqual({
      text: 'error some-code: it broke\n',
      code: 4,
    });
  });

  it('is a bug with its stack where it is anything else', () => {
    const { text, code } = present(new TypeError('x is undefined'));
    expect(code).toBe(70);
    expect(text).toMatch(
      /^This is a bug in Squall, please report it with what follows:\nTypeError: x is undefined\n +at /,
    );
  });

  it.each([
    ['a word', 'a word'],
    [undefined, 'undefined'],
    [null, 'null'],
  ])('is a bug also where no error was thrown: %s', (thrown, shown) => {
    expect(present(thrown)).toEqual({
      text: `This is a bug in Squall, please report it with what follows:\n${shown}\n`,
      code: 70,
    });
  });

  it('is a bug with its message where it has lost its stack', () => {
    const error = new Error('no stack');
    delete error.stack;
    expect(present(error).text).toContain('\nno stack\n');
  });
});
