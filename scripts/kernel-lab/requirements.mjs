// What the lab needs from the machine, and the Debian packages that bring it.
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An ordinary user's PATH may lack the folders of the administrator's programs. */
export const PATH = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;

/** A processor with AMX: its register state is more than User-Mode Linux 6.1 reserves. See wide-registers.c. */
export const HAS_WIDE_REGISTERS =
  process.platform === 'linux' && / amx_tile /.test(readFileSync('/proc/cpuinfo', 'utf8'));

const PACKAGES = {
  'user-mode-linux': ['linux.uml'],
  kmod: ['insmod', 'modprobe'],
  iproute2: ['ip', 'tc'],
  'iputils-ping': ['ping'],
  'util-linux': ['unshare', 'setpriv', 'taskset'],
};
const DOCKER_PACKAGES = {
  'docker.io': ['dockerd', 'docker'],
  iptables: ['iptables-legacy', 'ip6tables-legacy'],
};

/** Why the lab cannot run here, as a sentence that says what to do; undefined when it can. */
export function whatIsMissing({ docker }) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the kernel lab needs Linux on x86-64';
  if (process.getuid() !== 0)
    return 'the kernel lab mounts file systems: run it as root, for example with `sudo`';
  const packages = {
    ...PACKAGES,
    ...(docker && DOCKER_PACKAGES),
    ...(HAS_WIDE_REGISTERS && { gcc: ['cc'] }),
  };
  const missing = Object.keys(packages).filter((name) => !packages[name].every(isProgram));
  if (missing.length === 0) return undefined;
  return `the kernel lab lacks programs: run \`apt-get install --no-install-recommends ${missing.join(' ')}\``;
}

function isProgram(name) {
  return PATH.split(':').some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
