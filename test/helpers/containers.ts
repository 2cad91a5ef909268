import {
  incarnation,
  type ContainerNetwork,
  type FoundContainer,
} from '../../src/drivers/docker/container-engine.ts';

/** What the engine's API answers about one container, as far as we read it. */
export interface FakeContainer {
  readonly id: string;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** `running` unless stated. */
  readonly state?: string;
  readonly pid?: number;
  readonly startedAt?: string;
  /** `HostConfig.NetworkMode`. */
  readonly mode?: string;
  readonly networks?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly ports?: Readonly<Record<string, unknown>>;
}

/** A line of `GET /containers/json`. */
export function listLine({ id, name, labels = {}, state = 'running', mode = 'lab' }: FakeContainer): unknown {
  return { Id: id, Names: [`/${name}`], Labels: labels, State: state, HostConfig: { NetworkMode: mode } };
}

/** The answer of `GET /containers/ID/json`. */
export function inspection(container: FakeContainer): unknown {
  const { id, name, labels = {}, state = 'running', mode = 'lab' } = container;
  const { pid = 1234, startedAt = '2026-11-22T00:00:00Z', networks = {}, ports = {} } = container;
  return {
    Id: id,
    Name: `/${name}`,
    Config: { Labels: labels },
    State: { Status: state, Pid: state === 'running' ? pid : 0, StartedAt: startedAt },
    HostConfig: { NetworkMode: mode },
    NetworkSettings: { Networks: networks, Ports: ports },
  };
}

/** A container on one network, `lab`, unless it has others. */
export function foundContainer(name: string, changes: Partial<FoundContainer> = {}): FoundContainer {
  const found = {
    id: `${name}-id`,
    name,
    labels: {},
    network: { kind: 'own' },
    pid: 1234,
    startedAt: 'first',
    networks: [labNetwork()],
    published: [],
    companions: [],
    ...changes,
  } as const;
  return { namespace: incarnation(found), ...found };
}

export function labNetwork(changes: Partial<ContainerNetwork> = {}): ContainerNetwork {
  return { name: 'lab', id: 'lab-id', endpoint: 'endpoint-1', ipv4: '10.30.0.2', ...changes };
}
