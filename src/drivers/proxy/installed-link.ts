import type { Impairment } from '../../impairment/model.ts';
import type { Address, InstalledLink, LinkObservation, ProbeReport, ProbeRequest } from '../driver.ts';
import { unpackObservation } from './metering/observation.ts';
import type { OpenedLink, ProxyServer } from './server.ts';

/** The port's view of one link; `proxy` may live in another thread. */
export class ProxyLink implements InstalledLink {
  readonly edge: string;
  readonly addresses: Readonly<Record<string, Address>>;
  readonly #proxy: ProxyCalls;

  constructor(opened: OpenedLink, proxy: ProxyCalls) {
    this.edge = opened.edge;
    this.addresses = opened.addresses;
    this.#proxy = proxy;
  }

  async connectTo(service: string, target: Address): Promise<void> {
    await this.#proxy.connectTo(this.edge, service, target);
  }

  async change(impairment: Impairment): Promise<void> {
    await this.#proxy.change(this.edge, impairment);
  }

  async readBack(): Promise<Impairment> {
    return await this.#proxy.readBack(this.edge);
  }

  async probe(request: ProbeRequest, signal: AbortSignal): Promise<ProbeReport> {
    return await this.#proxy.probe(this.edge, request, signal);
  }

  async observe(): Promise<LinkObservation> {
    return unpackObservation(await this.#proxy.observe(this.edge));
  }
}

/** What the proxy is asked, in process or by message. */
export type ProxyCalls = Pick<
  ProxyServer,
  'install' | 'connectTo' | 'change' | 'readBack' | 'probe' | 'observe' | 'revert'
>;
