import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import type { Clock, Milliseconds } from '../core/clock.ts';
import { reasonOf } from '../core/errors.ts';
import type { PageFrame, PageRecord, VisitSpec } from './browser.ts';
import { LookLog } from './look-log.ts';
import { recorderSource } from './page/recorder.ts';

export interface VisitContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Widest picture, in pixels. */
const WIDEST = 640;
const QUALITY = 60;
/** A page whose thread is busy gives no picture before it is done. */
const PICTURE_WITHIN: Milliseconds = 3_000;
const LONGEST_TEXT = 4_000;
const TELL = 'squallTell';

/** Opens a page in a session of its own and watches it until `spec.until`. */
export async function visitPage(
  browser: Browser,
  spec: VisitSpec,
  { clock, signal }: VisitContext,
): Promise<PageRecord> {
  signal.throwIfAborted();
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const log = new LookLog(spec.marks);
  let context: BrowserContext | undefined;
  let broken: string | undefined;
  const breakOff = (why: string): void => {
    broken ??= why;
    over.abort();
  };
  let begin = clock.now();
  let opening: Opening = { state: {} };
  let frames: Promise<PageFrame[]> = Promise.resolve([]);
  try {
    browser.once('disconnected', () => breakOff('the browser ended'));
    context = await browser.newContext(sessionOptions(spec));
    const { page, pictures } = await preparePage(context, spec, log, breakOff);
    await clock.sleep(Math.max(0, spec.from - clock.now()), ended);
    begin = clock.now();
    opening = open(page, spec.url, () => clock.now() - begin);
    frames = Promise.all(spec.frames.map((at) => takeFrame(pictures, at, { clock, signal: ended, begin })));
    await clock.sleep(Math.max(0, spec.until - clock.now()), ended);
  } catch (error) {
    signal.throwIfAborted();
    broken ??= firstLine(error);
  }
  const watched = clock.now() - begin;
  over.abort();
  const taken = await frames;
  await context?.close().catch(() => {});
  const looks = log.looks(watched);
  return {
    begin,
    watched,
    ...opening.state,
    // The page tells sooner of itself than the browser of the page.
    ...(opening.state.opened !== undefined && {
      opened: Math.min(opening.state.opened, looks[0]?.at ?? Infinity),
    }),
    ...(broken !== undefined && { broken }),
    looks,
    frames: taken,
  };
}

function sessionOptions({ size }: VisitSpec): Parameters<Browser['newContext']>[0] {
  return {
    viewport: size,
    // A small page is drawn finer, so that its text can be read in the picture.
    deviceScaleFactor: Math.min(2, Math.max(1, WIDEST / size.width)),
    acceptDownloads: false,
  };
}

async function preparePage(
  context: BrowserContext,
  { marks, size }: VisitSpec,
  log: LookLog,
  breakOff: (why: string) => void,
): Promise<{ page: Page; pictures: Camera }> {
  const page = await context.newPage();
  page.once('crash', () => breakOff('the page crashed'));
  // A dialog would stop the page until somebody answers.
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => {}));
  await page.exposeBinding(TELL, (_source, said: unknown) => log.add(said));
  await page.addInitScript({ content: recorderSource({ marks, tell: TELL, longest: LONGEST_TEXT }) });
  return { page, pictures: { session: await context.newCDPSession(page), size } };
}

interface Opening {
  /** Filled in when the page begins to come, or it is known that it will not. */
  readonly state: Partial<Pick<PageRecord, 'opened' | 'status' | 'refused'>>;
}

function open(page: Page, url: string, elapsed: () => Milliseconds): Opening {
  const state: { opened?: Milliseconds; status?: number; refused?: string } = {};
  page.goto(url, { waitUntil: 'commit', timeout: 0 }).then(
    (response) => {
      state.opened = elapsed();
      if (response !== null) state.status = response.status();
    },
    (error: unknown) => {
      // Also where the visit ends first: then nobody reads it any more.
      state.refused = /net::\w+/.exec(reasonOf(error))?.[0] ?? firstLine(error);
    },
  );
  return { state };
}

interface Camera {
  readonly session: CDPSession;
  readonly size: VisitSpec['size'];
}

async function takeFrame(
  { session, size }: Camera,
  asked: Milliseconds,
  { clock, signal, begin }: VisitContext & { readonly begin: Milliseconds },
): Promise<PageFrame> {
  const waiting = new AbortController();
  try {
    await clock.sleep(Math.max(0, begin + asked - clock.now()), signal);
    const sent = clock.now();
    const scale = Math.min(1, WIDEST / size.width);
    const clip = { x: 0, y: 0, ...size, scale };
    const shot = session.send('Page.captureScreenshot', { format: 'jpeg', quality: QUALITY, clip });
    shot.catch(() => {});
    const late = clock.sleep(PICTURE_WITHIN, AbortSignal.any([signal, waiting.signal])).then(() => {
      throw new Error('the browser gave no picture in time');
    });
    late.catch(() => {});
    const { data } = await Promise.race([shot, late]);
    // What it shows was painted in between.
    return { asked, at: (sent + clock.now()) / 2 - begin, image: Buffer.from(data, 'base64') };
  } catch (error) {
    const problem = signal.aborted ? 'the visit ended before it' : firstLine(error);
    return { asked, at: clock.now() - begin, problem };
  } finally {
    waiting.abort();
  }
}

function firstLine(error: unknown): string {
  return reasonOf(error).split('\n')[0]?.slice(0, 300) ?? '';
}
