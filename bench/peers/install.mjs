// Installs the programs that Squall is measured beside, at their pinned versions, into the user's cache. What is there stays.
// node bench/peers/install.mjs [NAME...]. Needs go, npm and python3, and for Debian's packages root; what cannot be had is said.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { PEERS, findPeer, installedAt } from './peers.mjs';

const INSTALL = { go, 'go-module': goModule, npm, pypi, debian };

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PEERS);
for (const name of names) {
  if (PEERS[name] === undefined)
    throw new Error(`no peer is called ${name}: ${Object.keys(PEERS).join(', ')}`);
  let problem = '';
  try {
    if (findPeer(name) === undefined) INSTALL[PEERS[name].from](name, PEERS[name]);
  } catch (error) {
    problem = error.message;
  }
  const peer = findPeer(name);
  console.log(peer ? `${name} ${peer.version}: ${peer.file}` : `${name}: missing. ${problem}`);
}

function go(name, { package: path, version }) {
  intoPlace(name, (folder) => run('go', ['install', `${path}@${version}`], { GOBIN: folder }));
}

function goModule(name, { package: path, version }) {
  const { Dir: source } = JSON.parse(run('go', ['mod', 'download', '-json', `${path}@${version}`]));
  intoPlace(name, (folder) => run('go', ['build', '-C', source, '-o', `${folder}/${name}`, '.']));
}

function npm(name, { package: path, version }) {
  const quietly = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts'];
  intoPlace(name, (folder) => run('npm', ['install', ...quietly, '--prefix', folder, `${path}@${version}`]));
}

/** A virtual environment cannot be moved, so it is made where it stays. */
function pypi(name, { package: path, version }) {
  const { folder } = installedAt(name);
  try {
    run('python3', ['-m', 'venv', folder]);
    run(`${folder}/bin/pip`, ['install', '--quiet', '--disable-pip-version-check', `${path}==${version}`]);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function debian(_name, { package: path }) {
  const quietly = ['install', '-y', '-qq', '--no-install-recommends'];
  run('apt-get', [...quietly, path], { DEBIAN_FRONTEND: 'noninteractive' });
}

/** What is cut off half-way is not taken for a peer. */
function intoPlace(name, install) {
  const { folder, file } = installedAt(name);
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    install(draft);
    if (!existsSync(`${draft}/${relative(folder, file)}`)) throw new Error(`its package has no ${file}`);
    mkdirSync(dirname(folder), { recursive: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function run(command, args, env = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 26,
  });
  if (status === 0) return stdout;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(`${command} ${args.join(' ')}: ${reason || `exit ${status}`}`);
}
