import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { isDead, readStat } from '../../src/exec/process-identity.ts';

/** What every process of a test gets: enough to find programs, and no marker. */
export const testEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
};

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'squall-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The command that runs a script of test/fixtures/processes. */
export function fixtureCommand(script: string, ...args: readonly string[]): string[] {
  const file = fileURLToPath(new URL(`../fixtures/processes/${script}`, import.meta.url));
  return [process.execPath, file, ...args];
}

/** Whether process `pid` runs; a zombie that nobody reaps does not. */
export function isAlive(pid: number): boolean {
  const stat = readStat(pid);
  return stat !== undefined && !isDead(stat);
}

/** Waits for a condition; false when it does not come true in time. */
export async function becomesTrue(condition: () => boolean, within: number): Promise<boolean> {
  const deadline = systemClock.now() + within;
  while (!condition()) {
    if (systemClock.now() >= deadline) return false;
    await systemClock.sleep(10);
  }
  return true;
}

/** The number after `word` in a log, once it is there. */
export async function numberInLog(log: string, word: string): Promise<number> {
  const find = (): string | undefined => new RegExp(`${word} (\\d+)`).exec(readFileSync(log, 'utf8'))?.[1];
  await becomesTrue(() => find() !== undefined, 10_000);
  return Number(find());
}
