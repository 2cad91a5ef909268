import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { processIo, type Io } from '../../../src/cli/io.ts';
import { writeIndex } from '../../../src/cli/write-index.ts';
import type { IndexedCall } from '../../../src/report/index-page/page.ts';
import { temporaryFolder } from '../../helpers/processes.ts';
import { passingResult } from '../../helpers/results.ts';

interface Place {
  readonly out: string;
  readonly io: Io;
  readonly warnings: string[];
}

function place(): Place {
  const out = join(temporaryFolder(), 'runs');
  mkdirSync(out);
  const warnings: string[] = [];
  return { out, warnings, io: { ...processIo(), err: (text) => void warnings.push(text) } };
}

function callOf(...reports: readonly string[]): IndexedCall {
  const runs = reports.map((report) => ({ result: passingResult(), exitCode: 0, report }) as const);
  return { runs, notStarted: [], exitCode: 0 };
}

describe('writeIndex', () => {
  it('leaves a page of several scenarios beside their folders, again in its own place, and none of one', () => {
    const { out, io } = place();
    const [a, b] = [join(out, 'a', 'report.html'), join(out, 'b', 'report.html')];
    expect(writeIndex(callOf(a), { out }, io)).toBeUndefined();
    expect(existsSync(join(out, 'index.html'))).toBe(false);
    expect(writeIndex(callOf(a, b), { out }, io)).toBe(join(out, 'index.html'));
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toMatch(
      /href="a\/report.html"[^]*href="b\/report.html"/,
    );
    expect(writeIndex(callOf(a, b, a), { out }, io)).toBe(join(out, 'index.html'));
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('<h1>3 scenarios</h1>');
  });

  it('leaves the page of somebody else alone, and says so', () => {
    const { out, io, warnings } = place();
    writeFileSync(join(out, 'index.html'), '<h1>My home page</h1>');
    expect(writeIndex(callOf('a', 'b'), { out }, io)).toBeUndefined();
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe('<h1>My home page</h1>');
    expect(warnings.join('')).toContain('is a page of somebody else, and stays as it is');
  });

  it('writes where it was asked for, of a single scenario too, with addresses from there', () => {
    const { out, io } = place();
    const asked = join(out, '..', 'site', 'all.html');
    const report = join(out, 'of #1?', 'report.html');
    expect(writeIndex(callOf(report), { out, asked }, io)).toBe(asked);
    expect(readFileSync(asked, 'utf8')).toContain('href="../runs/of%20%231%3F/report.html"');
    expect(existsSync(join(out, 'index.html'))).toBe(false);
  });

  it('fails where it was asked for and cannot write, and warns where it was not', () => {
    const { out, io, warnings } = place();
    const occupied = join(out, 'occupied');
    writeFileSync(occupied, '');
    const asked = join(occupied, 'index.html');
    expect(() => writeIndex(callOf('a'), { out, asked }, io)).toThrow('could not be written');
    expect(writeIndex(callOf('a', 'b'), { out: occupied }, io)).toBeUndefined();
    expect(warnings.join('')).toContain('name a file with `--index FILE`');
  });

  it('writes nothing of a call in which nothing was started', () => {
    const { out, io } = place();
    expect(writeIndex(callOf(), { out, asked: join(out, 'all.html') }, io)).toBeUndefined();
    expect(existsSync(join(out, 'all.html'))).toBe(false);
  });
});
