import { type Clock, systemClock } from '../../core/clock.ts';
import type { Driver } from '../driver.ts';
import { capabilitiesOfProxy } from './capabilities.ts';
import { type ProxyCalls, ProxyLink } from './installed-link.ts';

export interface ProxyDriverOptions {
  /** Whether the sockets live in a thread of their own (default), or in this one. */
  readonly thread?: boolean;
  /** For the proxy in this thread; the other one has the system's. */
  readonly clock?: Clock;
}

/** The embedded driver: a proxy on each edge, which needs no privileges. Nothing is loaded before the first link. */
export function createProxyDriver(options: ProxyDriverOptions = {}): Driver {
  let started: Promise<ProxyCalls> | undefined;
  return {
    name: 'proxy',
    capabilities: capabilitiesOfProxy,
    install: async (links, signal) => {
      signal.throwIfAborted();
      started ??= start(options);
      const proxy = await started;
      const opened = await proxy.install(links);
      if (signal.aborted) await proxy.revert();
      signal.throwIfAborted();
      return opened.map((link) => new ProxyLink(link, proxy));
    },
    revert: async () => {
      const proxy = await started;
      await proxy?.revert();
    },
  };
}

async function start({ thread = true, clock = systemClock }: ProxyDriverOptions): Promise<ProxyCalls> {
  if (thread) {
    const { ProxyThread } = await import('./thread/host.ts');
    return new ProxyThread();
  }
  const { ProxyServer } = await import('./server.ts');
  return new ProxyServer(clock);
}
