// Adds up what the layers left: a vitest report counts test by test, every other layer counts as one.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SUITES = ['tests', 'fuzz', 'e2e', 'soak', 'crash', 'kernel'];

const folder = process.argv[2];
const layers = readFileSync(path.join(folder, 'layers.tsv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t'));
const total = { passed: 0, failed: 0, skipped: 0 };

for (const [name, status] of layers) {
  const report = path.join(folder, `${name}.json`);
  if (SUITES.includes(name) && existsSync(report)) addSuite(JSON.parse(readFileSync(report, 'utf8')), status);
  else if (status === '0' && !SUITES.includes(name)) total.passed += 1;
  else total.failed += 1;
}

function addSuite(report, status) {
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  // A file that cannot be loaded, or an error outside of all tests, fails no test of its own.
  if (status !== '0' && report.numFailedTests === 0) total.failed += 1;
}

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
// Here everything must be able to run: a skip is a check that CI did not make.
process.exitCode = total.failed > 0 || total.skipped > 0 ? 1 : 0;
