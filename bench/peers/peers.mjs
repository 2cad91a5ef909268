// The programs that Squall is measured beside, each at one version, and where the install script puts them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';

const CACHE = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');

/** Outside of the clone: nothing of it is ever committed. */
export const FOLDER = join(CACHE, 'squall-bench');

/**
 * `go` builds what `go install` can, `go-module` a module whose dependencies replace others, `debian` is whatever the release has,
 * `npm` and `pypi` get a folder of their own. `program` is what to start where that has another name.
 */
export const PEERS = {
  toxiproxy: { from: 'go', package: 'github.com/Shopify/toxiproxy/v2/cmd/server', version: 'v2.12.0' },
  k6: {
    from: 'go-module',
    package: 'go.k6.io/k6/v2',
    version: 'v2.2.0',
    variable: 'K6_BINARY',
    ask: ['version'],
  },
  haproxy: { from: 'debian', package: 'haproxy', ask: ['-v'] },
  wrk: { from: 'debian', package: 'wrk', ask: ['-v'] },
  autocannon: { from: 'npm', package: 'autocannon', version: '9.0.0' },
  artillery: { from: 'npm', package: 'artillery', version: '2.0.34' },
  chaos: { from: 'pypi', package: 'chaostoolkit', version: '1.19.0' },
  tcconfig: { from: 'pypi', package: 'tcconfig', version: '0.30.1', program: 'tcset' },
  // Its releases have tags that are no versions to Go, so this is a commit.
  pumba: {
    from: 'go',
    package: 'github.com/alexei-led/pumba/cmd',
    version: '0629c326b1747372050af33377e6970498d775e6',
    ask: ['--version'],
  },
};

/** Where the peer's program is once it is installed; undefined for one of the system. */
export function installedAt(name) {
  const { from, package: path, version, program: file = name } = PEERS[name];
  const folder = join(FOLDER, `${name}-${version}`);
  const program = {
    go: [folder, basename(path)],
    'go-module': [folder, name],
    npm: [folder, 'node_modules/.bin', name],
    pypi: [folder, 'bin', file],
  }[from];
  return program && { folder, file: join(...program) };
}

/** The peer's program and version; undefined where it is missing. */
export function findPeer(name) {
  const { version, variable, ask } = PEERS[name];
  const at = installedAt(name);
  if (at === undefined) {
    const file = onPath(name);
    return file && { name, file, version: said(file, ask) };
  }
  const file = [process.env[variable ?? ''], at.file].find((path) => path !== undefined && existsSync(path));
  if (file === undefined) return undefined;
  return { name, file, version: ask ? said(file, ask) : version.replace(/^v/, '') };
}

/** Those that are there, by name, and the names of those that are not. */
export function findPeers(names) {
  const found = names.map((name) => [name, findPeer(name)]);
  return {
    peers: Object.fromEntries(found.filter(([, peer]) => peer !== undefined)),
    missing: found.filter(([, peer]) => peer === undefined).map(([name]) => name),
  };
}

function onPath(name) {
  // Debian has servers where only root looks for them.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

function said(file, ask) {
  const { stdout, stderr } = spawnSync(file, ask, { encoding: 'utf8' });
  return /\d+(\.\d+)+/.exec(stdout + stderr)?.[0] ?? 'unknown';
}
