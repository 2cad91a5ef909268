import { describe, expect, it } from 'vitest';
import { placeOf, planText, SOUND, soundBut } from '../../../helpers/planning.ts';

/** The sound scenario with a matrix, and what is wrong with it. */
function foundIn(matrix: string, ...changes: readonly (readonly [string, string])[]): string[] {
  const text = soundBut(['name: sound', `name: sound\nmatrix:\n${matrix}`], ...changes);
  return planText(text).found.map(({ code, position }) => `${position} ${code}`);
}

function numbers(count: number): string {
  return `[${Array.from({ length: count }, (_, index) => index).join(', ')}]`;
}

const LINE = Number(placeOf(SOUND, 'name: sound').split(':')[0]) + 1;

describe('a matrix', () => {
  it('of 10,000 cells is refused where it stands, with its size', () => {
    const text = soundBut([
      'name: sound',
      `name: sound\nmatrix:\n  a: ${numbers(100)}\n  b: ${numbers(100)}`,
    ]);
    expect(planText(text).found).toMatchObject([
      {
        code: 'matrix-too-large',
        severity: 'error',
        position: `${LINE}:1`,
        message:
          'the matrix has 10,000 cells (100 x 100), more than the 256 that it may have before `exclude`',
      },
    ]);
  });

  it('of 10 to the 30 cells is refused at once', () => {
    const axes = Array.from({ length: 10 }, (_, index) => `  a${index}: ${numbers(1000)}`).join('\n');
    expect(foundIn(axes)).toEqual([`${LINE}:1 matrix-too-large`]);
  });

  it.each([
    ['a value twice', '  a: [1, "1"]', `${LINE + 1}:10 matrix-duplicate`],
    [
      'a cell twice',
      '  a: [1]\n  include: [{ b: 2, a: 7 }, { a: 7, b: 2 }]',
      `${LINE + 2}:29 matrix-duplicate`,
    ],
    ['an exclude of nothing', '  a: [1, 2]\n  exclude: [{ a: 3 }]', `${LINE + 2}:13 matrix-excludes-nothing`],
    ['an exclude of an unknown axis', '  abc: [1]\n  exclude: [{ abd: 1 }]', `${LINE + 2}:15 matrix-unknown`],
    ['nothing left', '  a: [1]\n  exclude: [{ a: 1 }]', `${LINE + 2}:3 matrix-empty`],
    ['a value made of another', '  a: [x, "${matrix.a}"]', `${LINE + 1}:11 matrix-nested`],
    ['a value made of a param', '  a: ["${params.x}"]', `${LINE + 1}:8 matrix-nested`],
    ['no list', '  a: 1', `${LINE + 1}:6 wrong-type`],
    ['no value', '  a: []', `${LINE + 1}:6 out-of-range`],
    ['an exclude that is no list', '  a: [1]\n  exclude: { a: 1 }', `${LINE + 2}:12 wrong-type`],
    ['an include that is no list', '  a: [1]\n  include: { a: 1 }', `${LINE + 2}:12 wrong-type`],
    ['a list as a value', '  a: [1, [2]]', `${LINE + 1}:10 wrong-type`],
    [
      'a list as a value of an include',
      '  a: [1]\n  include: [{ b: [2], c: 1 }]',
      `${LINE + 2}:18 wrong-type`,
    ],
    ['a text as an exclude', '  a: [1]\n  exclude: [{ a: 1 }, b]', `${LINE + 2}:23 wrong-type`],
    ['a list for a matrix', '  - a', `${LINE + 1}:3 wrong-type`],
  ])('with %s is refused where that stands', (_what, matrix, expected) => {
    expect(foundIn(matrix)).toEqual([expected]);
  });

  it('gives its values to every string but the name, and says which it does not have', () => {
    const text = soundBut([
      'name: sound',
      'name: sound-${matrix.a}\ndescription: ${matrix.a} ${matrix.bb}\nmatrix: { a: [x], bb: [y], cc: [z] }',
    ]);
    expect(planText(text).found.map(({ code }) => code)).toContain('matrix-in-name');
    const unknown = soundBut(['name: sound', 'name: sound\ndescription: "${matrix.b}"\nmatrix: { ab: [x] }']);
    expect(planText(unknown).found).toMatchObject([
      { code: 'matrix-unknown', marked: '${matrix.b}', hint: 'did you mean `ab`?' },
    ]);
    const sound = soundBut(['name: sound', 'name: sound\ndescription: "on ${matrix.a}"\nmatrix: { a: [x] }']);
    expect(planText(sound).plan?.scenario.description).toBe('on x');
  });
});
