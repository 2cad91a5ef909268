// The same errand for each tool: to check a file, and to ask a server for a second and judge the answers.
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';

const ROOT = join(import.meta.dirname, '../..');
const SCENARIO = join(ROOT, 'bin/scenario.js');
const RATE = 20;

/** Each as `{ name, command, env }`. */
export function checks(peers, folder) {
  return [
    { name: 'node -e 0', command: [process.execPath, '-e', '0'] },
    ...(peers.chaos
      ? [chaos(peers.chaos, 'validate', write(folder, 'check-chaos.json', experiment(1)), folder)]
      : []),
    {
      name: 'scenario validate',
      command: [process.execPath, SCENARIO, 'validate', write(folder, 'check.json', scenario(1))],
    },
    {
      name: 'scenario validate, last-mile.yaml',
      command: [process.execPath, SCENARIO, 'validate', join(ROOT, 'scenarios/last-mile.yaml')],
    },
  ];
}

export function runs(peers, folder, port) {
  return [
    ...(peers.chaos
      ? [chaos(peers.chaos, 'run', write(folder, 'chaos.json', experiment(port)), folder)]
      : []),
    ...(peers.artillery ? [artillery(peers.artillery, write(folder, 'artillery.json', script(port)))] : []),
    {
      name: 'scenario run',
      command: [
        process.execPath,
        SCENARIO,
        'run',
        write(folder, 'scenario.json', scenario(port)),
        '--out',
        join(folder, 'runs'),
        '--fail-on',
        'never',
      ],
    },
  ];
}

function write(folder, name, document) {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

/** It asks in between, not all the time: a load is not what Chaos Toolkit brings. */
function chaos({ file }, command, experimentFile, folder) {
  const journal = command === 'run' ? ['--journal-path', join(folder, 'journal.json')] : [];
  const global = ['--no-version-check', '--no-log-file'];
  return {
    name: `chaos ${command}`,
    command: [file, ...global, command, ...journal, experimentFile],
    cwd: folder,
  };
}

function experiment(port) {
  return {
    title: 'bench',
    description: 'A server answers for a second',
    'steady-state-hypothesis': {
      title: 'it answers',
      probes: [
        {
          type: 'probe',
          name: 'answers',
          tolerance: 200,
          provider: { type: 'http', url: `http://127.0.0.1:${port}/` },
        },
      ],
    },
    method: [
      {
        type: 'action',
        name: 'a second passes',
        provider: { type: 'process', path: 'sleep', arguments: '1' },
      },
    ],
    rollbacks: [],
  };
}

function artillery({ file }, scriptFile) {
  return {
    name: 'artillery run',
    command: [process.execPath, file, 'run', scriptFile],
    env: { ARTILLERY_DISABLE_TELEMETRY: 'true' },
  };
}

function script(port) {
  return {
    config: {
      target: `http://127.0.0.1:${port}`,
      phases: [{ duration: 1, arrivalRate: RATE }],
      ensure: { thresholds: [{ 'http.response_time.p95': 100 }] },
      plugins: { ensure: {} },
    },
    scenarios: [{ flow: [{ get: { url: '/' } }] }],
  };
}

function scenario(port) {
  return {
    version: 1,
    name: 'bench',
    services: { server: { url: `http://127.0.0.1:${port}` } },
    edges: { link: { from: 'clients', to: 'server' } },
    load: { clients: { through: 'link', rate: `${RATE}/s`, requests: [{ get: '/' }] } },
    steps: [{ name: 'second', for: '1s', settle: '100ms', expect: [{ that: 'p50(clients) < 100ms' }] }],
  };
}
