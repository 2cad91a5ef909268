import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { RunResult } from '../../src/core/result.gen.ts';
import { runCli, startCli, type CliExit } from '../helpers/cli.ts';
import { serveHttp } from '../helpers/http-api.ts';
import { runFolders } from '../helpers/leftovers.ts';
import { temporaryFolder } from '../helpers/processes.ts';
import { K6, NEEDS_K6 } from '../helpers/real-k6.ts';

/** Each holds what URIs, JSON, HTML and base64 write in other ways; the last part of its name is in all of these ways the same. */
const secret = (name: string): string => `ü/${name}+ 40%<&>"'${name}=`;

const PASSWORD = 'pass/word+of?prometheus';
const SECRETS: Readonly<Record<string, string>> = {
  HEADER: 'Bearer header/token+of.shoppers~',
  SERVICE: secret('serviceSecret'),
  DATABASE: 'postgres://shop:data%2Fbase%2Bpassword@db:5432/shop',
  LOAD: secret('loadSecret'),
  CHECK: secret('checkSecret'),
  SCRIPT: secret('scriptSecret'),
  GIVEN: secret('givenBySet').replace('ü', 'u'),
  PROMETHEUS: `Basic ${Buffer.from(`squall:${PASSWORD}`).toString('base64')}`,
};
const LITERAL = 'literal-key/of+somebody';

/** What must be nowhere, however it is written. */
const HIDDEN: readonly string[] = [
  'header/token+of.shoppers~',
  SECRETS['SERVICE'] ?? '',
  'data/base+password',
  'data%2Fbase%2Bpassword',
  SECRETS['LOAD'] ?? '',
  SECRETS['CHECK'] ?? '',
  SECRETS['SCRIPT'] ?? '',
  SECRETS['GIVEN'] ?? '',
  PASSWORD,
  LITERAL,
];

/** Of no secret: the same search finds it, so it would find the others. */
const PLAIN = 'plain/value+of nobody';

const SCRIPT = `import http from 'k6/http';
import encoding from 'k6/encoding';
import { check } from 'k6';
import { Counter } from 'k6/metrics';
const secret = __ENV.LEAK;
const items = new Counter('items');
export const options = {
  scenarios: { s: { executor: 'constant-arrival-rate', rate: 20, duration: '11s', preAllocatedVUs: 10 } },
  thresholds: { 'checks{of:a}': ['rate>0.99'] },
};
export default function () {
  const words = [secret, encodeURIComponent(secret), encoding.b64encode(secret), encoding.b64encode('user:' + secret)];
  for (const word of words) console.error('asking with ' + word);
  const answer = http.get(__ENV.SQUALL_TARGET + '/?key=' + words[1], { tags: { name: words[0] }, headers: { 'x-of': words[2] } });
  check(answer, { [words[0]]: (a) => a.status === 200, [words[2]]: (a) => a.status === 200 });
  items.add(1, { name: words[2] });
}
`;

const program = (what: string): string => `["${process.execPath}", leaks.mjs, ${what}]`;

function scenarioOf(prometheus: string): string {
  return `version: 1
name: secretive
confidence: none
params:
  key: { default: none }
  given: { default: none }
  broken: { default: 'no' }
metrics:
  prometheus: { url: "${prometheus}", headers: { Authorization: "\${env.PROMETHEUS}" } }
services:
  shop:
    start: { command: ${program('serve')}, env: { PORT: "\${port}", NEXT: "\${edges.payments.url}", LEAK: "\${env.SERVICE}", OTHER: "\${env.DATABASE}" } }
    ready: { get: /health }
  carts:
    start: { command: ${program('serve')}, env: { PORT: "\${port}", LEAK: "${PLAIN}" } }
    ready: { get: /health }
  database:
    start: { command: ${program('serve')}, env: { PORT: "\${port}", LEAK: "\${env.DATABASE}" } }
    ready: { get: /health }
edges:
  last-mile: { from: shoppers, to: shop }
  payments: { from: shop, to: carts }
  keyed: { from: keys, to: shop }
  commanded: { from: robot, to: shop }
  rows: { from: reader, to: database }
${K6 === undefined ? '' : '  scripted: { from: script, to: shop }\n'}load:
  shoppers:
    through: last-mile
    rate: 40/s
    headers: { authorization: "\${env.HEADER}", x-api-key: "\${params.key}" }
    requests: [{ get: /, name: home }]
  keys: { through: keyed, rate: 20/s, headers: { authorization: "Token \${params.given}" }, requests: [{ get: / }] }
  reader: { through: rows, rate: 20/s, requests: [{ get: / }] }
  robot: { through: commanded, command: ${program('load')}, env: { LEAK: "\${env.LOAD}", BROKEN: "\${params.broken}" } }
${K6 === undefined ? '' : '  script: { through: scripted, k6: { script: script.js, env: { LEAK: "${env.SCRIPT}" } } }\n'}steps:
  - name: baseline
    for: 8s
    settle: 500ms
    expect: ["success(shoppers) >= 50%"]
  - name: slow
    for: 3s
    settle: 500ms
    impair: { last-mile: { rtt: 20ms } }
    expect:
      - success(shoppers) >= 50%
      - prom("up") == 1
      - { run: ${program('check')}, env: { LEAK: "\${env.CHECK}" } }
`;
}

/** Refuses everybody, with what was said to it. */
async function startPrometheus(): Promise<string> {
  return await serveHttp((request, response) => {
    const given = request.headers.authorization ?? '';
    const pair = Buffer.from(given.replace('Basic ', ''), 'base64').toString();
    const error = `${'x'.repeat(470)} ${pair} ${given} ${encodeURIComponent(pair)} ${pair.split(':')[1]}`;
    response
      .writeHead(503, { 'content-type': 'application/json' })
      .end(JSON.stringify({ status: 'error', error }));
  });
}

/** How a text may be written: as itself, percent-encoded, in JSON and HTML, and in base64 wherever it begins. */
function waysToWrite(text: string): string[] {
  const inBase64 = ['', 'a', 'ab'].map((lead) => {
    const digits = Buffer.from(lead + text).toString('base64url');
    return digits.slice(lead === '' ? 0 : lead.length + 1, -2);
  });
  const percent = encodeURIComponent(text);
  return [
    text,
    percent,
    percent.replaceAll(/%../g, (code) => code.toLowerCase()),
    encodeURI(text),
    JSON.stringify(text).slice(1, -1),
    ...inBase64,
  ];
}

/** Where one of these texts stands, as `place: text`; base64 of URLs and of mail is the same to it. */
function findAll(texts: readonly string[], places: ReadonlyMap<string, string>): string[] {
  return [...places].flatMap(([place, content]) => {
    const plain = content.replaceAll('+', '-').replaceAll('/', '_').replaceAll('&amp;', '&');
    const isThere = (form: string): boolean => plain.includes(form.replaceAll('+', '-').replaceAll('/', '_'));
    return texts.filter((text) => waysToWrite(text).some(isThere)).map((text) => `${place}: ${text}`);
  });
}

function contentsOf(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]),
  );
}

async function becomesRunning(out: string): Promise<void> {
  for (;;) {
    const folder = runFolders(out).find((path) => existsSync(join(path, 'control.sock')));
    if (folder !== undefined && readFileSync(join(folder, 'events.jsonl'), 'utf8').includes('window.opened'))
      return;
    await systemClock.sleep(50);
  }
}

describe('the secrets of a scenario', () => {
  it(`are in nothing that a run leaves, prints or answers, whoever says them (k6: ${NEEDS_K6})`, async () => {
    const cwd = temporaryFolder();
    const prometheus = await startPrometheus();
    writeFileSync(join(cwd, 'secretive.yaml'), scenarioOf(prometheus));
    writeFileSync(join(cwd, 'script.js'), SCRIPT);
    copyFileSync(
      fileURLToPath(new URL('../fixtures/secrets/leaks.mjs', import.meta.url)),
      join(cwd, 'leaks.mjs'),
    );
    const env = { ...SECRETS, ...(K6 !== undefined && { K6_BINARY: K6 }) };
    const said = new Map<string, string>();
    const keep = (what: string, { stdout, stderr }: CliExit): void => void said.set(what, stdout + stderr);
    // Who could not do what it was asked says nothing that could be searched, and writes nothing.
    const ask = async (...args: readonly string[]): Promise<void> => {
      const exit = await runCli(args, { cwd, env });
      keep(args.join(' '), exit);
      if (exit.code !== 0)
        throw new Error(`scenario ${args.join(' ')} ended with ${exit.code ?? exit.signal}: ${exit.stderr}`);
    };
    const sets = ['--set', `key=${LITERAL}`, '--set', 'given=${env.GIVEN}'];
    const files = ['junit', 'summary', 'index', 'html', 'json', 'metrics-file'].flatMap((kind) => [
      `--${kind}`,
      `out/${kind}.txt`,
    ]);

    const run = startCli(['run', 'secretive.yaml', '--verbose', ...sets, ...files], { cwd, env });
    await becomesRunning(join(cwd, 'runs'));
    await Promise.all([
      ask('stat', '-o', 'json'),
      ask('edges', '-o', 'json'),
      ask('tap', '--to', 'carts', '--count', '5', '-o', 'json'),
      ask('top', '--for', '1s', '--once', '--raw-paths', '-o', 'json'),
    ]);
    const exit = await run.exited;
    keep('run', exit);
    const again = await runCli(
      ['run', 'secretive.yaml', ...sets, '--set', 'broken=yes', '--only', 'baseline'],
      { cwd, env },
    );
    keep('again', again);
    expect([exit.code, again.code]).toEqual([1, 4]);
    const [first = '', second = ''] = runFolders(join(cwd, 'runs')).toSorted();
    await ask('stat', '--run', first);
    await ask('compare', first, second, '--html', 'out/compared.html');
    await ask('runs', 'list', '-o', 'json');
    await ask('report', second, '--html', 'out/again.html', '--junit', 'out/again.xml');
    await ask('plan', 'secretive.yaml', ...sets);

    const written = contentsOf(cwd);
    for (const source of ['leaks.mjs', 'script.js']) written.delete(source);
    const names = [...written.keys()].join('\n');
    for (const name of [
      'result.json',
      'events.jsonl',
      'journal.jsonl',
      'report.html',
      'shop.log',
      'junit.xml',
      'out/metrics-file.txt',
      'out/compared.html',
      'out/again.html',
    ])
      expect(names).toContain(name);
    const result: RunResult = JSON.parse(written.get(`${first.slice(cwd.length + 1)}/result.json`) ?? '');
    expect(result.verdict).toBe('fail');
    expect(again.stdout).toMatch(/load-lines/);
    // All have said theirs: the services and loads into their logs, the check as its reason, the server into a notice.
    const reasons = result.steps.flatMap(({ expectations }) => expectations.map(({ reason }) => reason));
    expect(reasons.join('\n')).toContain('x ***');
    expect(result.notices.join('\n')).toContain('x ***');
    expect(said.get('tap --to carts --count 5 -o json')).toContain('/pay/***');
    expect(findAll(HIDDEN, new Map([...written, ...said]))).toEqual([]);
    expect(findAll([PLAIN], written).length).toBeGreaterThan(3);
  });
});
