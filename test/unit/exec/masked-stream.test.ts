import { text } from 'node:stream/consumers';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createMasker } from '../../../src/core/mask.ts';
import { maskedStream } from '../../../src/exec/masked-stream.ts';

const SECRET = 'päss-wörd';

async function maskChunks(chunks: readonly Buffer[]): Promise<string> {
  const stream = maskedStream(createMasker([SECRET]));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return await text(stream);
}

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
}

describe('maskedStream', () => {
  it('gives the same text however the bytes are cut', async () => {
    const whole = `a ${SECRET} b\n${SECRET}${SECRET}\nlast ${SECRET}`;
    const property = fc.asyncProperty(fc.array(fc.nat({ max: 200 }), { maxLength: 20 }), async (cuts) => {
      expect(await maskChunks(cutAt(Buffer.from(whole), cuts))).toBe('a *** b\n******\nlast ***');
    });
    await fc.assert(property);
  });

  it('finds a secret that straddles the pieces of a line too long to hold', async () => {
    const property = fc.asyncProperty(fc.integer({ min: 65_500, max: 65_560 }), async (before) => {
      const line = Buffer.from(`${'x'.repeat(before)}${SECRET}${'y'.repeat(70_000)}${SECRET}`);
      const masked = await maskChunks(cutAt(line, [before, before + 3, before + 6]));
      expect(masked).toBe(`${'x'.repeat(before)}***${'y'.repeat(70_000)}***`);
    });
    await fc.assert(property, { numRuns: 20 });
  });

  it('passes complete lines on at once', () => {
    const stream = maskedStream(createMasker([SECRET]));
    stream.write('one\ntwo');
    expect(String(stream.read())).toBe('one\n');
  });
});
