import type { System } from './system.ts';

interface Packaging {
  /** Before the names of packages. */
  readonly install: string;
  /** What holds `tc` and `ip`. */
  readonly iproute: string;
  /** What the releases of its kernels look like. */
  readonly kernel: RegExp;
  /** The package with sch_netem for a kernel of its own. */
  readonly modules: (release: string) => string;
  /** What to add to that; absent: nothing, the module can be loaded at once. */
  readonly reboot?: true;
}

const OPTIONS =
  'CONFIG_NET_SCH_NETEM, NET_SCH_PRIO, NET_SCH_INGRESS, NET_CLS_FLOWER, NET_CLS_MATCHALL, NET_ACT_MIRRED and IFB';

const REDHAT: Packaging = {
  install: 'dnf install',
  iproute: 'iproute iproute-tc',
  kernel: /\.(?:fc|el|amzn)\d+/,
  modules: (release) => `kernel-modules-extra-${release}`,
};

/** By the ID of os-release(5). */
const PACKAGINGS: Readonly<Record<string, Packaging>> = {
  ubuntu: {
    install: 'apt-get install',
    iproute: 'iproute2',
    kernel: /^\d[\d.]*-\d+-[a-z]/,
    modules: (release) => `linux-modules-extra-${release}`,
  },
  debian: {
    install: 'apt-get install',
    iproute: 'iproute2',
    kernel: /-(?:amd64|arm64|armmp|686|686-pae|ppc64el|s390x|riscv64)$/,
    // Its cloud kernel leaves netem out; the usual one has it without a package of its own.
    modules: () => 'linux-image-$(dpkg --print-architecture)',
    reboot: true,
  },
  fedora: REDHAT,
  rhel: REDHAT,
  centos: REDHAT,
  alpine: {
    install: 'apk add',
    iproute: 'iproute2',
    kernel: /-(?:lts|virt|rpi)$/,
    modules: () => 'linux-lts',
    reboot: true,
  },
  arch: { install: 'pacman -S', iproute: 'iproute2', kernel: /arch/, modules: () => 'linux', reboot: true },
  suse: {
    install: 'zypper install',
    iproute: 'iproute2',
    kernel: /-default$/,
    modules: () => 'kernel-default',
    reboot: true,
  },
};

/** How to get `tc` and `ip`; imperative. */
export function iprouteHint(system: System): string {
  const packaging = packagingOf(system);
  return packaging === undefined ? 'install iproute2' : `run \`${packaging.install} ${packaging.iproute}\``;
}

/** How to get `unshare`, `nsenter` and `mount`, which have one name everywhere. */
export function utilLinuxHint(system: System): string {
  const packaging = packagingOf(system);
  return packaging === undefined ? 'install util-linux' : `run \`${packaging.install} util-linux\``;
}

/** How to get a kernel with the modules for shaping, in the distribution's own words; imperative. */
export function kernelHint(system: System): string {
  const { release } = system;
  if (/microsoft/i.test(release)) {
    return 'this is the kernel of WSL2: run `wsl --update` in Windows, and where that is not enough, build its kernel with CONFIG_NET_SCH_NETEM';
  }
  if (/linuxkit/i.test(release)) {
    return "this is the kernel of Docker Desktop, which cannot be extended: use a virtual machine with a distribution's kernel";
  }
  if (system.isContainer) {
    return `a container has the kernel of its host (${release}): install or load the modules there`;
  }
  const packaging = packagingOf(system);
  if (packaging === undefined) {
    return `run \`modprobe sch_netem\`; where that fails, install what your distribution adds to its kernel ${release}`;
  }
  const command = `\`${packaging.install} ${packaging.modules(release)}\``;
  if (packaging.kernel.test(release)) {
    return packaging.reboot === undefined ? `run ${command}` : `run ${command} and boot that kernel`;
  }
  const whose = system.name === '' ? 'the distribution' : system.name;
  const boot =
    packaging.reboot === undefined ? "boot the distribution's own" : `run ${command} and boot that`;
  return `the kernel ${release} is none of ${whose}, so no package adds to it: ${boot}, or build this one with ${OPTIONS}`;
}

function packagingOf({ distributions }: System): Packaging | undefined {
  // Only an own key: an ID is any text.
  const id = distributions.find((candidate) => Object.hasOwn(PACKAGINGS, candidate));
  return id === undefined ? undefined : PACKAGINGS[id];
}
