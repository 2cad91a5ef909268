import type { K6LoadSpec, LoadTarget } from '../load.ts';

/** What k6 is told to connect to instead, by name and port: what the run knows, and where the requests of a generated script go. */
export function hostsOf({ hosts, source }: K6LoadSpec): Readonly<Record<string, string>> {
  if (source.kind === 'script') return hosts;
  const targets = source.arrivals.requests.map(
    ({ target }) => [namedPort(target), address(target.connect)] as const,
  );
  return { ...hosts, ...Object.fromEntries(targets) };
}

function namedPort({ origin }: LoadTarget): string {
  const { hostname, port, protocol } = new URL(origin);
  const usual = protocol === 'https:' ? '443' : '80';
  return `${hostname}:${port === '' ? usual : port}`;
}

function address({ host, port }: LoadTarget['connect']): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
