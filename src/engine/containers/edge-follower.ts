import type { SquallError } from '../../core/errors.ts';
import { isKernelLink, isMovingDriver, type Driver, type InstalledLink } from '../../drivers/driver.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import type { PlannedEdge } from '../../plan/plan.ts';
import { notify, type RunContext } from '../context.ts';
import { specAt } from '../install-links.ts';
import { containerPlace } from '../link-places.ts';
import type { LinkProbes } from '../probe/link-probes.ts';
import type { DisturbanceLog } from './disturbances.ts';
import { connectContainerEdge } from './connect-container-edge.ts';
import {
  containerEdges,
  endsOf,
  keysOf,
  networksOf,
  wayOf,
  type EdgeKeys,
  type EdgeWay,
} from './edge-ways.ts';
import type { FoundContainers } from './found-containers.ts';

/** What of a run is needed to follow its containers. */
export type FollowContext = Pick<RunContext, 'plan' | 'clock' | 'signal' | 'abort' | 'emitter' | 'notices'>;

/** What a run has set up around its containers. */
export interface Following {
  readonly containers: FoundContainers;
  readonly links: ReadonlyMap<string, InstalledLink>;
  readonly drivers: readonly Driver[];
  readonly probes: Pick<LinkProbes, 'move' | 'reflectorPort'>;
  /** How the edges went when they were installed. */
  readonly ways: ReadonlyMap<string, EdgeWay>;
  readonly disturbances: DisturbanceLog;
  readonly run: RunTool;
}

/** Keeps the edges between containers where those are. */
export class EdgeFollower {
  readonly all: readonly PlannedEdge[];
  readonly #context: FollowContext;
  readonly #following: Following;
  readonly #signal: AbortSignal;
  /** Of the containers that each edge has been installed between. */
  readonly #keys: Map<string, EdgeKeys>;
  /** Impaired where their containers are now, while the probes and the addresses are still where those were. */
  readonly #unfollowed = new Map<PlannedEdge, EdgeWay>();

  constructor(context: FollowContext, following: Following, signal: AbortSignal) {
    this.#context = context;
    this.#following = following;
    this.#signal = signal;
    this.all = containerEdges(context.plan);
    this.#keys = new Map([...following.ways].map(([edge, { networks }]) => [edge, keysOf(networks)]));
  }

  /**
   * Brings the edges of one asking service to where its containers are now: all at once, because they can share an interface.
   * @throws SquallError where an end is `away`, or is going away.
   */
  async settle(from: string, away: ReadonlyMap<string, SquallError>): Promise<void> {
    const { clock } = this.#context;
    const edges = this.all.filter((edge) => edge.from === from);
    if (away.has(from)) {
      for (const driver of this.#following.drivers) {
        if (isMovingDriver(driver)) driver.suspend(edges.map(({ name }) => name));
      }
      for (const { name } of edges) {
        this.#following.disturbances.begin(name, containerOf(from), clock.now());
      }
    }
    const ends = [from, ...edges.flatMap(({ to }) => to.map(({ service }) => service))];
    const missing = ends.map((service) => away.get(service)).find((error) => error !== undefined);
    if (missing !== undefined) throw missing;
    const moved = edges.filter((edge) => this.#hasMoved(edge));
    const others = edges.filter((edge) => !moved.includes(edge));
    if (moved.length > 0) await this.#move(moved);
    for (const edge of others) {
      const elsewhere = this.#elsewhere(edge);
      if (elsewhere.length > 0) await this.#retarget(edge, elsewhere);
    }
    for (const edge of edges) {
      const way = this.#unfollowed.get(edge);
      if (way !== undefined) await this.#follow(edge, way);
    }
  }

  /** Who asks is in another namespace, or has another interface. */
  async #move(edges: readonly PlannedEdge[]): Promise<void> {
    const { clock, plan } = this.#context;
    const { containers, disturbances, drivers, probes, run } = this.#following;
    const ways = new Map<PlannedEdge, EdgeWay>();
    for (const edge of edges) {
      disturbances.begin(edge.name, containerOf(edge.from), clock.now());
      ways.set(edge, await wayOf(edge, containers, run));
    }
    const specs = [...ways].map(([edge, way]) =>
      specAt(plan, edge, containerPlace({ plan, probes }, edge, way)),
    );
    for (const driver of drivers) if (isMovingDriver(driver)) await driver.move(specs, this.#signal);
    for (const [edge, way] of ways) {
      this.#settled(edge, way);
      notify(this.#context, `edge ${edge.name} is impaired again, where ${containerOf(edge.from)} is now`);
    }
  }

  /** Who is asked is in another namespace, and may have other addresses. */
  async #retarget(edge: PlannedEdge, services: readonly string[]): Promise<void> {
    const { clock } = this.#context;
    const { containers, disturbances, run } = this.#following;
    const way = await wayOf(edge, containers, run);
    disturbances.begin(edge.name, containerOf(services.join(' and ')), clock.now());
    await this.#match(edge, way);
    this.#settled(edge, way);
    notify(this.#context, `edge ${edge.name} has followed the container that it leads to`);
  }

  #settled(edge: PlannedEdge, way: EdgeWay): void {
    this.#keys.set(edge.name, keysOf(way.networks));
    this.#unfollowed.set(edge, way);
    this.#following.disturbances.end(edge.name, this.#context.clock.now());
  }

  /** The rest, which may take its time: the probes, and the addresses. */
  async #follow(edge: PlannedEdge, way: EdgeWay): Promise<void> {
    const { links, probes } = this.#following;
    await connectContainerEdge(links, edge, way, this.#context.plan);
    const before = probes.reflectorPort(edge.name);
    await probes.move(edge.name, endsOf(way));
    if (probes.reflectorPort(edge.name) !== before) await this.#match(edge, way);
    this.#unfollowed.delete(edge);
  }

  async #match(edge: PlannedEdge, way: EdgeWay): Promise<void> {
    const { links, probes } = this.#following;
    const { plan } = this.#context;
    const link = links.get(edge.name);
    if (link !== undefined && isKernelLink(link)) {
      await link.retarget(containerPlace({ plan, probes }, edge, way).match);
    }
  }

  #hasMoved(edge: PlannedEdge): boolean {
    return this.#keysNow(edge).near !== this.#keys.get(edge.name)?.near;
  }

  /** The services of an edge that have gone where it does not lead yet. */
  #elsewhere(edge: PlannedEdge): string[] {
    const { far } = this.#keysNow(edge);
    const known = this.#keys.get(edge.name)?.far ?? [];
    return edge.to.filter((_, index) => far[index] !== known[index]).map(({ service }) => service);
  }

  #keysNow(edge: PlannedEdge): EdgeKeys {
    return keysOf(networksOf(edge, this.#following.containers));
  }
}

function containerOf(service: string): string {
  return `the container of service ${service}`;
}
