import { readdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileReason } from '../core/file-reason.ts';
import { packageRoot } from '../core/package-root.ts';
import { sha256 } from '../core/sha256.ts';
import { suggestionHint } from '../core/suggest.ts';
import type { Scenario } from './document.gen.ts';
import { namedTraces, SHIPPED_TRACES } from './named-traces.ts';
import type { TraceFile, TraceFiles } from './trace-file.ts';

/** An hour of mahimahi at 6 Mbit/s. */
const LARGEST = 16 * 1024 * 1024;

/** Reads every trace that a scenario names, once for all of its cells; `base` is the folder of its file. What cannot be read is said in the plan. */
export async function readTraces(cells: readonly Scenario[], base: string): Promise<TraceFiles> {
  const names = new Set(cells.flatMap((cell) => namedTraces(cell)).map(({ name }) => name));
  const files = [...names].map(async (name) => [name, await readTrace(name, base)] as const);
  return new Map(await Promise.all(files));
}

/** The names of the traces that ship, as `squall/tram`. */
export function shippedTraces(): string[] {
  return readdirSync(shippedFolder())
    .filter((file) => file.endsWith('.csv'))
    .map((file) => `${SHIPPED_TRACES}${file.slice(0, -'.csv'.length)}`)
    .toSorted();
}

/** The file of a trace that ships. */
export function shippedTraceFile(name: string): string {
  return path.join(shippedFolder(), `${name.slice(SHIPPED_TRACES.length)}.csv`);
}

function shippedFolder(): string {
  return path.join(packageRoot(), 'scenarios', 'traces');
}

async function readTrace(name: string, base: string): Promise<TraceFile> {
  if (!name.startsWith(SHIPPED_TRACES)) return await readAt(path.resolve(base, name));
  const shipped = shippedTraces();
  if (shipped.includes(name)) return await readAt(shippedTraceFile(name));
  const hint = suggestionHint(name, shipped) ?? `those that ship are ${shipped.join(', ')}`;
  return { kind: 'refused', message: `no trace \`${name}\` ships`, hint };
}

async function readAt(file: string): Promise<TraceFile> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) return refuse('is not a regular file', 'name a file');
    if (facts.size > LARGEST)
      return refuse(`has ${facts.size} bytes, more than the ${LARGEST} that a trace may have`, 'cut it');
    const format = path.extname(file).toLowerCase() === '.csv' ? 'columns' : 'mahimahi';
    const bytes = await readFile(file);
    return { kind: 'text', format, text: bytes.toString('utf8'), sha256: sha256(bytes) };
  } catch (error) {
    const hint = "correct the path, which is relative to the scenario's file";
    return refuse(`cannot be read: ${fileReason(error)}`, hint);
  }
}

function refuse(what: string, hint: string): TraceFile {
  return { kind: 'refused', message: `the trace ${what}`, hint };
}
