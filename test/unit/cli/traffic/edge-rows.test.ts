import { describe, expect, it } from 'vitest';

import { endedEdgeRows, liveEdgeRows } from '../../../../src/cli/traffic/edge-rows.ts';
import { passingResult } from '../../../helpers/results.ts';

const EDGE = { name: 'e', from: 'a', to: ['b', 'c'], protocol: 'http', driver: 'proxy', label: 'wpt/3g' };

describe('the rows of `scenario edges`', () => {
  it('say of a run in progress what is in force, and what has taken the edge', () => {
    const state = {
      run: 'r',
      scenario: 's',
      left: 0,
      services: [],
      edges: [
        { ...EDGE, requests: { n: 4, ok: 3 }, open: 2, bytes: { up: 10, down: 20 } },
        { ...EDGE, name: 'tcp', label: 'clear', open: 1, bytes: { up: 1, down: 2 } },
        { ...EDGE, name: 'tc', label: 'clear', driver: 'tc' },
      ],
    };
    expect(liveEdgeRows(state)).toMatchObject([
      { edge: 'e', dest: ['b', 'c'], impaired: ['wpt/3g'], open: 2, requests: 4, success: 0.75 },
      { edge: 'tcp', impaired: [], open: 1, requests: null, success: null, bytes: { up: 1, down: 2 } },
      { edge: 'tc', open: null, requests: null, bytes: null },
    ]);
  });

  it('add up the windows of a run that is over, and name each impairment once', () => {
    const result = passingResult();
    const rows = endedEdgeRows(result);
    const subjects = result.steps.flatMap(({ subjects: own }) => own.filter(({ kind }) => kind === 'edge'));
    const usage = result.steps.flatMap(({ edges }) => edges.map((edge) => edge.usage.bytes.down));
    expect(rows).toHaveLength(result.edges.length);
    expect(rows.reduce((sum, row) => sum + (row.requests ?? 0), 0)).toBe(
      subjects.reduce((sum, { n }) => sum + n, 0),
    );
    expect(rows.reduce((sum, row) => sum + (row.bytes?.down ?? 0), 0)).toBe(
      usage.reduce((sum, down) => sum + down, 0),
    );
    expect(rows.flatMap(({ impaired }) => impaired)).not.toContain('clear');
    expect(rows.every(({ open }) => open === null)).toBe(true);
  });
});
