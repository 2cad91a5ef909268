// What a benchmark says: tables on the terminal and, unless it is quick, bench/results/NAME.md and NAME.json.
import { mkdir, writeFile } from 'node:fs/promises';
import { arch, cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';

const RESULTS = join(import.meta.dirname, '../results');

/** Only what judges, as short as it can be: for CI, which keeps no figures. */
export const QUICK = process.argv.includes('--quick');

export function machine() {
  const [{ model }] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    kernel: release(),
    cpu: `${cpus().length} x ${model}, ${arch()}`,
    load: Number(loadavg()[1].toFixed(1)),
  };
}

/**
 * `sections` are pairs of a text and a table, `peers` what it was measured beside, `missing` the names of those that are not installed,
 * `data` all that was measured, `gates` pairs of what must hold and whether it does: one that does not makes the exit status 1.
 */
export async function report({ name, sections, peers = {}, missing = [], data = {}, gates = [] }) {
  const versions = Object.fromEntries(Object.values(peers).map((peer) => [peer.name, peer.version]));
  const beside = Object.entries(versions).map((pair) => pair.join(' '));
  const lines = [
    ...(beside.length > 0 ? [`Beside ${beside.join(', ')}.`] : []),
    ...(missing.length > 0
      ? [`Missing, and not measured: ${missing.join(', ')} (node bench/peers/install.mjs).`]
      : []),
    ...sections.flatMap((section) => section),
    ...gates.map(([gate, holds]) => `- ${gate}: ${holds ? 'kept' : 'MISSED'}`),
  ];
  const markdown = lines.join('\n\n').replaceAll(/^(- .*)\n\n(?=- )/gm, '$1\n');
  console.log(markdown);
  if (gates.some(([, holds]) => !holds)) process.exitCode = 1;
  if (!QUICK) await writeResults(name, { machine: machine(), versions, missing, ...data }, markdown);
}

/** bench/results/NAME.json and .md */
export async function writeResults(name, results, markdown) {
  const { date, node, kernel, cpu, load } = results.machine;
  const head = `# ${name}\n\n${date}, Node ${node}, Linux ${kernel}, ${cpu}, load average ${load}\n`;
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, `${name}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
  await writeFile(join(RESULTS, `${name}.md`), `${head}\n${markdown}\n`);
}
