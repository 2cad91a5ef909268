import { SquallError } from '../../src/core/errors.ts';
import type {
  ContainerEngine,
  ContainerEvent,
  FoundContainer,
} from '../../src/drivers/docker/container-engine.ts';

export const AWAY: SquallError = new SquallError('container-not-running', 'it is exited');

/** An engine that knows the containers that a test gives it, by their names, and says what it is told to. */
export class FakeEngine implements ContainerEngine {
  readonly known: Record<string, FoundContainer | SquallError>;
  finds = 0;
  /** What a subscription to the events waits for. */
  subscribed: Promise<void> = Promise.resolve();
  #tell: (() => void) | undefined;

  constructor(known: Record<string, FoundContainer | SquallError>) {
    this.known = known;
  }

  find(ref: Parameters<ContainerEngine['find']>[0]): Promise<FoundContainer> {
    this.finds += 1;
    const name = ref.kind === 'name' ? ref.name : ref.kind === 'id' ? ref.id.replace('-id', '') : '';
    const found = this.known[name] ?? AWAY;
    return found instanceof SquallError ? Promise.reject(found) : Promise.resolve(found);
  }

  /** What it was asked to do, as `restart api-id`. */
  readonly done: string[] = [];
  /** What becomes of the containers when one is restarted. */
  onRestart: (id: string) => void = () => {};

  restart(id: string): Promise<void> {
    this.done.push(`restart ${id}`);
    this.onRestart(id);
    return Promise.resolve();
  }

  kill(id: string, name: string): Promise<void> {
    this.done.push(`${name} ${id}`);
    return Promise.resolve();
  }

  socket(): string {
    return '/run/docker.sock';
  }

  list(): Promise<never[]> {
    return Promise.resolve([]);
  }

  async watch(signal: AbortSignal): Promise<AsyncIterable<ContainerEvent>> {
    await this.subscribed;
    const next = async (): Promise<void> =>
      await new Promise((resolve, reject) => {
        this.#tell = resolve;
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    return (async function* events(): AsyncIterable<ContainerEvent> {
      for (;;) {
        await next();
        yield { action: 'start', id: 'api-id' };
      }
    })();
  }

  tell(): void {
    this.#tell?.();
  }
}
