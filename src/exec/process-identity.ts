import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A pid alone is reused; with the time it started it names one process for ever. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque, only compared: on Linux clock ticks and boot id, elsewhere what `ps` prints; empty when unknown. */
  readonly startTime: string;
}

/** The fields of /proc/PID/stat that we use (proc_pid_stat(5)). */
export interface ProcessStat {
  /** `Z` and `X` are dead and only wait to be reaped. */
  readonly state: string;
  readonly group: number;
  /** Field 22, in clock ticks after boot. */
  readonly startTicks: string;
}

/** When process `pid` started, or undefined when there is none. */
export function startTimeOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return printedStartTime(pid);
  const stat = readStat(pid);
  return stat && linuxStartTime(stat);
}

/** Whether that very process still runs; a zombie does not. */
export function isRunning({ pid, startTime }: ProcessIdentity): boolean {
  if (startTime === '') return false;
  if (process.platform !== 'linux') return printedStartTime(pid) === startTime;
  const stat = readStat(pid);
  return stat !== undefined && !isDead(stat) && linuxStartTime(stat) === startTime;
}

/** The record of a process on Linux; undefined where there is none, as on every other system. */
export function readStat(pid: number): ProcessStat | undefined {
  const text = readOrUndefined(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseStat(text);
}

/** Every pid on Linux; none on every other system. */
export function listPids(): number[] {
  return process.platform === 'linux' ? readdirSync('/proc').map(Number).filter(Number.isInteger) : [];
}

/** Reads `PID (COMM) STATE PPID PGRP ...`; COMM may itself hold spaces, newlines and parentheses, so only the last `)` ends it. */
export function parseStat(text: string): ProcessStat | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, , group] = fields;
  const startTicks = fields[22 - 3];
  if (state === undefined || group === undefined || startTicks === undefined) return undefined;
  return { state, group: Number(group), startTicks };
}

export function isDead(stat: ProcessStat): boolean {
  return stat.state === 'Z' || stat.state === 'X';
}

/** Ticks start again at each boot, so that after a power loss they could name a stranger; the boot id cannot. */
export function linuxStartTime(stat: ProcessStat): string {
  return `${stat.startTicks}@${bootId()}`;
}

/** Now, as `linuxStartTime` says it of a process that starts: /proc/uptime counts hundredths of seconds, as those ticks are (USER_HZ). */
export function linuxTimeNow(): string {
  const [uptime = ''] = (readOrUndefined('/proc/uptime') ?? '').split(' ');
  return `${uptime.replace('.', '')}@${bootId()}`;
}

/** Whether a process had started by then, in the same life of the machine. */
export function hadStarted({ startTicks }: ProcessStat, time: string): boolean {
  const [ticks, boot] = time.split('@');
  return boot === bootId() && Number(startTicks) <= Number(ticks);
}

function bootId(): string {
  return readOrUndefined('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

function printedStartTime(pid: number): string | undefined {
  try {
    const options = { encoding: 'utf8', env: { LC_ALL: 'C', TZ: 'UTC' }, stdio: 'pipe' } as const;
    return execFileSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], options).trim() || undefined;
  } catch {
    return undefined;
  }
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
