import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { parseVersion } from '../../../../src/load/k6/version.ts';
import { K6, NEEDS_K6 } from '../../../helpers/real-k6.ts';
import { runText } from '../../../helpers/runs.ts';
import { serve } from './running.ts';

const LIST = path.join(import.meta.dirname, '..', '..', '..', 'fixtures', 'load', 'k6-examples.txt');

/** Where Go keeps the source of the k6 that is tested: the examples are its own, not copies of ours. */
const EXAMPLES: string | undefined = K6 === undefined ? undefined : examplesOf(K6);
const REASON = K6 === undefined ? NEEDS_K6 : 'skipped where Go has no source of this k6, see CONTRIBUTING.md';

function examplesOf(k6: string): string | undefined {
  const version = parseVersion(spawnSync(k6, ['version'], { encoding: 'utf8' }).stdout);
  const cache = spawnSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  if (version === undefined) return undefined;
  const { major, minor, patch } = version;
  const module = major === 1 ? 'go.k6.io/k6' : `go.k6.io/k6/v${major}`;
  const folder = path.join(cache, `${module}@v${major}.${minor}.${patch}`, 'examples');
  return existsSync(folder) ? folder : undefined;
}

interface Example {
  readonly script: string;
  readonly args: readonly string[];
}

function listed(): Example[] {
  const lines = readFileSync(LIST, 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [script = '', ...args] = line.split(' ');
      return { script, args };
    });
}

/** Side by side in one run, each through an edge of its own; unchanged, but they go on until the steps are over. */
function scenario(examples: readonly Example[], port: number): string {
  const goOn = ['--vus=1', '--duration=30s', '--min-iteration-duration=200ms'];
  const edges = examples.map((_, index) => `  edge-${index}: { from: load-${index}, to: shop }`);
  const loads = examples.map(({ script, args }, index) => {
    const file = JSON.stringify(path.join(EXAMPLES ?? '', script));
    return `  load-${index}: { through: edge-${index}, k6: { script: ${file}, args: ${JSON.stringify([...goOn, ...args])} } }`;
  });
  return `version: 1
name: examples
services: { shop: { url: "http://127.0.0.1:${port}" } }
edges:
${edges.join('\n')}
load:
${loads.join('\n')}
steps:
  - { name: start, for: 2s, settle: 500ms }
`;
}

const AT_ONCE = 10;
const batches = Array.from({ length: Math.ceil(listed().length / AT_ONCE) }, (_, index) =>
  listed().slice(index * AT_ONCE, (index + 1) * AT_ONCE),
);

describe.skipIf(EXAMPLES === undefined)(`the examples of k6 itself (${EXAMPLES ?? REASON})`, () => {
  it.each(batches.map((batch) => [batch[0]?.script, batch.at(-1)?.script, batch] as const))(
    'start unchanged, from %s to %s',
    async (_first, _last, batch) => {
      await using origin = await serve((_request, response) => response.end('ok'));
      const run = await runText(scenario(batch, origin.port), { env: { K6_BINARY: K6 ?? '' } });
      // None of them uses its edge, and none is as much as in doubt but for that.
      expect(run.result.exitCode).toBe(6);
      expect(run.result.steps[0]?.reasons?.filter((reason) => !/settle|edge-unused/.test(reason))).toEqual(
        [],
      );
      for (const index of batch.keys()) {
        const log = readFileSync(path.join(run.folder, 'logs', `load-${index}.log`), 'utf8');
        expect(`${batch[index]?.script} ${log}`).toMatch(/iterations\.+: [1-9]|vus_max\.+: 1/);
      }
    },
    60_000,
  );
});
