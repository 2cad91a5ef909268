import { CleanupStack } from '../../core/cleanup-stack.ts';
import type { Clock } from '../../core/clock.ts';
import { hasExchanges } from '../../impairment/capability.ts';
import type { Impairment } from '../../impairment/model.ts';
import type { Address, LinkSpec, ProbeReport, ProbeRequest } from '../driver.ts';
import { Link } from './link.ts';
import type { Llhttp } from './metering/llhttp.ts';
import type { PackedObservation } from './metering/observation.ts';
import { Scheduler } from './timing/scheduler.ts';

/** The addresses of one link, by service. */
export interface OpenedLink {
  readonly edge: string;
  readonly addresses: Readonly<Record<string, Address>>;
}

/** The proxy itself, in whichever thread it runs: all links, by edge. Every method is a message of the threaded driver. */
export class ProxyServer {
  readonly #clock: Clock;
  readonly #links = new Map<string, Link>();
  #scheduler: Scheduler;
  #llhttp: Llhttp | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#scheduler = new Scheduler(clock);
  }

  /** All links or none. */
  async install(specs: readonly LinkSpec[]): Promise<readonly OpenedLink[]> {
    if (specs.some((spec) => hasExchanges(spec.protocol))) await this.#loadParser();
    const opened: OpenedLink[] = [];
    const undo = new CleanupStack();
    try {
      for (const spec of specs) {
        const link = new Link(spec, this.#scheduler, this.#llhttp);
        undo.push(spec.edge, async () => {
          await link.close();
          this.#links.delete(spec.edge);
        });
        this.#links.set(spec.edge, link);
        opened.push({ edge: spec.edge, addresses: await link.open() });
      }
    } catch (error) {
      await undo.unwind();
      throw error;
    }
    return opened;
  }

  async connectTo(edge: string, service: string, target: Address): Promise<void> {
    await this.#link(edge).connectTo(service, target);
  }

  async change(edge: string, impairment: Impairment): Promise<void> {
    await this.#scheduler.makePrecise();
    await this.#link(edge).change(impairment);
  }

  async readBack(edge: string): Promise<Impairment> {
    return await Promise.resolve(this.#link(edge).readBack());
  }

  async probe(edge: string, request: ProbeRequest, signal: AbortSignal): Promise<ProbeReport> {
    return await this.#link(edge).probe(request, signal);
  }

  async observe(edge: string): Promise<PackedObservation> {
    return await Promise.resolve(this.#link(edge).observe());
  }

  async revert(): Promise<void> {
    const links = [...this.#links.values()];
    this.#links.clear();
    await Promise.all(links.map(async (link) => await link.close()));
    this.#scheduler.close();
    this.#scheduler = new Scheduler(this.#clock);
  }

  #link(edge: string): Link {
    const link = this.#links.get(edge);
    if (link === undefined) throw new Error(`No link is installed for edge \`${edge}\``);
    return link;
  }

  async #loadParser(): Promise<void> {
    const { Llhttp } = await import('./metering/llhttp.ts');
    this.#llhttp ??= new Llhttp();
  }
}
