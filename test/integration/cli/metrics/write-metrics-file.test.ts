import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeMetricsFile } from '../../../../src/cli/metrics/write-metrics-file.ts';
import { temporaryFolder } from '../../../helpers/processes.ts';

describe('a file for the textfile collector', () => {
  it('takes the place of the one before in one go, and leaves nothing beside it', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'squall.prom');
    writeFileSync(file, 'old');
    const before = statSync(file).ino;
    writeMetricsFile(file, 'new\n');
    expect(readFileSync(file, 'utf8')).toBe('new\n');
    // Another file of that name, and not the old one written over, of which a reader could see a part.
    expect(statSync(file).ino).not.toBe(before);
    expect(readdirSync(folder)).toEqual(['squall.prom']);
  });

  it('makes the folders that it needs', () => {
    const file = join(temporaryFolder(), 'a', 'b', 'squall.prom');
    writeMetricsFile(file, 'new\n');
    expect(readFileSync(file, 'utf8')).toBe('new\n');
  });

  it('follows a link to what it stands for', () => {
    const folder = temporaryFolder();
    const link = join(folder, 'link.prom');
    writeFileSync(join(folder, 'real.prom'), 'old');
    symlinkSync('real.prom', link);
    writeMetricsFile(link, 'new\n');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real.prom'), 'utf8')).toBe('new\n');
  });

  it('writes to a device and never replaces it', () => {
    writeMetricsFile('/dev/null', 'new\n');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('says why it could not be written', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'occupied'), '');
    expect(() => writeMetricsFile(join(folder, 'occupied', 'squall.prom'), '')).toThrow(
      'could not be written',
    );
  });
});
