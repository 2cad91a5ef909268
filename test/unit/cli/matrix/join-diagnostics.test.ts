import { describe, expect, it } from 'vitest';
import { joinDiagnostics } from '../../../../src/cli/matrix/join-diagnostics.ts';
import type { Diagnostic } from '../../../../src/core/diagnostic.ts';

const CELLS = [
  { profile: 'wpt/3g', ux: 'naive' },
  { profile: 'wpt/3g', ux: 'loading' },
  { profile: 'wpt/4g', ux: 'naive' },
  { profile: 'wpt/4g', ux: 'loading' },
];

function messageOf(...affected: readonly number[]): string[] {
  const diagnostic: Diagnostic = { code: 'wrong', severity: 'error', message: 'it is wrong' };
  const cells = CELLS.map((cell, at) => ({ cell, diagnostics: affected.includes(at) ? [diagnostic] : [] }));
  return joinDiagnostics(cells).map(({ message }) => message);
}

describe('what is wrong with the cells of a matrix', () => {
  it('is said once where all share it', () => {
    expect(messageOf(0, 1, 2, 3)).toEqual(['it is wrong']);
    expect(messageOf()).toEqual([]);
  });

  it('names the value that the cells have in common, or the cells', () => {
    expect(messageOf(2, 3)).toEqual(['it is wrong (in each cell with `profile: wpt/4g`)']);
    expect(messageOf(1, 3)).toEqual(['it is wrong (in each cell with `ux: loading`)']);
    expect(messageOf(1)).toEqual(['it is wrong (in cell `wpt/3g, loading`)']);
    expect(messageOf(0, 3)).toEqual(['it is wrong (in cells `wpt/3g, naive` and `wpt/4g, loading`)']);
    expect(messageOf(0, 1, 2)).toEqual([
      'it is wrong (in cells `wpt/3g, naive` and `wpt/3g, loading` and `wpt/4g, naive`)',
    ]);
  });
});
