import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { systemClock } from '../../src/core/clock.ts';
import { isRecord } from '../../src/core/is-record.ts';
import { run } from './kernel-network.ts';

const IMAGE = 'squall-lab';
const NETWORK = 'squall-lab';
const SERVER_PORT = 8080;
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const FIXTURES = join(PROJECT, 'test', 'fixtures', 'docker');

/** A running container that serves test/fixtures/docker/server.mjs. */
export interface Container {
  readonly name: string;
  readonly ipv4: string;
  readonly ipv6: string;
}

export interface ContainerOptions {
  /** The last part of both addresses, from 2 on. */
  readonly number: number;
  /** Without any capability, and with a root that cannot be written. */
  readonly bare?: boolean;
  /** The script to run, seen below /squall, instead of the server; with its environment. */
  readonly script?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The fastest of some requests, in milliseconds, each direction by itself. */
export interface Measured {
  readonly up: number;
  readonly down: number;
}

/** What every container of a test needs. */
export function prepareEngine(): void {
  importImage();
  createNetwork();
}

/** What Node needs to run the server and nothing else: no shell, no `tc`, no registry. */
function importImage(): void {
  if (docker(`images --quiet ${IMAGE}`) !== '') return;
  const folder = mkdtempSync(join(tmpdir(), 'squall-image-'));
  const archive = join(folder, 'image.tar');
  const libraries = run(`ldd ${process.execPath}`).match(/\/\S+/g) ?? [];
  const content = [process.execPath, ...libraries, '--directory', FIXTURES, 'server.mjs'];
  execFileSync('tar', ['--create', '--dereference', '--file', archive, ...content], { stdio: 'pipe' });
  docker(`import ${archive} ${IMAGE}`);
  rmSync(folder, { recursive: true });
}

/** A bridge with IPv4 and IPv6, on which containers find each other by name. */
function createNetwork(): void {
  if (docker(`network ls --quiet --filter name=${NETWORK}`) !== '') return;
  docker(`network create --ipv6 --subnet 10.30.0.0/24 --subnet fd30::/64 ${NETWORK}`);
}

/** Starts a container and waits until it answers. */
export async function startContainer(name: string, options: ContainerOptions): Promise<Container> {
  const container = { name, ...addressesOf(options.number) };
  const { bare = false, script = '/server.mjs', env = {} } = options;
  const environment = Object.entries(env).map(([key, value]) => ` --env ${key}=${value}`);
  // Node makes thousands of system calls as it starts, and to filter each takes seconds in the guest.
  const how = `--detach --name ${name} --hostname ${name} --security-opt seccomp=unconfined`;
  const where = `--network ${NETWORK} --ip ${container.ipv4} --ip6 ${container.ipv6} --volume ${PROJECT}:/squall:ro`;
  const what = `${bare ? '--cap-drop ALL --read-only' : ''}${environment.join('')}`;
  docker(`run ${how} ${where} ${what} ${IMAGE} ${process.execPath} ${script}`.replaceAll(/ +/g, ' '));
  await answers(container);
  return container;
}

/** Stops and starts a container, which keeps its addresses and gets a new network namespace. */
export async function restartContainer(container: Container): Promise<void> {
  docker(`restart --time 1 ${container.name}`);
  await answers(container);
}

/** Gives a container that goes on running other addresses. */
export async function moveContainer({ name }: Container, number: number): Promise<Container> {
  const moved = { name, ...addressesOf(number) };
  docker(`stop --time 1 ${name}`);
  docker(`network disconnect ${NETWORK} ${name}`);
  docker(`network connect --ip ${moved.ipv4} --ip6 ${moved.ipv6} ${NETWORK} ${name}`);
  docker(`start ${name}`);
  await answers(moved);
  return moved;
}

/** Starts a container with whatever options, which serves nobody. */
export function startIdleContainer(name: string, options: string): void {
  docker(`run --detach --name ${name} ${options} ${IMAGE} ${process.execPath} -e setInterval(String,1e6)`);
}

export function removeContainers(...containers: readonly Container[]): void {
  for (const { name } of containers) docker(`rm --force ${name}`);
}

/** Requests from one container to an address of another. */
export async function measure(from: Container, to: string): Promise<Measured> {
  const query = new URLSearchParams({ url: `${urlOf(to)}/clock` });
  const response = await fetch(`${urlOf(from.ipv4)}/measure?${query.toString()}`);
  const text = await response.text();
  const measured: unknown = response.ok ? JSON.parse(text) : undefined;
  if (!isRecord(measured) || typeof measured['up'] !== 'number' || typeof measured['down'] !== 'number')
    throw new Error(`${from.name} could not measure ${to}: ${text}`);
  return { up: measured['up'], down: measured['down'] };
}

/** The queueing disciplines of the host and its `ifb` devices; a container's pair gets another name with each start. */
export function queuesOfHost(): readonly string[] {
  const devices = run('ip -o link show type ifb').split('\n');
  const qdiscs = run('tc qdisc show')
    .replaceAll(/\bveth[0-9a-f]+/g, 'veth')
    .split('\n');
  return [...devices, ...qdiscs].toSorted((a, b) => a.localeCompare(b));
}

/** Everything in a container's network namespace that a run could leave behind, without counters. */
export function networkOfContainer({ name }: Container): unknown {
  const inside = `nsenter --net --target ${pidOf(name)}`;
  return {
    links: run(`${inside} ip -o link show`).match(/(?<=^\d+: )[^:@]+/gm),
    qdiscs: run(`${inside} tc qdisc show`),
    egress: run(`${inside} tc filter show dev eth0`),
    ingress: run(`${inside} tc filter show dev eth0 ingress`),
  };
}

export function pidOf(name: string): number {
  return Number(docker(`inspect --format {{.State.Pid}} ${name}`));
}

/** Runs the engine's client with the arguments of one line, and returns what it printed. */
export function docker(line: string): string {
  return execFileSync('docker', line.split(' '), { encoding: 'utf8', timeout: 60_000 }).trim();
}

function addressesOf(number: number): Pick<Container, 'ipv4' | 'ipv6'> {
  return { ipv4: `10.30.0.${number}`, ipv6: `fd30::${number.toString(16)}` };
}

function urlOf(address: string): string {
  return `http://${address.includes(':') ? `[${address}]` : address}:${SERVER_PORT}`;
}

async function answers({ name, ipv4 }: Container): Promise<void> {
  const deadline = systemClock.now() + 30_000;
  while (!(await isServed(ipv4))) {
    if (systemClock.now() > deadline) throw new Error(`${name} does not answer: ${docker(`logs ${name}`)}`);
    await systemClock.sleep(200);
  }
}

async function isServed(address: string): Promise<boolean> {
  try {
    await fetch(urlOf(address), { signal: AbortSignal.timeout(2000) });
    return true;
  } catch {
    return false;
  }
}
