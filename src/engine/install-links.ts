import { deriveSeed } from '../core/random.ts';
import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { interfaceLabel } from '../core/network-interface.ts';
import type { EdgeInterfaces } from '../core/result.gen.ts';
import type { Driver, InstalledLink, KernelPlace, LinkSpec, ListenerSpec } from '../drivers/driver.ts';
import { hasExchanges, type DriverName } from '../impairment/capability.ts';
import type { Plan, PlannedEdge } from '../plan/plan.ts';
import { hostForUrl } from './addresses.ts';
import type { RunContext } from './context.ts';
import { journalEffects } from './journal-effects.ts';
import { kernelPlace, type Places } from './link-places.ts';

/** The links of a run, and the drivers that have made them. */
export interface InstalledLinks {
  readonly links: ReadonlyMap<string, InstalledLink>;
  readonly drivers: readonly Driver[];
  /** Of the links of the kernel. */
  readonly interfaces: ReadonlyMap<string, EdgeInterfaces>;
}

/** Installs every edge, clear, by the driver that the plan gives it; all are taken off at the end of the run. */
export async function installLinks(context: RunContext, places: Places): Promise<InstalledLinks> {
  const { plan, signal, cleanup, emitter } = context;
  const links = new Map<string, InstalledLink>();
  const drivers: Driver[] = [];
  const interfaces = new Map<string, EdgeInterfaces>();
  for (const name of new Set(plan.edges.map((edge) => edge.driver))) {
    const driver = createDriver(context, places, name);
    drivers.push(driver);
    const specs: LinkSpec[] = [];
    for (const edge of plan.edges.filter((candidate) => candidate.driver === name)) {
      specs.push(await linkSpec(plan, places, edge));
    }
    cleanup.push(`the links of ${driver.name}`, () => driver.revert());
    for (const link of await driver.install(specs, signal)) {
      links.set(link.edge, link);
      const place = specs.find(({ edge }) => edge === link.edge)?.place;
      const taken = place && interfacesOf(place);
      if (taken !== undefined) interfaces.set(link.edge, taken);
      emitter.emit({
        kind: 'link.installed',
        edge: link.edge,
        addresses: taken === undefined ? addressesOf(link) : [taken.up, taken.down],
        driver: driver.name,
      });
    }
  }
  return { links, drivers, interfaces };
}

function interfacesOf({ up, down }: KernelPlace): EdgeInterfaces {
  const label = interfaceLabel(up);
  return {
    up: label,
    down: down === undefined ? `an ifb device for what comes in at ${label}` : interfaceLabel(down),
  };
}

function addressesOf({ addresses }: InstalledLink): string[] {
  return Object.values(addresses).map(({ host, port }) => `${hostForUrl(host)}:${port}`);
}

function createDriver(
  { request, folder, clock, journal, commands }: RunContext,
  { probes }: Places,
  name: DriverName,
): Driver {
  const create = request.drivers[name];
  if (create === undefined) {
    throw new SquallError('driver-missing', `the plan needs the driver \`${name}\`, and this run has none`, {
      hint: `give the run a driver \`${name}\`, or plan the scenario without it`,
      exitCode: EXIT_CODES.environment,
    });
  }
  return create({
    run: folder.id,
    folder: folder.path,
    clock,
    effects: journalEffects(journal),
    probe: (edge, asked, signal) => probes.probe(edge, asked, signal),
    onCommand: (command) => commands.add(command),
  });
}

async function linkSpec(plan: Plan, places: Places, edge: PlannedEdge): Promise<LinkSpec> {
  return specAt(plan, edge, await kernelPlace(places, edge));
}

/** What a driver is told of an edge; `place` where the kernel carries it. */
export function specAt(plan: Plan, edge: PlannedEdge, place: KernelPlace | undefined): LinkSpec {
  return {
    edge: edge.name,
    // Bytes that nobody can read are passed on as such.
    protocol: hasExchanges(edge.protocol) && !edge.readable ? 'tcp' : edge.protocol,
    per: edge.per,
    listeners: listenersOf(edge),
    seed: deriveSeed(plan.seed, `edge ${edge.name}`),
    ...(place !== undefined && { place }),
  };
}

function listenersOf({ place, to }: PlannedEdge): ListenerSpec[] {
  if (place.kind !== 'listen') return [];
  const { host, port } = place;
  // A fixed port can serve one address; the others of the same edge get free ones.
  return to.map(({ service }, index) => ({ service, listen: { host, port: index === 0 ? port : 0 } }));
}
