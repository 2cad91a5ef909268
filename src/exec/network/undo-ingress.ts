import { EXIT_CODES } from '../../core/exit-code.ts';
import { isRecord } from '../../core/is-record.ts';
import { line } from './batch.ts';
import { drain, type DrainOptions } from './drain.ts';
import { explainRefusal, noSuchNamespace } from './errors.ts';
import type { RemoveIngress } from './inverse.ts';
import { enterNamespace, isSameNamespace, type InterfaceRef } from './namespace.ts';
import { ingressOf } from './qdiscs.ts';
import { readList } from './read-list.ts';
import type { RunTool } from './run-tool.ts';
import { findQdiscs, runBatch } from './tc.ts';

/** The filters of a redirection: IPv4, IPv6. */
export const REDIRECT_PREFS: readonly string[] = ['1', '2'];

/** What tc prints for a device that has been deleted. */
const GONE = '*';

/**
 * Ends the redirection to our device. Kernels before 6.6 or so reset the way out of a device as well when its ingress qdisc goes, so
 * what still waits there, as in our device, has to leave first. Where others have used our ingress qdisc meanwhile, it stays for them.
 */
export async function removeIngress({ at, to }: RemoveIngress, options: DrainOptions): Promise<void> {
  const { run } = options;
  const qdiscs = await findQdiscs(run, at);
  if (qdiscs === undefined || ingressOf(qdiscs) === undefined) return;
  const targets = await redirectTargets(run, at);
  const isOurs = (target: string): boolean => target === to || target === GONE;
  if (!targets.every(isOurs) && !targets.some(isOurs)) return;
  // Only the name of our device tells that it is ours where the namespace may be another.
  if (!targets.includes(to) && !(await isSameNamespace(at))) return;
  const device = { ...at, device: to };
  await Promise.all([
    drain(at, qdiscs, options),
    drain(device, (await findQdiscs(run, device)) ?? [], options),
  ]);
  const lines = targets.every(isOurs)
    ? [line`qdisc del dev ${at.device} ingress`]
    : REDIRECT_PREFS.map((pref) => line`filter del dev ${at.device} ingress pref ${pref}`);
  await runBatch(run, at, lines, { doing: 'end the redirection at', exitCode: EXIT_CODES.undoFailed });
}

/** Where each filter at the ingress sends its packets; empty text where it does something else. */
export async function redirectTargets(run: RunTool, at: InterfaceRef): Promise<string[]> {
  const enter = await enterNamespace(at);
  if (enter === undefined) throw noSuchNamespace(at);
  const words = ['tc', '-j', 'filter', 'show', 'dev', at.device, 'ingress'];
  const { exitCode, stdout, stderr } = await run([...enter, ...words]);
  if (exitCode !== 0) throw explainRefusal(stderr, { at, doing: 'read the filters of', words });
  return parseRedirects(stdout);
}

/** The JSON of u32 has the key `match` several times, which does not matter here; heads of lists have no options of a filter. */
export function parseRedirects(json: string): string[] {
  return readList('tc', json).flatMap((filter) => {
    const options = isRecord(filter) ? filter['options'] : undefined;
    if (!isRecord(options) || options['ht_divisor'] !== undefined) return [];
    const actions = Array.isArray(options['actions']) ? options['actions'] : [];
    const action: unknown = actions[0];
    const target = isRecord(action) ? action['to_dev'] : undefined;
    return [typeof target === 'string' ? target : ''];
  });
}
