/** What decides where a kernel module comes from. */
export interface System {
  /** As `uname -r` prints it. */
  readonly release: string;
  /** ID of os-release(5). */
  readonly distribution: string;
}

/** How to get a kernel module, in the distribution's own words; imperative. */
export function moduleHint(module: string, { release, distribution }: System): string {
  const instead = 'use the driver `proxy`, which needs no kernel module';
  if (/microsoft/i.test(release)) {
    return `this is the kernel of WSL2: run \`wsl --update\` for one that has it, or build one with it, or ${instead}`;
  }
  if (/linuxkit/i.test(release)) {
    return `this is the kernel of Docker Desktop: run the scenario in a virtual machine with a distribution's kernel, or ${instead}`;
  }
  const load = `then \`modprobe ${module}\``;
  switch (distribution) {
    case 'ubuntu':
      return `run \`apt-get install linux-modules-extra-${release}\`, ${load}, or ${instead}`;
    case 'debian':
      return release.includes('cloud')
        ? `the cloud kernel leaves it out: run \`apt-get install linux-image-amd64\` and boot that, or ${instead}`
        : `run \`modprobe ${module}\`; if it is not there, \`apt-get install linux-image-$(dpkg --print-architecture)\`, or ${instead}`;
    case 'fedora':
    case 'rhel':
    case 'centos':
    case 'rocky':
    case 'almalinux':
    case 'ol':
      return `run \`dnf install kernel-modules-extra-${release}\`, ${load}, or ${instead}`;
    default:
      return `run \`modprobe ${module}\` on the machine itself (a container cannot), or ${instead}`;
  }
}
