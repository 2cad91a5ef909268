import { readFileSync, readlinkSync } from 'node:fs';
import { release } from 'node:os';

/** What decides where packages and kernel modules come from. */
export interface System {
  readonly platform: NodeJS.Platform;
  /** As `uname -r` prints it. */
  readonly release: string;
  /** ID of os-release(5), then what it is like, nearest first; lower case. */
  readonly distributions: readonly string[];
  /** For people: `Debian GNU/Linux 12 (bookworm)`. */
  readonly name: string;
  /** Whether this is a container, whose kernel is another's. */
  readonly isContainer: boolean;
}

export function describeSystem(): System {
  return {
    platform: process.platform,
    release: release(),
    ...parseOsRelease(readOrEmpty('/etc/os-release')),
    isContainer: isInContainer(),
  };
}

/** Reads os-release(5). */
export function parseOsRelease(text: string): Pick<System, 'distributions' | 'name'> {
  const value = (key: string): string =>
    new RegExp(`^${key}=(["']?)(.*)\\1$`, 'm').exec(text)?.[2]?.trim() ?? '';
  const ids = `${value('ID')} ${value('ID_LIKE')}`.toLowerCase().split(/\s+/);
  return { distributions: ids.filter((id) => id !== ''), name: value('PRETTY_NAME') };
}

/** PROC_PID_INIT_INO of the kernel's proc_ns.h: the namespace of processes that the machine itself has. */
const FIRST_PID_NAMESPACE = 'pid:[4026531836]';

/** A file such as /.dockerenv says no more than where the root filesystem once came from. */
function isInContainer(): boolean {
  try {
    return readlinkSync('/proc/self/ns/pid') !== FIRST_PID_NAMESPACE;
  } catch {
    return false;
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
