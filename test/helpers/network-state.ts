import { readdirSync } from 'node:fs';

import { isRecord } from '../../src/core/is-record.ts';
import { CLAIMS_FOLDER } from '../../src/exec/network/claim.ts';
import { run } from './kernel-network.ts';

/**
 * Everything that a run could leave behind in the network of this machine, by where it is: links, addresses, routes, queueing disciplines
 * and filters of the host and of every named namespace, and claims. Without counters and numbers that the kernel gives out.
 */
export function networkState(): Readonly<Record<string, unknown>> {
  const names = run('ip netns list')
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name !== '')
    .toSorted();
  return {
    claims: claims(),
    namespaces: names,
    host: stateIn([]),
    ...Object.fromEntries(names.map((name) => [name, stateIn(['-n', name])])),
  };
}

function stateIn(within: readonly string[]): unknown {
  awaitAddresses(within);
  const ask = (command: string): Readonly<Record<string, unknown>>[] => {
    const [program = '', ...words] = command.split(' ');
    return parsed(run([program, ...within, ...words].join(' ')));
  };
  const qdiscs = ask('tc -j qdisc').map(({ kind, handle, dev, parent, options }) => ({
    kind,
    handle,
    dev,
    parent,
    options,
  }));
  // Only what has been put there by hand can have filters; the kernel's own have no handle.
  const filtered = new Set(qdiscs.filter(({ handle }) => handle !== '0:').map(({ dev }) => String(dev)));
  return {
    links: ask('ip -j address').map(({ ifname, flags, mtu, addr_info: addresses }) => ({
      ifname,
      flags,
      mtu,
      addresses: steady(withoutLinkLocal(addresses)),
    })),
    routes: routesIn(within),
    qdiscs,
    filters: [...filtered].flatMap((device) => [
      steady(ask(`tc -j filter show dev ${device}`)),
      steady(ask(`tc -j filter show dev ${device} ingress`)),
    ]),
  };
}

/** An address that is still looked for elsewhere has no routes yet; one that is found there stays so. */
function awaitAddresses(within: readonly string[]): void {
  const tentative = [
    'ip',
    ...within,
    '-6',
    '-o',
    'address',
    'show',
    'scope',
    'global',
    'tentative',
    '-dadfailed',
  ].join(' ');
  for (let tries = 0; tries < 30 && run(tentative) !== ''; tries += 1) run('sleep 0.1');
}

/** The kernel gives them to each link that is up, some time later; a link that is left behind is told as such. */
const LINK_LOCAL = /\b(fe80|ff00):/;

function routesIn(within: readonly string[]): string[] {
  const routes = run(['ip', ...within, 'route', 'show', 'table', 'all'].join(' '));
  return routes.split('\n').filter((route) => !LINK_LOCAL.test(route));
}

function withoutLinkLocal(addresses: unknown): unknown {
  if (!Array.isArray(addresses)) return addresses;
  return addresses.filter((address) => !isRecord(address) || !LINK_LOCAL.test(String(address['local'])));
}

function claims(): string[] {
  try {
    return readdirSync(CLAIMS_FOLDER).toSorted();
  } catch {
    return [];
  }
}

/** What counts, runs out, or is a number of the kernel's. */
const UNSTEADY: ReadonlySet<string> = new Set([
  'bind',
  'index',
  'installed',
  'last_used',
  'preferred_life_time',
  'ref',
  'stats',
  'tentative',
  'valid_life_time',
]);

function steady(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(steady);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !UNSTEADY.has(key));
  return Object.fromEntries(kept.map(([key, part]) => [key, steady(part)]));
}

function parsed(json: string): Readonly<Record<string, unknown>>[] {
  const value: unknown = json.trim() === '' ? [] : JSON.parse(json);
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** What differs between two states, as `host.qdiscs`; empty when nothing. */
export function differences(before: unknown, after: unknown, at = ''): string[] {
  if (!isRecord(before) || !isRecord(after)) {
    return JSON.stringify(before) === JSON.stringify(after)
      ? []
      : [`${at}: ${JSON.stringify(before)} became ${JSON.stringify(after)}`];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => differences(before[key], after[key], at === '' ? key : `${at}.${key}`));
}
