import type { Clock, Milliseconds } from '../../core/clock.ts';
import { reasonOf, SquallError } from '../../core/errors.ts';
import type { ContainerEngine } from '../../drivers/docker/container-engine.ts';
import { nearKey } from '../../drivers/docker/way.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import { findAgain, isAway } from '../containers/find-again.ts';
import { TellOnce } from '../containers/tell-once.ts';
import { watchEngine, type Follower } from '../containers/watch-engine.ts';
import type { Keeper } from './keeper.ts';
import { containerTarget, type Target } from './target.ts';

export interface FollowTargetOptions {
  readonly engine: ContainerEngine;
  readonly run: RunTool;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The log. */
  readonly tell: (message: string) => void;
}

type Followed = Pick<Keeper, 'lose' | 'follow' | 'clear'>;

/** How long is looked again by ourselves; after that, only the engine's events are a reason. */
const PATIENCE: Milliseconds = 60_000;

/** Sees that a container stays impaired by hand, whatever becomes of it: while it is away, its lease goes on. */
export function followTarget(
  keeper: Followed,
  container: NonNullable<Target['container']>,
  options: FollowTargetOptions,
): Follower {
  const follower = new TargetFollower(keeper, container, options);
  return watchEngine({
    ...options,
    look: async (signal) => await follower.look(signal),
    fail: (error) => void follower.giveUp(error),
  });
}

class TargetFollower {
  readonly #keeper: Followed;
  readonly #options: FollowTargetOptions;
  readonly #name: string;
  readonly #troubles: TellOnce<Trouble>;
  #id: string;
  /** Of the networks that all is well on. */
  #keys: string | undefined;
  /** What is in the way now, and since when that alone was. */
  #missing: { readonly trouble: Trouble; readonly since: Milliseconds } | undefined;

  constructor(
    keeper: Followed,
    { id, name }: NonNullable<Target['container']>,
    options: FollowTargetOptions,
  ) {
    this.#keeper = keeper;
    this.#id = id;
    this.#name = name;
    this.#options = options;
    this.#troubles = new TellOnce(options.tell);
  }

  async look(signal: AbortSignal): Promise<boolean> {
    try {
      await this.#find(signal);
      this.#missing = undefined;
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof SquallError)) throw error;
      return this.#missed(error);
    }
  }

  /** What cannot be followed is put back: nobody would know of it. */
  async giveUp(error: Error): Promise<void> {
    const { tell } = this.#options;
    tell(`the container ${this.#name} cannot be followed, and is cleared: ${error.stack ?? error.message}`);
    try {
      await this.#keeper.clear();
    } catch (failure) {
      tell(reasonOf(failure));
    }
  }

  async #find(signal: AbortSignal): Promise<void> {
    const { engine, run, tell } = this.#options;
    const ref = { kind: 'name', name: this.#name } as const;
    const found = await findAgain(engine, { id: this.#id, ref }, signal);
    const keys = found.networks.map((near) => nearKey({ from: found, near })).join(', ');
    if (keys === this.#keys) return;
    // A change that is under way need not wait for what is there no more.
    if (this.#keys !== undefined) this.#keeper.lose(`the container \`${this.#name}\` is somewhere else`);
    const { ways, name } = await containerTarget(found, run);
    if (await this.#keeper.follow(ways)) tell(`${name} is impaired again, where it is now`);
    this.#id = found.id;
    this.#keys = keys;
    this.#troubles.over(...TROUBLES);
  }

  #missed(error: SquallError): boolean {
    const { clock } = this.#options;
    const trouble = troubleOf(error);
    if (this.#missing?.trouble !== trouble) this.#missing = { trouble, since: clock.now() };
    const isLong = clock.now() - this.#missing.since > PATIENCE;
    this.#troubles.begin(trouble, error.message);
    // An engine that says nothing has not said that something is away.
    if (trouble === 'engine') return isLong;
    this.#keys = undefined;
    this.#keeper.lose(error.message);
    if (trouble === 'other' && isLong) throw error;
    return isLong;
  }
}

const TROUBLES = ['engine', 'away', 'other'] as const;
type Trouble = (typeof TROUBLES)[number];

function troubleOf(error: SquallError): Trouble {
  if (error.code.startsWith('docker-')) return 'engine';
  return isAway(error) || error.code === 'container-without-network' ? 'away' : 'other';
}
