import { describe, expect, it } from 'vitest';

import { iprouteHint, kernelHint, utilLinuxHint } from '../../../../src/exec/abilities/install-hint.ts';
import { parseOsRelease, type System } from '../../../../src/exec/abilities/system.ts';

function system(release: string, ...distributions: readonly string[]): System {
  return { platform: 'linux', release, distributions, name: 'Some Linux 1', isContainer: false };
}

describe('kernelHint', () => {
  it.each([
    ['6.8.0-45-generic', ['ubuntu', 'debian'], 'run `apt-get install linux-modules-extra-6.8.0-45-generic`'],
    ['6.8.0-1017-aws', ['ubuntu'], 'run `apt-get install linux-modules-extra-6.8.0-1017-aws`'],
    [
      '6.8.0-45-generic',
      ['linuxmint', 'ubuntu'],
      'run `apt-get install linux-modules-extra-6.8.0-45-generic`',
    ],
    [
      '6.1.0-25-cloud-amd64',
      ['debian'],
      'run `apt-get install linux-image-$(dpkg --print-architecture)` and boot that kernel',
    ],
    ['6.10.6-200.fc40.x86_64', ['fedora'], 'run `dnf install kernel-modules-extra-6.10.6-200.fc40.x86_64`'],
    [
      '5.14.0-427.el9.x86_64',
      ['rocky', 'rhel', 'centos'],
      'run `dnf install kernel-modules-extra-5.14.0-427.el9.x86_64`',
    ],
    ['6.6.41-0-virt', ['alpine'], 'run `apk add linux-lts` and boot that kernel'],
  ])('names the package for %s on %s', (release, distributions, expected) => {
    expect(kernelHint(system(release, ...distributions))).toBe(expected);
  });

  it.each([
    ['5.15.153.1-microsoft-standard-WSL2', 'ubuntu', /WSL2.*`wsl --update`/],
    ['6.6.32-linuxkit', 'debian', /Docker Desktop/],
    ['6.18.44-fc-v669', 'debian', /is none of Some Linux 1.*linux-image-.*CONFIG_NET_SCH_NETEM/],
    ['6.1.0-custom', 'fedora', /boot the distribution's own, or build/],
    ['6.1.0', 'gentoo', /`modprobe sch_netem`/],
    ['6.1.0', 'constructor', /`modprobe sch_netem`/],
  ])('promises no package for the kernel %s of %s', (release, distribution, expected) => {
    const hint = kernelHint(system(release, distribution));
    expect(hint).toMatch(expected);
    expect(hint).not.toContain('modules-extra');
  });

  it('sends a container to its host', () => {
    const container = { ...system('6.8.0-45-generic', 'ubuntu'), isContainer: true };
    expect(kernelHint(container)).toMatch(/kernel of its host \(6\.8\.0-45-generic\).* there$/);
  });
});

describe('the hints for tools', () => {
  it.each([
    ['debian', 'run `apt-get install iproute2`', 'run `apt-get install util-linux`'],
    ['fedora', 'run `dnf install iproute iproute-tc`', 'run `dnf install util-linux`'],
    ['alpine', 'run `apk add iproute2`', 'run `apk add util-linux`'],
    ['plan9', 'install iproute2', 'install util-linux'],
  ])('name the packages of %s', (distribution, iproute, utilLinux) => {
    expect(iprouteHint(system('6.1.0', distribution))).toBe(iproute);
    expect(utilLinuxHint(system('6.1.0', distribution))).toBe(utilLinux);
  });
});

describe('parseOsRelease', () => {
  it('reads the distribution and what it is like, quoted or not', () => {
    const text = `NAME="Rocky Linux"\nID="rocky"\nID_LIKE="rhel centos fedora"\nPRETTY_NAME='Rocky Linux 9.4'\n`;
    expect(parseOsRelease(text)).toEqual({
      distributions: ['rocky', 'rhel', 'centos', 'fedora'],
      name: 'Rocky Linux 9.4',
    });
    expect(parseOsRelease('ID=debian\nVERSION_ID=12\n').distributions).toEqual(['debian']);
  });

  it('knows nothing where nothing is said', () => {
    expect(parseOsRelease('')).toEqual({ distributions: [], name: '' });
  });
});
