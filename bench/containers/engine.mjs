// Containers to impair, in the kernel lab, which has a Docker Engine and no registry: an image of what the host has, and idle containers.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const IMAGE = 'squall-bench';
const NETWORK = 'squall-bench';
/** What Pumba looks for in a container, and `tc`, which it starts there. */
const PROGRAMS = ['/bin/sh', '/usr/bin/which', '/usr/bin/tail', '/usr/sbin/tc'];

/** Once for each guest. */
export function prepareEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'squall-bench-'));
  const archive = join(folder, 'image.tar');
  const libraries = PROGRAMS.flatMap(
    (file) => run('sh', '-c', `ldd ${file} 2>/dev/null || true`).match(/\/\S+/g) ?? [],
  );
  const content = new Set([...PROGRAMS, ...libraries]);
  run('tar', '--create', '--dereference', '--absolute-names', '--file', archive, ...content);
  docker('import', archive, IMAGE);
  rmSync(folder, { recursive: true });
  docker('network', 'create', '--subnet', '10.40.0.0/24', NETWORK);
}

/** @returns for each its name, the process whose network namespace it is, and its address */
export function startContainers(names) {
  return names.map((name, index) => {
    const address = `10.40.0.${index + 2}`;
    const where = ['--network', NETWORK, '--ip', address];
    docker('run', '--detach', '--pull', 'never', '--name', name, ...where, IMAGE, 'tail', '-f', '/dev/null');
    return { name, address, pid: Number(docker('inspect', '--format', '{{.State.Pid}}', name)) };
  });
}

export function docker(...words) {
  return run('docker', ...words);
}

/** Runs a tool in the network of a container. */
export function inside({ pid }, ...command) {
  return run('nsenter', `--net=/proc/${pid}/ns/net`, ...command);
}

function run(file, ...args) {
  return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}
