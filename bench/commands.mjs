// How long it takes to check a file, and what a run of one second needs besides that second: whole processes, interleaved, against Chaos
// Toolkit and Artillery. Run on a build: node bench/commands.mjs [--quick]. Takes three minutes.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks, runs } from './commands/contenders.mjs';
import { goBeforeOthers } from './harness/processes.mjs';
import { QUICK, report } from './harness/results.mjs';
import { runCommand } from './harness/run-command.mjs';
import { medians, ratioOfRounds } from './harness/statistics.mjs';
import { fixed, table } from './harness/table.mjs';
import { findPeers } from './peers/peers.mjs';

const ROUNDS = QUICK ? 3 : 5;

goBeforeOthers();
const { peers, missing } = findPeers(QUICK ? [] : ['chaos', 'artillery']);
const folder = mkdtempSync(join(tmpdir(), 'squall-bench-'));
const server = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
try {
  const checked = await compare(checks(peers, folder));
  const ran = await compare(runs(peers, folder, port));
  await report({
    name: 'commands',
    peers,
    missing,
    data: { checked, ran },
    sections: [
      ['To check a file:', figures(checked, 'scenario validate')],
      ['A run of one second, that second included:', figures(ran, 'scenario run')],
    ],
  });
} finally {
  server.close();
  rmSync(folder, { recursive: true });
}

/** The first round warms the disk's cache. */
async function compare(contenders) {
  const rounds = Object.fromEntries(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { name, command, env, cwd } of contenders) {
      const { ms, cpu } = await runCommand(command, { env, cwd });
      // Looking at its memory takes some of its time, so that is another run.
      const { megabytes } = await runCommand(command, { env, cwd, watch: true });
      if (round > 0) rounds[name].push({ ms, cpu, megabytes });
    }
  }
  return rounds;
}

function figures(rounds, ours) {
  const rows = Object.entries(rounds).map(([name, own]) => ({ name, own, ...medians(own) }));
  const columns = [
    ['', ({ name }) => name],
    ['ms', ({ ms }) => fixed(ms)],
    [`of ${ours}`, ({ own }) => fixed(ratioOfRounds(own, rounds[ours], 'ms'), 2)],
    ['CPU ms', ({ cpu }) => fixed(cpu * 1000)],
    [`of ${ours}`, ({ own }) => fixed(ratioOfRounds(own, rounds[ours], 'cpu'), 2)],
    ['MB', ({ megabytes }) => fixed(megabytes)],
  ];
  return table(columns, rows);
}
