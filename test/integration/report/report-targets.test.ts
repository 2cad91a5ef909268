import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { prepareReport } from '../../../src/cli/report-targets.ts';
import { writeReport } from '../../../src/cli/write-artefacts.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

const REFUSED = expect.objectContaining({ code: 'file-not-written', exitCode: 3 });

describe('a file that a report is to be written to', () => {
  it('gets its folders, and is not there before the report is', () => {
    const file = join(temporaryFolder(), 'a', 'b', 'junit.xml');
    prepareReport(file);
    expect(existsSync(file)).toBe(false);
    writeReport(file, 'report');
    expect(readFileSync(file, 'utf8')).toBe('report');
  });

  it('keeps what is in it until then', () => {
    const file = join(temporaryFolder(), 'junit.xml');
    writeFileSync(file, 'earlier');
    prepareReport(file);
    expect(readFileSync(file, 'utf8')).toBe('earlier');
  });

  it('cannot lie below a file or in /proc', () => {
    const file = join(temporaryFolder(), 'occupied');
    writeFileSync(file, '');
    expect(() => prepareReport(join(file, 'junit.xml'))).toThrow(REFUSED);
    expect(() => prepareReport('/proc/nowhere/junit.xml')).toThrow(REFUSED);
  });

  it('cannot be a folder, which is said before there is anything to write', () => {
    const folder = temporaryFolder();
    const message = `\`${folder}\` could not be written: it is a folder`;
    expect(() => prepareReport(folder)).toThrow(message);
    expect(() => prepareReport(folder)).toThrow(REFUSED);
  });

  it('may find its disk full, which its folder is not to blame for', () => {
    expect(() => writeReport('/dev/full', 'report')).toThrow(
      expect.objectContaining({ code: 'file-not-written', hint: 'free space on the disk' }),
    );
  });
});
