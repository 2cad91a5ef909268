import type { Address, InstalledLink, Protocol } from '../drivers/driver.ts';
import type { Plan, PlannedService } from '../plan/plan.ts';
import { fill, type Reference } from '../scenario/references.ts';

/** Where a started service listens: what `${host}`, `${port}` and `${ports.NAME}` mean in its strings. */
export interface Listening {
  readonly host: string;
  /** By name, in the scenario's order. */
  readonly ports: Readonly<Record<string, number>>;
}

/** What of a link addresses are found by. */
type Addressed = Pick<InstalledLink, 'addresses'>;

const NOWHERE: Listening = { host: '', ports: {} };

/** Where everything of a run can be reached, and the strings that say so. */
export class AddressBook {
  readonly #plan: Plan;
  readonly #links: ReadonlyMap<string, Addressed>;
  readonly #secrets: ReadonlyMap<string, string>;

  constructor(plan: Plan, links: ReadonlyMap<string, Addressed>, secrets: ReadonlyMap<string, string>) {
    this.#plan = plan;
    this.#links = links;
    this.#secrets = secrets;
  }

  /** Fills `${...}` in a string; `own` is where the service listens that it belongs to. */
  fill(template: string, own: Listening = NOWHERE): string {
    return fill(template, (reference) => this.#lookup(reference, own));
  }

  fillAll(templates: Readonly<Record<string, string>>, own: Listening = NOWHERE): Record<string, string> {
    return Object.fromEntries(Object.entries(templates).map(([key, text]) => [key, this.fill(text, own)]));
  }

  /** The address that a client of `edge` must use to reach `service`. */
  edgeAddress(edge: string, service: string): Address {
    const address = this.#links.get(edge)?.addresses[service];
    if (address === undefined) throw new Error(`edge ${edge} has no address for ${service}`);
    return address;
  }

  #lookup({ kind, path }: Reference, { host, ports }: Listening): string | undefined {
    switch (kind) {
      case 'params':
      case 'matrix':
        return undefined;
      case 'env':
        return this.#secrets.get(path[0] ?? '');
      case 'host':
        return host;
      case 'port':
        return String(Object.values(ports)[0] ?? '');
      case 'ports':
        return String(ports[path.join('.')] ?? '');
      case 'edges':
        return this.#edgePart(path);
    }
  }

  #edgePart(path: readonly string[]): string {
    const [name = ''] = path;
    const part = path.at(-1);
    const edge = this.#plan.edges.find((candidate) => candidate.name === name);
    const service = (path.length > 2 ? path[1] : edge?.to[0]?.service) ?? '';
    const address = this.edgeAddress(name, service);
    if (part === 'host') return address.host;
    if (part === 'port') return String(address.port);
    const scheme = schemeOf(this.#plan.services.find((candidate) => candidate.name === service));
    return `${scheme}://${hostForUrl(address.host)}:${address.port}`;
  }
}

/** The scheme that a client speaks to a service, over an edge or not. */
export function schemeOf(service: PlannedService | undefined): string {
  if (service?.kind === 'url') return new URL(service.url).protocol.slice(0, -1);
  return schemeOfProtocol(service?.protocol ?? 'http');
}

/** gRPC is HTTP/2, and its URLs are those of HTTP. */
export function schemeOfProtocol(protocol: Protocol): string {
  return protocol === 'grpc' ? 'http' : protocol;
}

export function hostForUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
