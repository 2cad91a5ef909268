import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Clock, Milliseconds } from '../core/clock.ts';
import { reasonOf } from '../core/errors.ts';
import {
  LONGEST_TEXT,
  type PageRecord,
  type PageSession,
  type SessionOptions,
  type SessionSpec,
  type VisitSpec,
} from './browser.ts';
import { Camera, WIDEST } from './camera.ts';
import { LookLog } from './look-log.ts';
import { recorderSource } from './page/recorder.ts';
import { saidBy } from './said.ts';

const TELL = 'squallTell';

/** One page in a browser context of its own. */
export class ChromiumSession implements PageSession {
  readonly #clock: Clock;
  readonly #mask: SessionOptions['mask'];
  readonly #context: BrowserContext;
  readonly #page: Page;
  readonly #camera: Camera;
  readonly #log: LookLog;
  readonly #over = new AbortController();
  #broken: string | undefined;

  static async open(browser: Browser, spec: SessionSpec, options: SessionOptions): Promise<ChromiumSession> {
    const { size, marks } = spec;
    const context = await browser.newContext({
      viewport: size,
      // A small page is drawn finer, so that its text can be read in the picture.
      deviceScaleFactor: Math.min(2, Math.max(1, WIDEST / size.width)),
      acceptDownloads: false,
    });
    const page = await context.newPage();
    const log = new LookLog(marks);
    await page.exposeBinding(TELL, (_source, said: unknown) => log.add(said));
    await page.addInitScript({ content: recorderSource({ marks, tell: TELL, longest: LONGEST_TEXT }) });
    const camera = new Camera(await context.newCDPSession(page), size, options);
    const session = new ChromiumSession({ context, page, camera, log }, options);
    const onEnd = (): void => session.#breakOff('the browser ended');
    browser.once('disconnected', onEnd);
    context.once('close', () => browser.off('disconnected', onEnd));
    return session;
  }

  private constructor({ context, page, camera, log }: SessionParts, { clock, mask }: SessionOptions) {
    this.#clock = clock;
    this.#mask = mask;
    this.#context = context;
    this.#page = page;
    this.#camera = camera;
    this.#log = log;
    page.once('crash', () => this.#breakOff('the page crashed'));
    // A dialog would stop the page until somebody answers.
    page.on('dialog', (dialog) => void dialog.dismiss().catch(() => {}));
  }

  async visit(spec: VisitSpec, signal: AbortSignal): Promise<PageRecord> {
    const clock = this.#clock;
    const ended = AbortSignal.any([signal, this.#over.signal]);
    await this.#sleepUntil(spec.from, signal);
    const begin = clock.now();
    const { state } = open(this.#page, spec.url, {
      elapsed: () => clock.now() - begin,
      mask: this.#mask,
    });
    const frames = spec.frames.map((at) => this.#camera.take(at, begin, ended));
    await this.#sleepUntil(spec.until, signal);
    const watched = clock.now() - begin;
    // What the end of the visit itself makes of a page that has not come is no answer of the network.
    const opening = { ...state };
    this.#over.abort();
    const taken = await Promise.all(frames);
    await this.#context.close().catch(() => {});
    const looks = this.#log.looks(watched);
    return {
      begin,
      watched,
      ...opening,
      // The page tells sooner of itself than the browser of the page.
      ...(opening.opened !== undefined && { opened: Math.min(opening.opened, looks[0]?.at ?? Infinity) }),
      ...(this.#broken !== undefined && { broken: this.#broken }),
      looks,
      frames: taken,
    };
  }

  #breakOff(why: string): void {
    this.#broken ??= why;
    this.#over.abort();
  }

  /** Shorter where the session breaks off. */
  async #sleepUntil(time: Milliseconds, signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#over.signal]);
    await this.#clock.sleep(Math.max(0, time - this.#clock.now()), either).catch(() => {});
    signal.throwIfAborted();
  }
}

interface SessionParts {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly camera: Camera;
  readonly log: LookLog;
}

interface Opening {
  /** Filled in when the page begins to come, or it is known that it will not. */
  readonly state: Partial<Pick<PageRecord, 'opened' | 'status' | 'refused'>>;
}

interface OpenOptions extends Pick<SessionOptions, 'mask'> {
  readonly elapsed: () => Milliseconds;
}

function open(page: Page, url: string, { elapsed, mask }: OpenOptions): Opening {
  const state: { opened?: Milliseconds; status?: number; refused?: string } = {};
  page.goto(url, { waitUntil: 'commit', timeout: 0 }).then(
    (response) => {
      state.opened = elapsed();
      if (response !== null) state.status = response.status();
    },
    (error: unknown) => {
      // Also where the visit ends first: then nobody reads it any more.
      state.refused = /net::\w+/.exec(reasonOf(error))?.[0] ?? saidBy(error, mask);
    },
  );
  return { state };
}
