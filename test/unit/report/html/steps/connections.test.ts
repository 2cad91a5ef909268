import { describe, expect, it } from 'vitest';
import { connectionsMarkup } from '../../../../../src/report/html/steps/connections.ts';
import { impairedEdge } from '../../../../helpers/results.ts';

const BYTES = { up: 1200, down: 34_000 };

describe('connectionsMarkup', () => {
  it('shows the connections of an edge, whatever they carried', () => {
    const usage = {
      connections: 1200,
      exchanges: 0,
      bytes: BYTES,
      open: 3,
      resets: { client: 2, server: 1, impairment: 0 },
      firstByte: { n: 1100, p50: 12.34, p95: 56.78, p99: 90 },
    };
    const cells = [
      ...(connectionsMarkup([{ ...impairedEdge(), usage }])?.text ?? '').matchAll(/<div>(.*?)<\/div>/g),
    ];
    expect(cells.map(([, text = '']) => text.replaceAll(/<[^>]*>/g, '').trim())).toEqual([
      'last-mile',
      '1,200',
      '3',
      '3 (2 client, 1 server)',
      '1.2 kB',
      '34 kB',
      '12.3ms',
      '56.8ms',
    ]);
  });

  it('makes up no figure where nothing was answered or reset', () => {
    const usage = {
      connections: 1,
      exchanges: 0,
      bytes: BYTES,
      open: 1,
      resets: { client: 0, server: 0, impairment: 0 },
    };
    const text = connectionsMarkup([{ ...impairedEdge(), usage }])?.text;
    expect(text).toMatch(/data-label="Resets" class="number"><div>0<\/div>/);
    expect(text).toMatch(/data-label="First byte p50" class="number"><div>–<\/div>/);
  });

  it('leaves out an edge whose driver sees no connections', () => {
    expect(connectionsMarkup([impairedEdge()])).toBeUndefined();
  });
});
