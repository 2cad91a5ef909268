import type { Milliseconds } from '../../core/clock.ts';
import { containerLabel } from '../../core/container-ref.ts';
import { reasonOf, SquallError } from '../../core/errors.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { untilAborted } from '../../core/until-aborted.ts';
import {
  incarnation,
  type ContainerEngine,
  type FoundContainer,
} from '../../drivers/docker/container-engine.ts';
import type { Address } from '../../drivers/driver.ts';
import type { PlannedContainer } from '../../plan/plan.ts';
import { notify } from '../context.ts';
import { Bell } from './bell.ts';
import { EdgeFollower, type FollowContext, type Following } from './edge-follower.ts';

/** How often is looked again while something is away, or the engine says nothing. */
const LOOK_EVERY: Milliseconds = 250;

/** How long a container may be away, or the engine silent; a service may say that it needs longer to be ready. */
const AWAY_WITHIN: Milliseconds = 60_000;

/** What an engine says of a container that is between its end and its next start, or of two that change places. */
const AWAY: ReadonlySet<string> = new Set([
  'no-such-container',
  'container-not-running',
  'ambiguous-container',
]);

export interface Follower {
  /** Resolves when nothing is moved any more. */
  stop(): Promise<void>;
}

/**
 * Sees that the edges of a run stay with its containers, whatever becomes of those: the engine's events are reasons to look again.
 * What stays away ends the run.
 */
export function followContainers(context: FollowContext, following: Following): Follower {
  const { engine } = following.containers;
  if (engine === undefined) return { stop: () => Promise.resolve() };
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  const follower = new ContainerFollower(context, following, { engine, signal });
  const tasks = [follower.listen(), follower.follow()].map(async (task) => {
    await task.catch((error: unknown) => {
      if (!signal.aborted) context.abort(error instanceof Error ? error : new Error(reasonOf(error)));
    });
  });
  return {
    stop: async () => {
      ended.abort();
      await Promise.all(tasks);
    },
  };
}

/** What can go wrong with the engine, each told once until it is over: a stream of events with its next event, as it may end at once. */
type Trouble = 'events end' | 'events fail' | 'looks fail';

interface Source {
  readonly engine: ContainerEngine;
  readonly signal: AbortSignal;
}

class ContainerFollower {
  readonly #context: FollowContext;
  readonly #following: Following;
  readonly #source: Source;
  readonly #edges: EdgeFollower;
  readonly #bell = new Bell();
  /** Services and edges that are not whole, with when that was seen first. */
  readonly #since = new Map<string, Milliseconds>();
  /** What has been told and is still so. */
  readonly #told = new Set<Trouble>();

  constructor(context: FollowContext, following: Following, source: Source) {
    this.#context = context;
    this.#following = following;
    this.#source = source;
    this.#edges = new EdgeFollower(context, following, source.signal);
  }

  /** Rings at each event, and when the events have an end. */
  async listen(): Promise<void> {
    const { engine, signal } = this.#source;
    for (;;) {
      try {
        const events = await engine.watch(signal);
        // What happened while nobody listened is told by no event.
        this.#bell.ring();
        for await (const _event of events) {
          this.#bell.ring();
          this.#told.delete('events end');
          this.#told.delete('events fail');
        }
        this.#tellOnce(
          'events end',
          'the Docker Engine has ended its events: containers are looked for again',
        );
      } catch (error) {
        signal.throwIfAborted();
        this.#tellOnce(
          'events fail',
          `the events of the Docker Engine cannot be followed: ${reasonOf(error)}`,
        );
      }
      this.#bell.ring();
      await this.#context.clock.sleep(LOOK_EVERY, signal);
    }
  }

  async follow(): Promise<void> {
    const { signal } = this.#source;
    for (;;) {
      await this.#look();
      if (this.#since.size > 0) {
        await this.#context.clock.sleep(LOOK_EVERY, signal);
      } else {
        this.#told.delete('looks fail');
        await untilAborted(this.#bell.heard(), signal);
      }
    }
  }

  async #look(): Promise<void> {
    const { plan } = this.#context;
    const away = new Map<string, SquallError>();
    for (const service of plan.services) {
      if (service.kind !== 'container') continue;
      const error = await this.#attempt(
        `service ${service.name}`,
        service,
        async () => await this.#find(service),
      );
      // What the engine does not tell now may be as it was.
      if (error !== undefined && !AWAY.has(error.code)) return;
      if (error !== undefined) away.set(service.name, error);
    }
    this.#edges.notice(away);
    for (const from of new Set(this.#edges.all.map((edge) => edge.from))) {
      const service = plan.services.find(({ name }) => name === from);
      if (service?.kind !== 'container') continue;
      await this.#attempt(`edges of ${from}`, service, () => this.#edges.settle(from, away));
    }
  }

  async #find(service: PlannedContainer): Promise<void> {
    const { containers, links } = this.#following;
    const known = containers.of(service.name);
    const found = await this.#findAgain(service, known.id);
    const before = containers.addressOf(service);
    containers.set(service.name, found);
    const address = containers.addressOf(service);
    if (incarnation(found) !== incarnation(known)) {
      notify(this.#context, `the ${containerLabel(service.container)} restarted`);
    } else if (isSameAddress(before, address)) {
      return;
    }
    for (const { name, place, to } of this.#context.plan.edges) {
      if (place.kind !== 'listen' || address === undefined) continue;
      if (to.some((target) => target.service === service.name)) {
        await links.get(name)?.connectTo(service.name, address);
      }
    }
  }

  /** The same container as long as there is that, also where others have become like it; then whoever has taken its place. */
  async #findAgain({ container }: PlannedContainer, id: string): Promise<FoundContainer> {
    const { engine, signal } = this.#source;
    try {
      return await engine.find({ kind: 'id', id }, signal);
    } catch (error) {
      if (!(error instanceof SquallError) || !AWAY.has(error.code)) throw error;
      return await engine.find(container, signal);
    }
  }

  /** Resolves to what keeps `action` from succeeding now; rejects when that has been so for too long. */
  async #attempt(
    what: string,
    service: PlannedContainer,
    action: () => Promise<void>,
  ): Promise<SquallError | undefined> {
    const { clock } = this.#context;
    const within = Math.max(AWAY_WITHIN, service.ready.within);
    try {
      await action();
      this.#since.delete(what);
      return undefined;
    } catch (error) {
      this.#source.signal.throwIfAborted();
      if (!(error instanceof SquallError)) throw error;
      const since = this.#since.get(what) ?? clock.now();
      this.#since.set(what, since);
      if (clock.now() - since <= within) return error;
      // An engine that is busy with a container says nothing of it for a while.
      if (!error.code.startsWith('docker-')) throw goneFor(service, within, error);
      this.#tellOnce('looks fail', `containers cannot be followed: ${error.message}`);
      return error;
    }
  }

  #tellOnce(trouble: Trouble, message: string): void {
    if (!this.#told.has(trouble)) notify(this.#context, message);
    this.#told.add(trouble);
  }
}

function isSameAddress(a: Address | undefined, b: Address | undefined): boolean {
  return a?.host === b?.host && a?.port === b?.port;
}

function goneFor(service: PlannedContainer, within: Milliseconds, cause: SquallError): SquallError {
  const label = `the ${containerLabel(service.container)}`;
  const time = formatDuration(within);
  const options = {
    cause,
    hint: `see why with \`docker ps --all\` and \`docker logs\`; a longer \`services.${service.name}.ready.within\` waits for it`,
  };
  return AWAY.has(cause.code)
    ? new SquallError('container-gone', `${label} has been away for ${time}: ${cause.message}`, options)
    : new SquallError(
        'container-not-followed',
        `${label} could not be followed for ${time}: ${cause.message}`,
        options,
      );
}
