import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { hasErrors, type Diagnostic } from '../../../src/core/diagnostic.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { formatDiagnostic } from '../../../src/scenario/frame.ts';
import { parseScenario } from '../../../src/scenario/parse-scenario.ts';
import { readScenario } from '../../../src/scenario/read-scenario.ts';
import { UNLIMITED_CAPABILITIES } from '../../helpers/capabilities.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/scenarios');

interface Checked {
  readonly text?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What `scenario validate` does, on a machine that can do everything. */
async function check(path: string): Promise<Checked> {
  const reading = await readScenario(path);
  if (reading.kind === 'refused') return { diagnostics: [reading.diagnostic] };
  const { text } = reading;
  const { document, diagnostics, source } = parseScenario(text, { file: path });
  if (document === undefined) return { text, diagnostics };
  const planned = makePlan(document, source, { seed: 1, capabilities: UNLIMITED_CAPABILITIES });
  return { text, diagnostics: [...diagnostics, ...planned.diagnostics] };
}

function scenariosIn(folder: string): string[] {
  return readdirSync(join(FIXTURES, folder)).filter((name) => name.endsWith('.yaml'));
}

describe('invalid scenarios', () => {
  it.each(scenariosIn('invalid'))('%s is refused in the words of its .txt', async (name) => {
    const path = join(FIXTURES, 'invalid', name);
    const { text, diagnostics } = await check(path);
    const shown = diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, { file: name, text }));
    expect(hasErrors(diagnostics)).toBe(true);
    await expect(`${shown.join('\n')}\n`).toMatchFileSnapshot(path.replace(/yaml$/, 'txt'));
  });

  it('reports each of nine mistakes once', async () => {
    const { diagnostics } = await check(join(FIXTURES, 'invalid/nine-mistakes.yaml'));
    expect(diagnostics).toHaveLength(9);
  });
});

describe('valid scenarios', () => {
  it.each(scenariosIn('valid'))('%s has no errors', async (name) => {
    const { diagnostics } = await check(join(FIXTURES, 'valid', name));
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual(
      [],
    );
    expect(basename(name)).toMatch(/\.yaml$/);
  });
});
