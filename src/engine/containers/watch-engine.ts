import type { Clock, Milliseconds } from '../../core/clock.ts';
import { reasonOf } from '../../core/errors.ts';
import { untilAborted } from '../../core/until-aborted.ts';
import type { ContainerEngine } from '../../drivers/docker/container-engine.ts';
import { Bell } from './bell.ts';
import { TellOnce } from './tell-once.ts';

/** How often is looked again while something is away, or the engine says nothing. */
const LOOK_EVERY: Milliseconds = 250;

export interface EngineWatch {
  readonly engine: ContainerEngine;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What a person should know of the engine. */
  readonly tell: (message: string) => void;
  /** Looks at the containers; resolves to whether the next look can wait until something happens to one. */
  readonly look: (signal: AbortSignal) => Promise<boolean>;
  /** Takes what `look` has thrown, after which nothing is looked at any more. */
  readonly fail: (error: Error) => void;
}

export interface Follower {
  /** Resolves when nothing is looked at, or moved, any more. */
  stop(): Promise<void>;
}

/** Looks at once, and whenever something may have become of a container: the engine's events are reasons to look again. */
export function watchEngine(options: EngineWatch): Follower {
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  const watcher = new Watcher({ ...options, signal });
  const tasks = [watcher.listen(), watcher.follow()].map(async (task) => {
    await task.catch((error: unknown) => {
      if (!signal.aborted) options.fail(error instanceof Error ? error : new Error(reasonOf(error)));
    });
  });
  return {
    stop: async () => {
      ended.abort();
      await Promise.all(tasks);
    },
  };
}

/** What can go wrong with the events: a stream is told about again after its next event, as it may end at once. */
type Trouble = 'events end' | 'events fail';

class Watcher {
  readonly #options: EngineWatch;
  readonly #bell = new Bell();
  readonly #troubles: TellOnce<Trouble>;

  constructor(options: EngineWatch) {
    this.#options = options;
    this.#troubles = new TellOnce(options.tell);
  }

  /** Rings at each event, and when the events have an end. */
  async listen(): Promise<void> {
    const { engine, clock, signal } = this.#options;
    for (;;) {
      try {
        const events = await engine.watch(signal);
        // What happened while nobody listened is told by no event.
        this.#bell.ring();
        for await (const _event of events) {
          this.#bell.ring();
          this.#troubles.over('events end', 'events fail');
        }
        this.#troubles.begin(
          'events end',
          'the Docker Engine has ended its events: containers are looked for again',
        );
      } catch (error) {
        signal.throwIfAborted();
        this.#troubles.begin(
          'events fail',
          `the events of the Docker Engine cannot be followed: ${reasonOf(error)}`,
        );
      }
      this.#bell.ring();
      await clock.sleep(LOOK_EVERY, signal);
    }
  }

  async follow(): Promise<void> {
    const { look, clock, signal } = this.#options;
    for (;;) {
      if (await look(signal)) await untilAborted(this.#bell.heard(), signal);
      else await clock.sleep(LOOK_EVERY, signal);
    }
  }
}
