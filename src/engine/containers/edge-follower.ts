import { SquallError } from '../../core/errors.ts';
import { nearKey } from '../../drivers/docker/way.ts';
import { isKernelLink, isMovingDriver, type Driver, type InstalledLink } from '../../drivers/driver.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import type { PlannedEdge } from '../../plan/plan.ts';
import { notify, type RunContext } from '../context.ts';
import { specAt } from '../install-links.ts';
import { containerPlace } from '../link-places.ts';
import type { LinkProbes } from '../probe/link-probes.ts';
import { containerOf, type DisturbanceLog } from './disturbances.ts';
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

interface Unfollowed {
  readonly way: EdgeWay;
  /** Of the reflector that the filters know, which is the old one until the probes have followed. */
  readonly port: number | undefined;
}

/** Keeps the edges between containers where those are. */
export class EdgeFollower {
  readonly all: readonly PlannedEdge[];
  readonly #context: FollowContext;
  readonly #following: Following;
  /** Of the containers that each edge has been installed between. */
  readonly #keys: Map<string, EdgeKeys>;
  /** Impaired where their containers are now, while the probes and the addresses are still where those were. */
  readonly #unfollowed = new Map<PlannedEdge, Unfollowed>();
  readonly #suspended = new Set<string>();

  constructor(context: FollowContext, following: Following) {
    this.#context = context;
    this.#following = following;
    this.all = containerEdges(context.plan);
    this.#keys = new Map([...following.ways].map(([edge, { networks }]) => [edge, keysOf(networks)]));
  }

  /** Marks every edge that is not, or not surely, impaired as its step asks; where its near end has gone, nothing is in force on it. */
  notice(away: ReadonlyMap<string, SquallError>): void {
    const { clock } = this.#context;
    const { disturbances, drivers } = this.#following;
    for (const edge of this.all) {
      const isGone = away.has(edge.from) || this.#isNearGone(edge);
      const who = isGone ? [edge.from] : this.#unsettled(edge, away);
      if (who.length > 0) disturbances.begin(edge.name, containerOf(who.join(' and ')), clock.now());
      if (!isGone) continue;
      this.#suspended.add(edge.name);
      for (const driver of drivers) if (isMovingDriver(driver)) driver.suspend([edge.name]);
    }
  }

  /**
   * Brings the edges of one asking service to where its containers are now: all at once, because they can share an interface.
   * @throws SquallError where an end is `away`, or is going away.
   */
  async settle(from: string, away: ReadonlyMap<string, SquallError>, signal: AbortSignal): Promise<void> {
    const { clock } = this.#context;
    const { disturbances } = this.#following;
    const edges = this.all.filter((edge) => edge.from === from);
    const ends = [from, ...edges.flatMap(({ to }) => to.map(({ service }) => service))];
    const missing = ends.map((service) => away.get(service)).find((error) => error !== undefined);
    if (missing !== undefined) throw missing;
    const moved = edges.filter((edge) => this.#hasMoved(edge));
    const others = edges.filter((edge) => !moved.includes(edge));
    if (moved.length > 0) await this.#move(moved, signal);
    for (const edge of others) {
      const elsewhere = this.#elsewhere(edge);
      if (this.#suspended.has(edge.name)) await this.#resume(edge);
      if (elsewhere.length > 0) await this.#retarget(edge);
      else disturbances.end(edge.name, clock.now());
    }
    for (const edge of edges) {
      const rest = this.#unfollowed.get(edge);
      if (rest !== undefined) await this.#follow(edge, rest);
    }
  }

  /** Who asks is in another namespace, or has another interface. */
  async #move(edges: readonly PlannedEdge[], signal: AbortSignal): Promise<void> {
    const { plan } = this.#context;
    const { containers, drivers, probes, run } = this.#following;
    const ways = new Map<PlannedEdge, EdgeWay>();
    for (const edge of edges) {
      ways.set(edge, await wayOf(edge, containers, run));
    }
    const specs = [...ways].map(([edge, way]) =>
      specAt(plan, edge, containerPlace({ plan, probes }, edge, way)),
    );
    for (const driver of drivers) if (isMovingDriver(driver)) await driver.move(specs, signal);
    for (const [edge, way] of ways) {
      this.#settled(edge, way);
      notify(this.#context, `edge ${edge.name} is impaired again, where ${containerOf(edge.from)} is now`);
    }
  }

  /** Who asks was away, and its namespace is another's, which was not. */
  async #resume(edge: PlannedEdge): Promise<void> {
    for (const driver of this.#following.drivers) {
      if (isMovingDriver(driver)) await driver.resume([edge.name]);
    }
    this.#suspended.delete(edge.name);
  }

  /** Who is asked is in another namespace, and may have other addresses. */
  async #retarget(edge: PlannedEdge): Promise<void> {
    const { containers, run } = this.#following;
    const way = await wayOf(edge, containers, run);
    await this.#match(edge, way);
    this.#settled(edge, way);
    notify(this.#context, `edge ${edge.name} has followed the container that it leads to`);
  }

  #settled(edge: PlannedEdge, way: EdgeWay): void {
    this.#keys.set(edge.name, keysOf(way.networks));
    this.#unfollowed.set(edge, { way, port: this.#following.probes.reflectorPort(edge.name) });
    this.#suspended.delete(edge.name);
    this.#following.disturbances.end(edge.name, this.#context.clock.now());
  }

  /** The rest, which may take its time: the probes, and the addresses. */
  async #follow(edge: PlannedEdge, { way, port }: Unfollowed): Promise<void> {
    const { links, probes } = this.#following;
    await connectContainerEdge(links, edge, way, this.#context.plan);
    await probes.move(edge.name, endsOf(way));
    if (probes.reflectorPort(edge.name) !== port) await this.#match(edge, way);
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

  /** Whose doing it is that an edge with its near end in place is not as it was installed, or cannot be. */
  #unsettled(edge: PlannedEdge, away: ReadonlyMap<string, SquallError>): string[] {
    const asked = edge.to.map(({ service }) => service);
    const absent = asked.filter((service) => away.has(service));
    if (absent.length > 0) return absent;
    try {
      return this.#hasMoved(edge) ? [edge.from] : this.#elsewhere(edge);
    } catch (error) {
      if (error instanceof SquallError) return asked;
      throw error;
    }
  }

  /** Its interface has ended with its container, or with being detached. */
  #isNearGone({ name, from: service }: PlannedEdge): boolean {
    const from = this.#following.containers.of(service);
    const known = this.#keys.get(name)?.near;
    return !from.networks.some((near) => nearKey({ from, near }) === known);
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
