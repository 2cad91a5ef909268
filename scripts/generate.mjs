// Writes what is generated from schemas/, and the report's script. With --check: writes nothing, fails where a file is not fresh.
// With --root DIR: works on another copy of the project, for the test of --check.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { renderScript } from './generated-script.mjs';
import { renderTypes } from './generated-types.mjs';
import { renderValidator } from './generated-validator.mjs';

const { values: options } = parseArgs({
  options: { check: { type: 'boolean', default: false }, root: { type: 'string' } },
});
const root = options.root ?? join(import.meta.dirname, '..');

const SCENARIO = 'schemas/scenario.v1.schema.json';
const RESULT = 'schemas/result.v1.schema.json';
const SCRIPT = 'src/report/html/timeline/browser/timeline.ts';

/** What is checked is a scenario with all that it extends, so nothing that is required may be missing any more. */
const merged = ({ if: _extends, then, ...schema }) => ({
  ...schema,
  required: [...schema.required, ...then.required],
});

const outputs = [
  {
    from: SCENARIO,
    to: 'src/scenario/document.gen.ts',
    committed: true,
    render: async () => await renderTypes(merged(await schemaIn(SCENARIO)), SCENARIO, 'Scenario'),
  },
  {
    from: SCENARIO,
    to: 'src/scenario/validate.gen.js',
    committed: false,
    render: async () => renderValidator(merged(await schemaIn(SCENARIO)), SCENARIO),
  },
  {
    from: RESULT,
    to: 'src/core/result.gen.ts',
    committed: true,
    render: async () => await renderTypes(await schemaIn(RESULT), RESULT, 'RunResult'),
  },
  {
    from: SCRIPT,
    to: 'src/report/html/timeline/script.gen.js',
    committed: false,
    render: () => renderScript(join(root, SCRIPT), SCRIPT),
  },
];

const stale = [];
for (const output of outputs.filter(({ from }) => existsSync(join(root, from)))) {
  const target = join(root, output.to);
  const present = existsSync(target) ? await readFile(target, 'utf8') : undefined;
  if (options.check && present === undefined && !output.committed) continue;
  const fresh = await output.render();
  if (fresh === present) continue;
  if (options.check) stale.push(output);
  else await writeFile(target, fresh);
}

for (const { to, from } of stale) {
  console.error(`${to} does not follow from ${from}: run \`npm run generate\``);
}
process.exitCode = stale.length === 0 ? 0 : 1;

async function schemaIn(file) {
  return JSON.parse(await readFile(join(root, file), 'utf8'));
}
