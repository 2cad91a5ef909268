import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { StampedEvent } from '../../src/core/events.ts';
import { isGroupAlive } from '../../src/exec/group-signals.ts';
import { findMarked, RUN_MARKER } from '../../src/exec/marked-processes.ts';
import { isDead, listPids, readStat } from '../../src/exec/process-identity.ts';
import type { JournalLine } from '../../src/journal/entry.ts';

/** The folders of the runs below `out`. */
export function runFolders(out: string): string[] {
  if (!existsSync(out)) return [];
  const entries = readdirSync(out, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(out, name));
}

/** What a run whose process is gone has left behind, one line each; empty when nothing. */
export function leftoversOf(folder: string): string[] {
  return [
    ...processesOf(folder).map((pid) => `process ${pid} (${commandLine(pid)})`),
    ...groupsOf(folder)
      .filter(isGroupAlive)
      .map((group) => `process group ${group}`),
    ...listenersOf(folder),
  ];
}

/** Every process of a run beside its runner: those with its marker, and its reaper, which has none. */
export function processesOf(folder: string): number[] {
  const marked = findMarked({ [RUN_MARKER]: basename(folder) }).map(({ pid }) => pid);
  return [...marked, ...reapersOf(folder)];
}

export function reapersOf(folder: string): number[] {
  return listPids().filter((pid) => {
    const stat = readStat(pid);
    if (stat === undefined || isDead(stat)) return false;
    const command = commandLine(pid);
    return command.includes('reaper-main') && command.includes(folder);
  });
}

function groupsOf(folder: string): number[] {
  return linesOf<JournalLine>(join(folder, 'journal.jsonl')).flatMap((line) =>
    line.kind === 'effect.done' && line.process !== undefined ? [line.process.pid] : [],
  );
}

/** Another run may have been given the same port meanwhile, so what counts is whose the listener is. */
function listenersOf(folder: string): string[] {
  const ports = linesOf<StampedEvent>(join(folder, 'events.jsonl')).flatMap(({ event }) =>
    event.kind === 'link.installed'
      ? event.addresses.map((address) => Number(address.split(':').at(-1)))
      : [],
  );
  const ours = new Set(processesOf(folder));
  return ports.flatMap((port) =>
    listeningInodes(port).flatMap((inode) => {
      const owner = listPids().find((pid) => holdsSocket(pid, inode));
      return owner === undefined || ours.has(owner) ? [`listener on port ${port}`] : [];
    }),
  );
}

/** Complete lines only: a runner that was killed may have left half of one. */
function linesOf<Line>(file: string): Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line): Line => JSON.parse(line));
}

/** Sockets in state LISTEN (0A) on a port (proc(5), /proc/net/tcp). */
function listeningInodes(port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => {
    const rows = existsSync(table) ? readFileSync(table, 'utf8').split('\n').slice(1) : [];
    return rows.flatMap((row) => {
      const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
      return state === '0A' && local.endsWith(`:${hex}`) ? [inode] : [];
    });
  });
}

function holdsSocket(pid: number, inode: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`;
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
