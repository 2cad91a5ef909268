import { explainRefusal, noSuchNamespace } from '../../exec/network/errors.ts';
import { DEVICE_PREFIX } from '../../exec/network/handles.ts';
import { listInterfaces } from '../../exec/network/interfaces.ts';
import { enterNamespace, type InterfaceRef } from '../../exec/network/namespace.ts';
import {
  foreignOf,
  ingressOf,
  isOurs,
  netemsOf,
  parseQdiscsByDevice,
  rootOf,
  type Qdisc,
} from '../../exec/network/qdiscs.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import { redirectTargets } from '../../exec/network/undo-ingress.ts';
import type { DirectionImpairment } from '../../impairment/model.ts';
import type { DirectionCounters } from '../driver.ts';
import { readNetem } from './read-back.ts';

/** What the kernel does to one direction of one edge. */
export interface ShapedWay {
  readonly impairment: DirectionImpairment;
  readonly counters: DirectionCounters;
}

/** What is on one way of an interface. */
export type Way =
  | { readonly kind: 'nothing' }
  /** A tree of ours: one shape for each edge that passes. */
  | { readonly kind: 'ours'; readonly shapes: readonly ShapedWay[] }
  /** Somebody else's, as `netem 8001:`, with what it does where that can be told. */
  | { readonly kind: 'foreign'; readonly qdisc: string; readonly impairment?: DirectionImpairment };

export interface SurveyedInterface {
  readonly at: InterfaceRef;
  /** What leaves it. */
  readonly up: Way;
  /** What comes in. */
  readonly down: Way;
}

type ByDevice = ReadonlyMap<string, readonly Qdisc[]>;

const LOOPBACK = 'lo';
const NOTHING: Way = { kind: 'nothing' };

/**
 * What is on every interface of a namespace now, read from the kernel. The loopback is listed only where something is on it, and our own
 * devices at the interface whose packets they take.
 * @throws SquallError as `listInterfaces` and `explainRefusal`.
 */
export async function surveyNamespace(
  run: RunTool,
  namespace: Omit<InterfaceRef, 'device'>,
): Promise<SurveyedInterface[]> {
  const names = (await listInterfaces(run, namespace.netns)).map(({ device }) => device);
  const words = ['tc', '-j', '-s', 'qdisc', 'show'];
  const byDevice = parseQdiscsByDevice(await read(run, namespace, words));
  const surveyed: SurveyedInterface[] = [];
  const taken = new Set<string>();
  for (const device of names) {
    const at = { ...namespace, device };
    const qdiscs = byDevice.get(device) ?? [];
    const [down, through] = await wayIn(run, at, byDevice);
    if (through !== undefined) taken.add(through);
    surveyed.push({ at, up: wayOut(qdiscs), down });
  }
  return surveyed.filter(({ at, up, down }) => {
    if (taken.has(at.device)) return false;
    return at.device !== LOOPBACK || up.kind !== 'nothing' || down.kind !== 'nothing';
  });
}

async function read(
  run: RunTool,
  namespace: Omit<InterfaceRef, 'device'>,
  words: readonly string[],
): Promise<string> {
  const at = { ...namespace, device: LOOPBACK };
  const enter = await enterNamespace(at);
  if (enter === undefined) throw noSuchNamespace(at);
  const { exitCode, stdout, stderr } = await run([...enter, ...words]);
  if (exitCode !== 0) throw explainRefusal(stderr, { at, doing: 'read', words });
  return stdout.trim() === '' ? '[]' : stdout;
}

function wayOut(qdiscs: readonly Qdisc[]): Way {
  if (isOurs(rootOf(qdiscs))) return { kind: 'ours', shapes: netemsOf(qdiscs).map(shapeOf) };
  const [foreign] = foreignOf(qdiscs);
  if (foreign === undefined) return NOTHING;
  const qdisc = `${foreign.kind} ${foreign.handle}`;
  return { kind: 'foreign', qdisc, ...(foreign.kind === 'netem' && { impairment: readNetem(foreign) }) };
}

/** With the device of ours that the packets are sent through. */
async function wayIn(
  run: RunTool,
  at: InterfaceRef,
  byDevice: ByDevice,
): Promise<readonly [Way, string | undefined]> {
  const ingress = ingressOf(byDevice.get(at.device) ?? []);
  if (ingress === undefined) return [NOTHING, undefined];
  const through = (await redirectTargets(run, at)).find((target) => target.startsWith(DEVICE_PREFIX));
  const qdiscs = through === undefined ? [] : (byDevice.get(through) ?? []);
  if (through !== undefined && isOurs(rootOf(qdiscs))) return [wayOut(qdiscs), through];
  return [{ kind: 'foreign', qdisc: `${ingress.kind} ${ingress.handle}` }, through];
}

function shapeOf(netem: Qdisc): ShapedWay {
  const { packets, bytes, drops, overlimits } = netem;
  return { impairment: readNetem(netem), counters: { packets, bytes, drops, overlimits } };
}

/** What is on one interface; nothing where it is gone. */
export async function surveyInterface(run: RunTool, at: InterfaceRef): Promise<SurveyedInterface> {
  const found = await surveyNamespace(run, at);
  return found.find((each) => each.at.device === at.device) ?? { at, up: NOTHING, down: NOTHING };
}
