import type { Milliseconds } from '../../core/clock.ts';
import { containerLabel } from '../../core/container-ref.ts';
import { SquallError } from '../../core/errors.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { incarnation, type ContainerEngine } from '../../drivers/docker/container-engine.ts';
import type { Address } from '../../drivers/driver.ts';
import type { PlannedContainer } from '../../plan/plan.ts';
import { notify } from '../context.ts';
import { EdgeFollower, type FollowContext, type Following } from './edge-follower.ts';
import { findAgain, isAway } from './find-again.ts';
import { TellOnce } from './tell-once.ts';
import { watchEngine, type Follower } from './watch-engine.ts';

/** How long a container may be away, or the engine silent; a service may say that it needs longer to be ready. */
const AWAY_WITHIN: Milliseconds = 60_000;

/** Sees that the edges of a run stay with its containers, whatever becomes of those. What stays away ends the run. */
export function followContainers(context: FollowContext, following: Following): Follower {
  const { engine } = following.containers;
  const isAny = context.plan.services.some(({ kind }) => kind === 'container');
  if (engine === undefined || !isAny) return { stop: () => Promise.resolve() };
  const { clock, signal } = context;
  const follower = new ContainerFollower(context, following, engine);
  return watchEngine({
    engine,
    clock,
    signal,
    tell: (message) => notify(context, message),
    look: async (whileFollowed) => await follower.look(whileFollowed),
    fail: (error) => context.abort(error),
  });
}

class ContainerFollower {
  readonly #context: FollowContext;
  readonly #following: Following;
  readonly #engine: ContainerEngine;
  readonly #edges: EdgeFollower;
  /** Services and edges that are not whole, with when that was seen first. */
  readonly #since = new Map<string, Milliseconds>();
  readonly #troubles: TellOnce<'looks fail'>;

  constructor(context: FollowContext, following: Following, engine: ContainerEngine) {
    this.#context = context;
    this.#following = following;
    this.#engine = engine;
    this.#edges = new EdgeFollower(context, following);
    this.#troubles = new TellOnce((message) => notify(context, message));
  }

  /** Resolves to whether everything is where it should be. */
  async look(signal: AbortSignal): Promise<boolean> {
    await this.#lookAtAll(signal);
    if (this.#since.size > 0) return false;
    this.#troubles.over('looks fail');
    return true;
  }

  async #lookAtAll(signal: AbortSignal): Promise<void> {
    const { plan } = this.#context;
    const away = new Map<string, SquallError>();
    for (const service of plan.services) {
      if (service.kind !== 'container') continue;
      const find = async (): Promise<void> => await this.#find(service, signal);
      const error = await this.#attempt(`service ${service.name}`, service, find, signal);
      // What the engine does not tell now may be as it was.
      if (error !== undefined && !isAway(error)) return;
      if (error !== undefined) away.set(service.name, error);
    }
    this.#edges.notice(away);
    for (const from of new Set(this.#edges.all.map((edge) => edge.from))) {
      const service = plan.services.find(({ name }) => name === from);
      if (service?.kind !== 'container') continue;
      const settle = async (): Promise<void> => await this.#edges.settle(from, away, signal);
      await this.#attempt(`edges of ${from}`, service, settle, signal);
    }
  }

  async #find(service: PlannedContainer, signal: AbortSignal): Promise<void> {
    const { containers, links } = this.#following;
    const known = containers.of(service.name);
    const found = await findAgain(this.#engine, { id: known.id, ref: service.container }, signal);
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

  /** Resolves to what keeps `action` from succeeding now; rejects when that has been so for too long. */
  async #attempt(
    what: string,
    service: PlannedContainer,
    action: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<SquallError | undefined> {
    const { clock } = this.#context;
    const within = Math.max(AWAY_WITHIN, service.ready.within);
    try {
      await action();
      this.#since.delete(what);
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof SquallError)) throw error;
      const since = this.#since.get(what) ?? clock.now();
      this.#since.set(what, since);
      if (clock.now() - since <= within) return error;
      // An engine that is busy with a container says nothing of it for a while.
      if (!error.code.startsWith('docker-')) throw goneFor(service, within, error);
      this.#troubles.begin('looks fail', `containers cannot be followed: ${error.message}`);
      return error;
    }
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
  return isAway(cause)
    ? new SquallError('container-gone', `${label} has been away for ${time}: ${cause.message}`, options)
    : new SquallError(
        'container-not-followed',
        `${label} could not be followed for ${time}: ${cause.message}`,
        options,
      );
}
