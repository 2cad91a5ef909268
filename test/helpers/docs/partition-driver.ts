import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Driver, Impairment, InstalledLink, LinkSpec } from '../../../src/index.ts';

type Target = { readonly host: string; readonly port: number };
type Probe = InstalledLink['probe'];

const CLEAR: Impairment = { up: {}, down: {}, connection: {} };

/** A driver that can do one thing: `partition`, on TCP. */
export function createPartitionDriver(): Driver {
  const links: PartitionLink[] = [];
  return {
    name: 'partition',
    // One line for each part of the impairment; `impossible` makes the scenario invalid.
    capabilities: ({ up, down }) =>
      Object.entries({ up, down }).flatMap(([way, shape]) =>
        Object.keys(shape).map((key) => ({
          key,
          direction: way === 'up' ? ('up' as const) : ('down' as const),
          fidelity: key === 'partition' ? ('modelled' as const) : ('impossible' as const),
          how: key === 'partition' ? 'Bytes are held until it ends' : 'This driver only partitions',
        })),
      ),
    install: async (specs) => {
      for (const spec of specs) {
        const link = new PartitionLink(spec);
        links.push(link);
        await link.open();
      }
      return links;
    },
    revert: async () => {
      await Promise.all(links.splice(0).map(async (link) => await link.close()));
    },
  };
}

class PartitionLink implements InstalledLink {
  readonly edge: string;
  readonly addresses: Record<string, Target> = {};
  readonly #spec: LinkSpec;
  readonly #targets = new Map<string, Target>();
  readonly #servers: Server[] = [];
  /** By what they send: `up` is what the client says. */
  readonly #sockets = new Map<Socket, 'up' | 'down'>();
  #state = CLEAR;
  #connectionsAt: number[] = [];

  constructor(spec: LinkSpec) {
    this.edge = spec.edge;
    this.#spec = spec;
  }

  async open(): Promise<void> {
    for (const { service, listen } of this.#spec.listeners) {
      const server = createServer((client) => {
        this.#connectionsAt.push(Number(process.hrtime.bigint()) / 1e6);
        this.#relay(client, this.#targets.get(service));
      });
      this.addresses[service] = await this.#listen(server, listen);
    }
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.keys()) socket.destroy();
    await Promise.all(this.#servers.map(async (server) => await once(server.close(), 'close')));
  }

  connectTo(service: string, target: Target): Promise<void> {
    this.#targets.set(service, target);
    return Promise.resolve();
  }

  /** The whole state, in place: nothing that is under way is lost. */
  change(impairment: Impairment): Promise<void> {
    this.#state = impairment;
    for (const [socket, way] of this.#sockets) this.#apply(socket, way);
    return Promise.resolve();
  }

  readBack(): Promise<Impairment> {
    return Promise.resolve(this.#state);
  }

  /** Our own traffic, over the same link, to a reflector of our own. */
  probe: Probe = async ({ count, within }, signal) => {
    const reflector = createServer((socket) => socket.pipe(socket));
    const target = await this.#listen(reflector, { host: '127.0.0.1', port: 0 });
    const entrance = createServer((client) => this.#relay(client, target));
    const client = connect((await this.#listen(entrance, { host: '127.0.0.1', port: 0 })).port);
    const rtts: number[] = [];
    const end = performance.now() + within;
    for (let sent = 0; sent < count; sent += 1) {
      const begin = performance.now();
      client.once('data', () => rtts.push(performance.now() - begin)).write('.');
      await sleep(Math.max(0, (end - begin) / (count - sent)), undefined, { signal });
      client.removeAllListeners('data');
    }
    client.destroy();
    return { sent: count, received: rtts.length, rtts, errors: {} };
  };

  observe: InstalledLink['observe'] = () => {
    const connectionsAt = this.#connectionsAt.splice(0);
    const nothing = { samples: [], traffic: [], openSince: [], unread: {} };
    return Promise.resolve({ edge: this.edge, connectionsAt, ...nothing });
  };

  async #listen(server: Server, { host, port }: Target): Promise<Target> {
    this.#servers.push(server);
    await once(server.listen({ host, port }), 'listening');
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('a TCP server has no port');
    return { host, port: bound.port };
  }

  #relay(client: Socket, target: Target | undefined): void {
    if (target === undefined) {
      client.destroy();
      return;
    }
    const upstream = connect(target.port, target.host);
    for (const [from, to, way] of [
      [client, upstream, 'up'],
      [upstream, client, 'down'],
    ] as const) {
      this.#sockets.set(from, way);
      from.on('data', (bytes) => to.write(bytes)).on('end', () => to.end());
      from.on('error', () => to.destroy()).on('close', () => this.#sockets.delete(from));
      this.#apply(from, way);
    }
  }

  #apply(socket: Socket, way: 'up' | 'down'): void {
    if (this.#state[way].partition === true) socket.pause();
    else socket.resume();
  }
}
