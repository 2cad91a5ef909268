// How many points a second k6 itself can write: values of a script's own metrics, and requests to a server that answers at once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SECONDS = 5;

const VALUES = `import { Trend } from 'k6/metrics';
const items = new Trend('items');
export const options = { vus: 2, duration: '${SECONDS}s' };
export default function () { for (let count = 0; count < 1000; count += 1) items.add(count); }`;

const REQUESTS = `import http from 'k6/http';
export const options = { vus: 20, duration: '${SECONDS}s' };
export default function () { http.get(__ENV.TARGET); }`;

/** Points a second by what k6 does; `port` is that of the server. */
export async function measureEmission(k6, folder, port) {
  return {
    'k6 writes, values of a script': await emit(k6, folder, VALUES, port),
    'k6 writes, requests and all': await emit(k6, folder, REQUESTS, port),
  };
}

async function emit(k6, folder, script, port) {
  const files = ['script.js', 'summary.json'].map((name) => path.join(folder, name));
  writeFileSync(files[0], script);
  const args = [
    'run',
    '--quiet',
    '--no-usage-report',
    '--address=',
    '--out=json=/dev/null',
    `--summary-export=${files[1]}`,
  ];
  const env = { ...process.env, TARGET: `http://127.0.0.1:${port}/` };
  const [status] = await once(spawn(k6, [...args, files[0]], { env, stdio: 'ignore' }), 'exit');
  if (status !== 0) throw new Error(`k6 exited with ${status}`);
  const { metrics } = JSON.parse(readFileSync(files[1], 'utf8'));
  const count = (name) => metrics[name]?.count ?? 0;
  // A request has nine points, an iteration four of its own: duration, iterations, data_sent and data_received.
  const values = script === VALUES ? 1000 * count('iterations') : 0;
  return (values + 9 * count('http_reqs') + 4 * count('iterations')) / SECONDS;
}
