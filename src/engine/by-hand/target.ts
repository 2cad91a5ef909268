import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import {
  namespaceLabel,
  type NetworkInterface,
  type NetworkNamespace,
} from '../../core/network-interface.ts';
import { suggestionHint } from '../../core/suggest.ts';
import type { ContainerEngine, FoundContainer } from '../../drivers/docker/container-engine.ts';
import { findWays } from '../../drivers/docker/way.ts';
import { notLinux } from '../../exec/network/errors.ts';
import { listInterfaces } from '../../exec/network/interfaces.ts';
import { locate, type InterfaceRef } from '../../exec/network/namespace.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';

/** One interface of a target. */
export interface TargetWay {
  /** What leaves it leaves the target. */
  readonly up: InterfaceRef;
  /** What leaves this one comes in at the target; absent: what comes in at `up`. */
  readonly down?: InterfaceRef;
  /** Of a container: what it is on there, and what changes when that is somewhere else. */
  readonly near?: { readonly network: string; readonly key: string };
}

/** What an impairment by hand is about. */
export interface Target {
  /** As a person writes it. */
  readonly name: string;
  readonly ways: readonly TargetWay[];
  /** Absent for an interface. */
  readonly container?: { readonly id: string; readonly name: string };
}

/** Every interface that an impairment of the target needs. */
export function interfacesOf({ ways }: Target): readonly InterfaceRef[] {
  return ways.flatMap(({ up, down }) => (down === undefined ? [up] : [up, down]));
}

/** What targets are looked for with. */
export interface TargetFinder {
  readonly run: RunTool;
  readonly engine: ContainerEngine;
  readonly signal: AbortSignal;
}

const CONTAINER = 'container:';
const PID = /^pid:(\d+)$/;

/** Reads `eth1`, `eth1@NAMESPACE` or `eth1@pid:NUMBER`. */
export function parseInterface(text: string): NetworkInterface {
  const at = text.lastIndexOf('@');
  if (at < 0) return { netns: 'host', device: text };
  const place = text.slice(at + 1);
  const pid = PID.exec(place)?.[1];
  const netns: NetworkNamespace = pid === undefined ? { name: place } : { pid: Number(pid) };
  return { netns, device: text.slice(0, at) };
}

/** The inverse of `parseInterface`. */
export function formatInterface({ netns, device }: NetworkInterface): string {
  if (netns === 'host') return device;
  return `${device}@${'name' in netns ? netns.name : `pid:${netns.pid}`}`;
}

/**
 * Finds what a person has named: a container as `container:NAME`, or by its name alone where no interface of this machine has it.
 * @throws SquallError `no-such-interface`, `no-such-namespace`, or as `ContainerEngine.find` and `findWays`, exit code 3.
 */
export async function findTarget(name: string, finder: TargetFinder): Promise<Target> {
  if (process.platform !== 'linux') throw notLinux();
  if (name.startsWith(CONTAINER)) return await findContainer(name.slice(CONTAINER.length), finder);
  const at = await locate(parseInterface(name));
  const devices = (await listInterfaces(finder.run, at.netns)).map(({ device }) => device);
  if (devices.includes(at.device)) return { name: formatInterface(at), ways: [{ up: at }] };
  if (at.netns !== 'host') throw unknownInterface(at, devices);
  return await findContainer(name, finder).catch((error: unknown) => {
    const isElsewhere = error instanceof SquallError && NO_CONTAINER.has(error.code);
    throw isElsewhere ? neither(at.device, devices, error) : error;
  });
}

/** Where the engine says so, or where there is none. */
const NO_CONTAINER: ReadonlySet<string> = new Set(['no-such-container', 'docker-unreachable']);

async function findContainer(name: string, { run, engine, signal }: TargetFinder): Promise<Target> {
  return await containerTarget(await engine.find({ kind: 'name', name }, signal), run);
}

/** @throws SquallError as `findWays`. */
export async function containerTarget(container: FoundContainer, run: RunTool): Promise<Target> {
  const ways = await findWays(container, run);
  const located = ways.map(async ({ up, down, network, key }): Promise<TargetWay> => ({
    up: await locate(up),
    ...(down !== undefined && { down: await locate(down) }),
    near: { network, key },
  }));
  const { id, name } = container;
  return { name: containerName(name), ways: await Promise.all(located), container: { id, name } };
}

/** What a target is called that is a container, if it is one: also while that is not there. */
export function containerName(text: string): string {
  return text.startsWith(CONTAINER) ? text : `${CONTAINER}${text}`;
}

function unknownInterface(at: NetworkInterface, devices: readonly string[]): SquallError {
  const others = devices.filter((device) => device !== 'lo');
  const place = namespaceLabel(at.netns);
  return new SquallError('no-such-interface', `there is no interface \`${at.device}\` in ${place}`, {
    hint: suggestionHint(at.device, others) ?? `${place} has none but the loopback`,
    exitCode: EXIT_CODES.environment,
  });
}

function neither(name: string, devices: readonly string[], error: SquallError): SquallError {
  const others = devices.filter((device) => device !== 'lo');
  const interfaces = suggestionHint(name, others) ?? 'this machine has none but the loopback';
  const isAsked = error.code === 'no-such-container';
  const message = isAsked
    ? `there is neither an interface nor a running container \`${name}\``
    : `there is no interface \`${name}\`, and no container: ${error.message}`;
  return new SquallError('no-such-interface', message, {
    hint: isAsked ? `of interfaces, ${interfaces}; of containers, ${error.hint ?? ''}` : interfaces,
    exitCode: EXIT_CODES.environment,
  });
}
