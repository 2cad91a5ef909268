// The proxy's model of TCP under loss against the kernel's own TCP through netem: the same RTT, rate, queue and loss each way.
// Run on a build, as root: node bench/loss-model.mjs [SECONDS]. The kernel's part runs in the kernel lab; the proxy's runs on this
// machine, because the lab's one slow CPU would be in its timing; they run one after the other. Takes about ten minutes.
import { fileURLToPath } from 'node:url';

import { BUFFER, RATE, RTT } from './loss/link.mjs';
import { machine, writeResults } from './harness/results.mjs';
import { lab, run } from './harness/lab.mjs';

const seconds = process.argv[2] ?? '20';
const kernel = await lab('loss/netem.mjs', [seconds, 'cubic']);
const proxy = await run([fileURLToPath(new URL('./loss/proxy.mjs', import.meta.url)), seconds]);
const table = compare(kernel.rows, proxy);
const about = [
  `RTT ${RTT} ms, ${RATE / 1e6} Mbit/s, a queue of ${BUFFER} ms, independent loss of packets each way;`,
  `netem of Linux ${kernel.kernel} with TCP ${kernel.congestionControl}, ${seconds} s for each figure.`,
].join('\n');
console.log(`${about}\n\n${table}`);
await writeResults('loss-model', { machine: machine(), kernel, proxy }, `${about}\n\n${table}`);

function compare(netem, model) {
  const head = [
    'loss',
    'throughput Mbit/s',
    'error',
    'p95 of 1 kB, ms',
    'error',
    'p95 of 10 kB, ms',
    'error',
  ];
  const rows = netem.map((real, index) => {
    const modelled = model[index];
    return [
      `${real.loss * 100} %`,
      ...pair(real.throughput / 1e6, modelled.throughput / 1e6, 2),
      ...pair(real.small.p95, modelled.small.p95, 0),
      ...pair(real.page.p95, modelled.page.p95, 0),
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** `netem / proxy`, and by how much the proxy is off. */
function pair(real, modelled, digits) {
  const off = Math.round((modelled / real - 1) * 100);
  return [`${real.toFixed(digits)} / ${modelled.toFixed(digits)}`, `${off > 0 ? '+' : ''}${off} %`];
}
