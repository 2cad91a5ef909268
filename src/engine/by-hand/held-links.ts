import { SquallError } from '../../core/errors.ts';
import { isMovingDriver, type Driver, type InstalledLink, type LinkSpec } from '../../drivers/driver.ts';
import { describeImpairment } from '../../impairment/describe.ts';
import { CLEAR, impairmentKey, type Impairment } from '../../impairment/model.ts';
import type { KeeperOrder } from './messages.ts';
import type { TargetWay } from './target.ts';

/** What stands where a run has the name of its scenario. */
export const BY_HAND = 'by-hand';

interface HeldLink {
  readonly link: InstalledLink;
  /** As `TargetWay.near`. */
  readonly key: string | undefined;
}

/** Everything that a target stands for, all of it in one state. */
export class HeldLinks {
  readonly #driver: Driver;
  readonly #place: Pick<KeeperOrder, 'onForeign' | 'allow'>;
  readonly #links = new Map<string, HeldLink>();
  /** Nothing is in force on these. */
  readonly #suspended = new Set<string>();
  #impairment: Impairment = CLEAR;
  #absent: string | undefined;

  constructor(driver: Driver, { onForeign, allow }: Pick<KeeperOrder, 'onForeign' | 'allow'>) {
    this.#driver = driver;
    this.#place = { onForeign, allow };
  }

  get impairment(): Impairment {
    return this.#impairment;
  }

  /** Why nothing is in force; undefined where all is. */
  get absent(): string | undefined {
    return this.#absent;
  }

  async install(ways: readonly TargetWay[], signal: AbortSignal): Promise<void> {
    const byEdge = new Map(ways.map((way) => [edgeOf(way), way]));
    for (const link of await this.#driver.install(this.#specsOf(byEdge), signal)) {
      this.#links.set(link.edge, { link, key: byEdge.get(link.edge)?.near?.key });
    }
  }

  /** @throws SquallError `not-in-force`, or what the driver said; all is then as it was before. */
  async putInForce(wanted: Impairment): Promise<void> {
    const before = this.#impairment;
    const links = [...this.#links.values()].map(({ link }) => link);
    try {
      await Promise.all(links.map(async (link) => await link.change(wanted)));
      const found = await Promise.all(links.map(async (link) => [link.edge, await link.readBack()] as const));
      const other = found.find(
        ([edge, each]) => !this.#suspended.has(edge) && impairmentKey(each) !== impairmentKey(wanted),
      );
      if (other !== undefined) throw notInForce(wanted, other[1]);
    } catch (error) {
      // Better as it was than half of each; what fails here is told by the first failure.
      await Promise.all(links.map(async (link) => await link.change(before).catch(() => {})));
      throw error;
    }
    this.#impairment = wanted;
  }

  /** The container has ended, or has no network: what is asked of it is kept until `moveTo`. */
  suspend(why: string): void {
    this.#absent = why;
    this.#suspend([...this.#links.keys()]);
  }

  /**
   * Takes hold of the target where it is now, in the state that it is to be in.
   * @returns whether that is elsewhere than before
   * @throws SquallError as `Driver.install` and `putInForce`; the next call tries again.
   */
  async moveTo(ways: readonly TargetWay[], signal: AbortSignal): Promise<boolean> {
    const byEdge = new Map(ways.map((way) => [edgeOf(way), way]));
    const others = [...byEdge].filter(([edge, { near }]) => this.#links.get(edge)?.key !== near?.key);
    const left = [...this.#links.keys()].filter((edge) => !byEdge.has(edge));
    this.#suspend(left);
    const moved = new Map(others.filter(([edge]) => this.#links.has(edge)));
    if (others.length === 0 && this.#absent === undefined) return false;
    if (moved.size > 0) await this.#move(moved, signal);
    const added = others.filter(([edge]) => !moved.has(edge)).map(([, way]) => way);
    if (added.length > 0) await this.install(added, signal);
    await this.#resume([...byEdge.keys()]);
    await this.putInForce(this.#impairment);
    this.#absent = undefined;
    return others.length > 0;
  }

  async revert(): Promise<void> {
    await this.#driver.revert();
    this.#impairment = CLEAR;
  }

  async #move(moved: ReadonlyMap<string, TargetWay>, signal: AbortSignal): Promise<void> {
    if (!isMovingDriver(this.#driver)) throw new Error(`the driver ${this.#driver.name} moves nothing`);
    this.#suspend([...moved.keys()]);
    await this.#driver.move(this.#specsOf(moved), signal);
    for (const [edge, { near }] of moved) {
      const held = this.#links.get(edge);
      if (held !== undefined) this.#links.set(edge, { ...held, key: near?.key });
      this.#suspended.delete(edge);
    }
  }

  #suspend(edges: readonly string[]): void {
    for (const edge of edges) this.#suspended.add(edge);
    if (isMovingDriver(this.#driver)) this.#driver.suspend(edges);
  }

  async #resume(edges: readonly string[]): Promise<void> {
    const away = edges.filter((edge) => this.#suspended.has(edge));
    if (isMovingDriver(this.#driver)) await this.#driver.resume(away);
    for (const edge of away) this.#suspended.delete(edge);
  }

  #specsOf(ways: ReadonlyMap<string, TargetWay>): LinkSpec[] {
    return [...ways].map(([edge, { up, down }]) => ({
      edge,
      protocol: 'tcp',
      per: 'edge',
      listeners: [],
      seed: 0,
      place: { up, ...(down !== undefined && { down }), ...this.#place },
    }));
  }
}

/** A network keeps its name where the interface that leads to it has another after a restart. */
function edgeOf({ up, near }: TargetWay): string {
  return `${BY_HAND} ${near?.network ?? up.device}`;
}

function notInForce(wanted: Impairment, found: Impairment): SquallError {
  const message = `the kernel says \`${describeImpairment(found)}\` where \`${describeImpairment(wanted)}\` was to be`;
  return new SquallError('not-in-force', message, {
    hint: 'look at `tc qdisc show` and at what else configures this interface',
  });
}
