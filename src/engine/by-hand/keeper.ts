import { rm } from 'node:fs/promises';
import type { Clock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { packageVersion } from '../../core/package-version.ts';
import type { Driver, InstalledLink, LinkSpec } from '../../drivers/driver.ts';
import type { EffectLog } from '../../drivers/tc/effects.ts';
import { startTimeOf } from '../../exec/process-identity.ts';
import { describeImpairment } from '../../impairment/describe.ts';
import { CLEAR, impairmentKey, type Impairment } from '../../impairment/model.ts';
import { JOURNAL_FILE, openJournal, type Journal } from '../../journal/journal.ts';
import { startReaper, type Reaper } from '../../journal/reaper.ts';
import { journalEffects } from '../journal-effects.ts';
import type { RunFolder } from '../run-folder.ts';
import { checkSettings } from './check-settings.ts';
import { Lease, leaseOver } from './lease.ts';
import type { ChangeAnswer, Kept, KeeperOrder, KeptChange } from './messages.ts';

/** What stands where a run has the name of its scenario. */
export const BY_HAND = 'by-hand';

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
  readonly #driver: Driver;
  readonly #journal: Journal;
  readonly #reaper: Reaper;
  readonly #lease: Lease;
  #links: readonly InstalledLink[] = [];
  #impairment: Impairment = CLEAR;
  #last: Promise<unknown> = Promise.resolve();
  #isTouched = false;
  #end: Promise<void> | undefined;

  private constructor(order: KeeperOrder, options: KeeperOptions, journal: Journal, reaper: Reaper) {
    this.#order = order;
    this.#options = options;
    this.#journal = journal;
    this.#reaper = reaper;
    this.#lease = new Lease(order.lease, options.clock);
    const effects = journalEffects(journal);
    this.#driver = options.createDriver({
      ...effects,
      intend: async (id, inverse) => {
        this.#isTouched = true;
        await effects.intend(id, inverse);
      },
    });
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
    return {
      run: this.#options.folder.id,
      target: this.#order.target,
      impaired: describeImpairment(this.#impairment),
      left: this.#lease.left,
    };
  }

  /** Impairs the target as ordered. What fails is undone; where nothing was touched, the folder goes too. */
  async impair(): Promise<Kept> {
    return await this.#inTurn(async () => {
      try {
        this.#links = await this.#driver.install(linksOf(this.#order), this.#options.signal);
        await this.#putInForce(this.#order.impairment);
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
      const { impairment, problems } = checkSettings(this.#impairment, document);
      if (problems.length > 0) return { kind: 'refused', problems };
      await this.#putInForce(impairment);
      if (lease !== undefined) this.#lease.renew(lease);
      return { kind: 'changed', kept: this.kept };
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

  async #putInForce(wanted: Impairment): Promise<void> {
    const before = this.#impairment;
    try {
      await Promise.all(this.#links.map(async (link) => await link.change(wanted)));
      const found = await Promise.all(this.#links.map(async (link) => await link.readBack()));
      const other = found.find((each) => impairmentKey(each) !== impairmentKey(wanted));
      if (other !== undefined) throw notInForce(wanted, other);
    } catch (error) {
      // Better as it was than half of each; what fails here is told by the first failure.
      await Promise.all(this.#links.map(async (link) => await link.change(before).catch(() => {})));
      throw error;
    }
    this.#impairment = wanted;
  }

  async #finish(exitCode: ExitCode): Promise<void> {
    this.#end ??= this.#undo(exitCode);
    this.#lease.renew(0);
    await this.#end;
  }

  async #undo(exitCode: ExitCode): Promise<void> {
    const failure = await this.#driver.revert().then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    this.#impairment = CLEAR;
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

function linksOf({ ways, onForeign, allow }: KeeperOrder): LinkSpec[] {
  return ways.map((way) => ({
    edge: `${BY_HAND} ${way.up.device}`,
    protocol: 'tcp',
    per: 'edge',
    listeners: [],
    seed: 0,
    place: { ...way, onForeign, allow },
  }));
}

function notInForce(wanted: Impairment, found: Impairment): SquallError {
  const message = `the kernel says \`${describeImpairment(found)}\` where \`${describeImpairment(wanted)}\` was to be`;
  return new SquallError('not-in-force', message, {
    hint: 'look at `tc qdisc show` and at what else configures this interface',
  });
}
