import { isRecord } from '../../core/is-record.ts';
import type {
  ContainerEvent,
  ContainerNetwork,
  FoundContainer,
  ListedContainer,
  NetworkMode,
  PublishedPort,
} from './container-engine.ts';

/** One line of the list, with what is needed to tell why it cannot be used. */
export interface ListLine extends ListedContainer {
  /** `running`, `exited`, `created`, `paused`, ... */
  readonly state: string;
}

/** What the engine tells of one container when asked for it alone. */
export type Inspected = Omit<FoundContainer, 'companions' | 'namespace'> & { readonly state: string };

/** What is no container is left out. */
export function parseList(answer: unknown): ListLine[] {
  return (Array.isArray(answer) ? answer : []).flatMap((line: unknown) => {
    if (!isRecord(line)) return [];
    const id = text(line['Id']);
    const [name] = Array.isArray(line['Names']) ? line['Names'] : [];
    if (id === '') return [];
    return [
      {
        id,
        name: bareName(text(name)),
        labels: textsOf(line['Labels']),
        network: parseMode(member(line, 'HostConfig', 'NetworkMode')),
        state: text(line['State']),
      },
    ];
  });
}

/** Undefined where the answer is none that we understand. */
export function parseInspect(answer: unknown): Inspected | undefined {
  if (!isRecord(answer)) return undefined;
  const id = text(answer['Id']);
  const pid = member(answer, 'State', 'Pid');
  if (id === '' || typeof pid !== 'number') return undefined;
  return {
    id,
    name: bareName(text(answer['Name'])),
    labels: textsOf(member(answer, 'Config', 'Labels')),
    network: parseMode(member(answer, 'HostConfig', 'NetworkMode')),
    state: text(member(answer, 'State', 'Status')),
    pid,
    startedAt: text(member(answer, 'State', 'StartedAt')),
    networks: parseNetworks(member(answer, 'NetworkSettings', 'Networks')),
    published: parsePorts(member(answer, 'NetworkSettings', 'Ports')),
  };
}

/** Undefined for what is about neither a container nor its networks. */
export function parseEvent(line: string): ContainerEvent | undefined {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    return undefined;
  }
  const action = text(member(event, 'Action'));
  const type = member(event, 'Type');
  const attribute = type === 'network' ? member(event, 'Actor', 'Attributes', 'container') : undefined;
  const id = text(attribute ?? member(event, 'Actor', 'ID'));
  return action === '' || id === '' ? undefined : { action, id };
}

/** `host`, `none`, `container:ID`; everything else is the name of a network. */
function parseMode(mode: unknown): NetworkMode {
  const written = text(mode);
  if (written === 'host' || written === 'none') return { kind: written };
  return written.startsWith('container:')
    ? { kind: 'container', id: written.slice('container:'.length) }
    : { kind: 'own' };
}

function parseNetworks(networks: unknown): ContainerNetwork[] {
  return Object.entries(isRecord(networks) ? networks : {}).flatMap(([name, network]) => {
    const read = (key: string): string => text(member(network, key));
    const [ipv4, ipv6] = [read('IPAddress'), read('GlobalIPv6Address')];
    if (ipv4 === '' && ipv6 === '') return [];
    return [
      {
        name,
        id: read('NetworkID'),
        endpoint: read('EndpointID'),
        ...(ipv4 !== '' && { ipv4 }),
        ...(ipv6 !== '' && { ipv6 }),
      },
    ];
  });
}

/** `{ "80/tcp": [{ "HostIp": "0.0.0.0", "HostPort": "8080" }], "81/tcp": null }`. */
function parsePorts(ports: unknown): PublishedPort[] {
  return Object.entries(isRecord(ports) ? ports : {}).flatMap(([written, bindings]) => {
    const [port = '', protocol] = written.split('/');
    if (protocol !== 'tcp' && protocol !== 'udp') return [];
    return (Array.isArray(bindings) ? bindings : []).flatMap((binding: unknown) => {
      const hostPort = Number(text(member(binding, 'HostPort')));
      return hostPort > 0
        ? [{ port: Number(port), protocol, host: text(member(binding, 'HostIp')), hostPort }]
        : [];
    });
  });
}

function member(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).map(([key, item]) => [key, text(item)]),
  );
}

function bareName(name: string): string {
  return name.replace(/^\//, '');
}
