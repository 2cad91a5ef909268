import { rm } from 'node:fs/promises';
import type { Clock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { packageVersion } from '../../core/package-version.ts';
import type { Driver } from '../../drivers/driver.ts';
import type { EffectLog } from '../../drivers/tc/effects.ts';
import { startTimeOf } from '../../exec/process-identity.ts';
import { describeImpairment } from '../../impairment/describe.ts';
import { JOURNAL_FILE, openJournal, type Journal } from '../../journal/journal.ts';
import { startReaper, type Reaper } from '../../journal/reaper.ts';
import { journalEffects } from '../journal-effects.ts';
import type { RunFolder } from '../run-folder.ts';
import { checkSettings } from './check-settings.ts';
import { BY_HAND, HeldLinks } from './held-links.ts';
import { Lease, leaseOver } from './lease.ts';
import type { ChangeAnswer, Kept, KeeperOrder, KeptChange } from './messages.ts';
import type { TargetWay } from './target.ts';

export interface KeeperOptions {
  readonly folder: Pick<RunFolder, 'id' | 'path' | 'file'>;
  readonly clock: Clock;
  readonly createDriver: (effects: EffectLog) => Driver;
  /** Ends the lease before its time. */
  readonly signal: AbortSignal;
}

/**
 * Impairs a target for as long as its lease lasts: a run without a scenario, with a journal and a reaper as every run has. What is asked
 * of it at once is done one after the other.
 */
export class Keeper {
  readonly #order: KeeperOrder;
  readonly #options: KeeperOptions;
  readonly #links: HeldLinks;
  readonly #journal: Journal;
  readonly #reaper: Reaper;
  readonly #lease: Lease;
  #last: Promise<unknown> = Promise.resolve();
  #isTouched = false;
  #again = 0;
  #end: Promise<void> | undefined;

  private constructor(order: KeeperOrder, options: KeeperOptions, journal: Journal, reaper: Reaper) {
    this.#order = order;
    this.#options = options;
    this.#journal = journal;
    this.#reaper = reaper;
    this.#lease = new Lease(order.lease, options.clock);
    const effects = journalEffects(journal);
    const driver = options.createDriver({
      ...effects,
      intend: async (id, inverse) => {
        this.#isTouched = true;
        await effects.intend(id, inverse);
      },
    });
    this.#links = new HeldLinks(driver, order);
  }

  /** Writes down whose folder it is and starts the reaper; nothing is impaired yet. */
  static async start(order: KeeperOrder, options: KeeperOptions): Promise<Keeper> {
    const { folder, clock } = options;
    const journal = await openJournal(folder.file(JOURNAL_FILE), clock);
    await journal.record({
      kind: 'run.started',
      run: folder.id,
      scenario: BY_HAND,
      version: packageVersion(),
      pid: process.pid,
      startTime: startTimeOf(process.pid) ?? '',
    });
    const logPath = folder.file('reaper.log');
    return new Keeper(
      order,
      options,
      journal,
      await startReaper({ journalPath: journal.path, logPath, clock }),
    );
  }

  get kept(): Kept {
    const { absent, impairment } = this.#links;
    return {
      run: this.#options.folder.id,
      target: this.#order.target,
      impaired: describeImpairment(impairment),
      left: this.#lease.left,
      again: this.#again,
      ...(absent !== undefined && { absent }),
    };
  }

  /** Impairs the target as ordered. What fails is undone; where nothing was touched, the folder goes too. */
  async impair(): Promise<Kept> {
    return await this.#inTurn(async () => {
      try {
        await this.#links.install(this.#order.ways, this.#options.signal);
        await this.#links.putInForce(this.#order.impairment);
        this.#lease.renew(this.#order.lease);
        return this.kept;
      } catch (error) {
        // An undo that fails is told in the place of what it was for.
        await this.#finish(error instanceof SquallError ? error.exitCode : EXIT_CODES.bug);
        if (!this.#isTouched) await rm(this.#options.folder.path, { recursive: true, force: true });
        throw error;
      }
    });
  }

  async change({ document, lease }: KeptChange): Promise<ChangeAnswer> {
    return await this.#inTurn(async () => {
      if (this.#end !== undefined) throw leaseOver(this.#order.target);
      const { impairment, problems } = checkSettings(this.#links.impairment, document);
      if (problems.length > 0) return { kind: 'refused', problems };
      await this.#links.putInForce(impairment);
      if (lease !== undefined) this.#lease.renew(lease);
      return { kind: 'changed', kept: this.kept };
    });
  }

  /** The container of the target is not there: until `follow`, nothing is in force. */
  lose(why: string): void {
    this.#links.suspend(why);
  }

  /**
   * Impairs the target where it is now.
   * @returns whether that is elsewhere than before
   * @throws SquallError as `HeldLinks.moveTo`.
   */
  async follow(ways: readonly TargetWay[]): Promise<boolean> {
    return await this.#inTurn(async () => {
      if (this.#end !== undefined) return false;
      const hasMoved = await this.#links.moveTo(ways, this.#options.signal);
      if (hasMoved) this.#again += 1;
      return hasMoved;
    });
  }

  /** Resolves when the lease is over and everything undone; rejects when an undo failed. */
  async ended(): Promise<void> {
    const { signal } = this.#options;
    let isOver = false;
    while (!isOver) {
      await this.#lease.over(signal);
      isOver = await this.#inTurn(async () => {
        // A change that was under way may have renewed it.
        if (this.#lease.left > 0 && !signal.aborted) return false;
        await this.#finish(EXIT_CODES.pass);
        return true;
      });
    }
  }

  /** Undoes everything, verified. Idempotent. */
  async clear(): Promise<void> {
    await this.#inTurn(async () => await this.#finish(EXIT_CODES.pass));
  }

  async #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(action);
    this.#last = turn.catch(() => {});
    return await turn;
  }

  async #finish(exitCode: ExitCode): Promise<void> {
    this.#end ??= this.#undo(exitCode);
    this.#lease.renew(0);
    await this.#end;
  }

  async #undo(exitCode: ExitCode): Promise<void> {
    const failure = await this.#links.revert().then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    await this.#journal.record({
      kind: 'run.ended',
      exitCode: failure === undefined ? exitCode : EXIT_CODES.undoFailed,
    });
    await this.#journal.close();
    // A failed undo is left to the reaper, which tries again from the journal.
    if (failure !== undefined) throw failure.error;
    await this.#reaper.release();
  }
}
