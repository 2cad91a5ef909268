import type { K6LoadSpec, LoadTarget } from '../load.ts';

/** What k6 takes for a key of its option `hosts` (its lib/types/hosts.go); for any other it does not start at all. */
const KEY = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?:\d{1,5}$/i;

/** What k6 is told to connect to instead, by name and port. */
export function hostsOf({ targets, source }: K6LoadSpec): Readonly<Record<string, string>> {
  const asked = source.kind === 'script' ? [] : source.arrivals.requests.map(({ target }) => target);
  const led = [...targets, ...asked].filter((target) => canBeLed(target));
  return Object.fromEntries(led.map((target) => [namedPort(target), address(target)]));
}

/** Whether k6 can ask the service by its own name: not with an underscore in it, nor by an address of IPv6. */
export function canBeLed(target: LoadTarget): boolean {
  return KEY.test(namedPort(target));
}

/** The socket address that stands for the service. */
export function address({ connect: { host, port } }: LoadTarget): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function namedPort({ origin }: LoadTarget): string {
  const { hostname, port, protocol } = new URL(origin);
  const usual = protocol === 'https:' ? '443' : '80';
  return `${hostname}:${port === '' ? usual : port}`;
}
