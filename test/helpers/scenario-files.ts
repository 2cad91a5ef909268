import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { hasErrors, type Diagnostic } from '../../src/core/diagnostic.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { positionAt } from '../../src/scenario/frame.ts';
import { loadScenario, type LoadOptions, type ScenarioFile } from '../../src/scenario/load-scenario.ts';
import { readTraces } from '../../src/scenario/read-traces.ts';
import { sourceFileOf } from '../../src/scenario/source.ts';
import { SHIPPED_CAPABILITIES } from './capabilities.ts';
import { temporaryFolder } from './processes.ts';

/** Writes files, by name, into a folder of their own. */
export function writeFiles(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface LoadedFiles {
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Each as `file:line:column code`, the file relative to the folder. */
  readonly places: readonly string[];
  readonly files: readonly ScenarioFile[];
}

/** Reads and plans a scenario of a folder as the command line does. */
export async function loadFrom(
  folder: string,
  name = 'main.yaml',
  options: LoadOptions = {},
): Promise<LoadedFiles> {
  const loading = await loadScenario(join(folder, name), options);
  if (loading.kind === 'refused') throw new Error(loading.diagnostic.message);
  const [{ document, source, diagnostics: found }] = loading.parsed;
  const traces = document && (await readTraces([document], folder));
  const settings = { seed: 1, capabilities: SHIPPED_CAPABILITIES, ...(traces && { traces }) };
  const planned = document && makePlan(document, source, settings);
  const diagnostics = [...found, ...(planned?.diagnostics ?? [])];
  const places = diagnostics.map(({ code, range }) => {
    const { file, text } = sourceFileOf(source, range);
    const { line, column } = positionAt(text, range?.start ?? 0);
    return `${file.slice(folder.length + 1)}:${line}:${column} ${code}`;
  });
  const plan = hasErrors(diagnostics) ? undefined : planned?.plan;
  return { plan, diagnostics, places, files: loading.files };
}
