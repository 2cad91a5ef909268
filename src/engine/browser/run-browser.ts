import { mkdir } from 'node:fs/promises';
import type {
  FoundBrowser,
  PageRecord,
  PageSession,
  RunningBrowser,
  VisitSpec,
} from '../../browser/browser.ts';
import type { Milliseconds } from '../../core/clock.ts';
import { reasonOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { untilAborted } from '../../core/until-aborted.ts';
import { inheritedEnvironment } from '../../exec/inherited-environment.ts';
import { endMarked, RUN_MARKER, SERVICE_MARKER, type Marker } from '../../exec/marked-processes.ts';
import { removeScratch, scratchPath } from '../../exec/scratch-folder.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import type { RunContext } from '../context.ts';
import { marksOf } from './marks-of.ts';

/** No service can have this name. */
const MARK = 'the browser';
const FOLDER = 'folder of the browser';
/** How long it may take to close, and then after SIGTERM. */
const CLOSE_WITHIN: Milliseconds = 5_000;
const GRACE: Milliseconds = 2_000;

/** The browser of a run: found before anything is touched, started before the first step, gone after the last. */
export class RunBrowser {
  readonly #context: RunContext;
  readonly #found: FoundBrowser;
  readonly #folder: string;
  readonly #sessions = new Map<PlannedStep, Promise<PageSession>>();
  #starting: Promise<RunningBrowser> | undefined;

  /** Undefined where no step visits a page. @throws SquallError `browser-missing`, `browser-client-missing`, exit code 3. */
  static async find(context: RunContext): Promise<RunBrowser | undefined> {
    const { plan, request } = context;
    if (plan.steps.every(({ visit }) => visit === undefined)) return undefined;
    if (request.browsers === undefined) throw new Error('a plan with visits has browsers');
    return new RunBrowser(context, await request.browsers.find(request.env));
  }

  constructor(context: RunContext, found: FoundBrowser) {
    this.#context = context;
    this.#found = found;
    this.#folder = scratchPath();
  }

  /** @throws SquallError `browser-not-started`, exit code 3; `browser-selector`, exit code 2. */
  async start(): Promise<void> {
    const { cleanup, journal, plan, signal } = this.#context;
    await journal.record({
      kind: 'effect.intended',
      id: FOLDER,
      inverse: { kind: 'remove-folder', path: this.#folder },
    });
    cleanup.push('the browser', () => this.#stop());
    await mkdir(this.#folder, { mode: 0o700 });
    await journal.record({ kind: 'effect.done', id: FOLDER });
    const browser = await this.#running();
    await untilAborted(browser.checkSelectors(selectorsOf(plan)), signal);
    // The first page takes longest, and it has to be there when its window opens.
    const first = plan.steps.find(({ visit }) => visit !== undefined);
    if (first === undefined) return;
    this.prepare(first);
    await untilAborted(Promise.allSettled([this.#sessions.get(first)]), signal);
  }

  /** Makes a page ready for the visit of a step; once. */
  prepare(step: PlannedStep): void {
    if (step.visit === undefined || this.#sessions.has(step)) return;
    const spec = { size: step.visit.size, marks: marksOf(step) };
    const session = this.#running().then((browser) => browser.open(spec));
    session.catch(() => {});
    this.#sessions.set(step, session);
  }

  /** Visits the page of a step. What keeps the browser from it is in the record. */
  async visit(step: PlannedStep, spec: VisitSpec): Promise<PageRecord> {
    const { signal, clock } = this.#context;
    this.prepare(step);
    try {
      const session = await untilAborted(this.#sessions.get(step) ?? Promise.reject(), signal);
      return await session.visit(spec, signal);
    } catch (error) {
      signal.throwIfAborted();
      return { begin: clock.now(), watched: 0, broken: reasonOf(error), looks: [], frames: [] };
    }
  }

  async text(): Promise<string> {
    return (await this.#starting?.catch(() => {}))?.text ?? 'a browser that did not start';
  }

  /** One that has ended by itself is started again, for the next visit. */
  async #running(): Promise<RunningBrowser> {
    const { clock, mask, request, signal } = this.#context;
    const last = await this.#starting?.catch(() => {});
    if (last?.isRunning() !== true) {
      const env = { ...inheritedEnvironment(request.env), ...this.#marker };
      this.#starting = this.#found.start({ env, folder: this.#folder, clock, mask });
      this.#starting.catch(() => {});
    }
    if (this.#starting === undefined) throw new Error('a browser was asked for before it was started');
    return await untilAborted(this.#starting, signal);
  }

  get #marker(): Marker {
    return { [RUN_MARKER]: this.#context.folder.id, [SERVICE_MARKER]: MARK };
  }

  async #stop(): Promise<void> {
    const { clock, journal } = this.#context;
    const closed = this.#starting?.then((browser) => browser.close()).catch(() => {});
    const over = new AbortController();
    await Promise.race([closed, clock.sleep(CLOSE_WITHIN, over.signal).catch(() => {})]);
    over.abort();
    const survivors = await endMarked(this.#marker, { clock, grace: GRACE, settle: 0 });
    if (survivors.length > 0) {
      const pids = survivors.map(({ pid }) => pid).join(', ');
      throw new SquallError('process-survived', `the browser left processes that survive SIGKILL: ${pids}`, {
        exitCode: EXIT_CODES.undoFailed,
      });
    }
    await removeScratch(this.#folder);
    await journal.record({ kind: 'effect.undone', id: FOLDER });
  }
}

function selectorsOf({ steps }: Plan): string[] {
  const selectors = steps.flatMap(marksOf).flatMap(({ selector }) => selector ?? []);
  return [...new Set(selectors)];
}
