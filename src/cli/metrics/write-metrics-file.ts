import { randomUUID } from 'node:crypto';
import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explained, prepareReport } from '../report-targets.ts';

/**
 * Writes a file for the textfile collector of node_exporter in one go, so that it never reads half of one. The name of what is written
 * first does not end in `.prom`, by which the collector finds its files.
 * @throws SquallError `file-not-written`.
 */
export function writeMetricsFile(file: string, text: string): void {
  prepareReport(file);
  explained(file, () => {
    const target = existsSync(file) ? realpathSync(file) : file;
    // A pipe or a device is written to, never replaced.
    if (existsSync(target) && !statSync(target).isFile()) {
      writeFileSync(target, text);
      return;
    }
    const draft = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.tmp`);
    try {
      writeFileSync(draft, text, { flag: 'wx' });
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  });
}
