import type { Clock, Milliseconds } from '../../core/clock.ts';
import type { ContainerRef } from '../../core/container-ref.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { chooseContainer } from './choose.ts';
import {
  incarnation,
  type ContainerEngine,
  type ContainerEvent,
  type FoundContainer,
  type ListedContainer,
} from './container-engine.ts';
import { callEngine, openEngine, type EngineCall } from './engine-api.ts';
import {
  engineElsewhere,
  engineHangs,
  explainFailure,
  isNotFound,
  justRemoved,
  notRunning,
} from './errors.ts';
import { parseEvent, parseInspect, parseList, type Inspected, type ListLine } from './parse.ts';

export interface DockerOptions {
  /** DOCKER_HOST of the environment; absent or empty: the engine's usual socket. */
  readonly host?: string | undefined;
  readonly clock: Clock;
  /** How long one call may take; 5 s unless stated. */
  readonly within?: Milliseconds;
}

const USUAL_SOCKET = '/var/run/docker.sock';
const WITHIN: Milliseconds = 5_000;
/** A container has 10 s to stop, unless it says otherwise, and is started then. */
const RESTART_WITHIN: Milliseconds = 120_000;

const LIST = '/containers/json';

/** What happens to containers and to their networks: `connect` and `disconnect` change their addresses. */
const WATCHED = {
  type: ['container', 'network'],
  event: ['start', 'die', 'destroy', 'connect', 'disconnect'],
};

/** The socket of the engine. @throws SquallError `docker-elsewhere`, exit code 3. */
export function dockerSocket(host: string | undefined): string {
  if (host === undefined || host === '') return USUAL_SOCKET;
  if (host.startsWith('unix://')) return host.slice('unix://'.length);
  throw engineElsewhere(host);
}

/** Nothing is asked before the first call. */
export function connectDocker(options: DockerOptions): ContainerEngine {
  return new DockerEngine(options);
}

class DockerEngine implements ContainerEngine {
  readonly #options: DockerOptions;

  constructor(options: DockerOptions) {
    this.#options = options;
  }

  async find(ref: ContainerRef, signal: AbortSignal): Promise<FoundContainer> {
    const all = await this.#listAll(signal);
    const { id } = chooseContainer(ref, all);
    const found = await this.#inspect(ref, id, signal);
    // In between it can have ended, which the list did not know yet.
    if (found.pid === 0) throw notRunning(ref, found.name, found.state);
    const owner = found.network.kind === 'container' ? ownerOf(found.network.id, all) : found.id;
    const owning = owner === found.id ? found : await this.#inspect(ref, owner, signal);
    const { networks, published } = owning;
    const { state: _state, ...container } = found;
    const companions = companionsOf(found.id, owner, all);
    return { ...container, networks, published, companions, namespace: incarnation(owning) };
  }

  async list(signal: AbortSignal): Promise<readonly ListedContainer[]> {
    const lines = parseList(await this.#call(signal, { path: LIST }));
    return lines.map(({ state: _state, ...container }) => container);
  }

  async watch(signal: AbortSignal): Promise<AsyncIterable<ContainerEvent>> {
    // Its time limit is over with the answer, and the stream goes on.
    const gaveUp = new AbortController();
    const abortSignal = AbortSignal.any([signal, gaveUp.signal]);
    try {
      const path = `/events?${new URLSearchParams({ filters: JSON.stringify(WATCHED) }).toString()}`;
      return readEvents(
        await this.#inTime(signal, async (socket) => await openEngine({ socket, path, signal: abortSignal })),
      );
    } catch (error) {
      gaveUp.abort();
      throw error;
    }
  }

  async restart(id: string, signal: AbortSignal): Promise<void> {
    await this.#call(signal, { method: 'POST', path: pathOf(id, 'restart') }, RESTART_WITHIN);
  }

  async kill(id: string, name: NodeJS.Signals, signal: AbortSignal): Promise<void> {
    await this.#call(signal, { method: 'POST', path: `${pathOf(id, 'kill')}?signal=${name}` });
  }

  socket(): string {
    return dockerSocket(this.#options.host);
  }

  async #listAll(signal: AbortSignal): Promise<readonly ListLine[]> {
    return parseList(await this.#call(signal, { path: `${LIST}?all=true` }));
  }

  async #inspect(ref: ContainerRef, id: string, signal: AbortSignal): Promise<Inspected> {
    const asked = this.#call(signal, { path: pathOf(id, 'json') });
    const answer = await asked.catch((error: unknown) => {
      throw isNotFound(error) ? justRemoved(ref, error) : error;
    });
    const found = parseInspect(answer);
    if (found !== undefined) return found;
    throw new SquallError(
      'docker-failed',
      `the Docker Engine described the container ${id} in a way that we do not know`,
      {
        hint: `look at \`docker inspect ${id}\``,
        exitCode: EXIT_CODES.environment,
      },
    );
  }

  /** @throws SquallError as `#inTime`. */
  async #call(
    signal: AbortSignal,
    call: Pick<EngineCall, 'method' | 'path'>,
    within?: Milliseconds,
  ): Promise<unknown> {
    const ask = async (socket: string, either: AbortSignal): Promise<unknown> =>
      await callEngine({ ...call, socket, signal: either });
    return await this.#inTime(signal, ask, within);
  }

  /** @throws SquallError as `explainFailure`, `docker-hung`, `docker-elsewhere`; the signal's reason. */
  async #inTime<T>(
    signal: AbortSignal,
    ask: (socket: string, signal: AbortSignal) => Promise<T>,
    within: Milliseconds = this.#options.within ?? WITHIN,
  ): Promise<T> {
    const { clock, host } = this.#options;
    const socket = dockerSocket(host);
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const late = clock.sleep(within, either).then(() => {
      throw engineHangs(socket, within);
    });
    try {
      const asked = ask(socket, either).catch((error: unknown) => {
        throw explainFailure(error, socket);
      });
      // What loses the race is given up, and may fail as it likes.
      asked.catch(() => {});
      return await Promise.race([asked, late]);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      late.catch(() => {});
      over.abort();
    }
  }
}

function pathOf(id: string, what: 'json' | 'kill' | 'restart'): string {
  return `/containers/${encodeURIComponent(id)}/${what}`;
}

async function* readEvents(stream: NodeJS.ReadableStream): AsyncIterable<ContainerEvent> {
  stream.setEncoding('utf8');
  let rest = '';
  // readline would leave an error of the stream to nobody.
  for await (const chunk of stream) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = parseEvent(line);
      if (event !== undefined) yield event;
    }
  }
}

/** The id in a network mode can be a name as well. */
function ownerOf(written: string, all: readonly ListLine[]): string {
  return all.find(({ id, name }) => id === written || name === written)?.id ?? written;
}

function companionsOf(self: string, owner: string, all: readonly ListLine[]): string[] {
  return all
    .filter(({ id, network, state }) => {
      if (id === self || state !== 'running') return false;
      return id === owner || (network.kind === 'container' && ownerOf(network.id, all) === owner);
    })
    .map(({ name }) => name);
}
