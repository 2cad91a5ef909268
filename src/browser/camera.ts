import type { CDPSession } from 'playwright-core';
import type { Clock, Milliseconds } from '../core/clock.ts';
import type { PageSize } from '../core/page-mark.ts';
import type { PageFrame, SessionOptions } from './browser.ts';
import { saidBy } from './said.ts';

/** Widest picture, in pixels. */
export const WIDEST = 640;
const QUALITY = 60;
/** A page whose thread is busy gives no picture before it is done. */
const WITHIN: Milliseconds = 5_000;
/** A picture that is asked for while one document takes the place of another is never given. */
const ASK_EVERY: Milliseconds = 700;

interface Shot {
  readonly data: string;
  readonly at: Milliseconds;
}

/** Takes pictures of one page. */
export class Camera {
  readonly #session: CDPSession;
  readonly #size: PageSize;
  readonly #clock: Clock;
  readonly #mask: SessionOptions['mask'];

  constructor(session: CDPSession, size: PageSize, { clock, mask }: SessionOptions) {
    this.#session = session;
    this.#size = size;
    this.#clock = clock;
    this.#mask = mask;
  }

  /** A picture `asked` after `begin`; never rejects. */
  async take(asked: Milliseconds, begin: Milliseconds, signal: AbortSignal): Promise<PageFrame> {
    const clock = this.#clock;
    try {
      await clock.sleep(Math.max(0, begin + asked - clock.now()), signal);
      const { data, at } = await this.#firstShot(signal);
      return { asked, at: at - begin, image: Buffer.from(data, 'base64') };
    } catch (error) {
      const problem = signal.aborted ? 'the visit ended before it' : saidBy(error, this.#mask);
      return { asked, at: clock.now() - begin, problem };
    }
  }

  async #firstShot(signal: AbortSignal): Promise<Shot> {
    const clock = this.#clock;
    const deadline = clock.now() + WITHIN;
    const shots: Promise<Shot>[] = [];
    while (clock.now() < deadline) {
      shots.push(this.#shoot());
      const waited = new AbortController();
      const wait = clock.sleep(ASK_EVERY, AbortSignal.any([signal, waited.signal])).then(() => undefined);
      wait.catch(() => {});
      const shot = await Promise.race([Promise.any(shots), wait]).finally(() => waited.abort());
      if (shot !== undefined) return shot;
    }
    throw new Error('the browser gave no picture in time');
  }

  async #shoot(): Promise<Shot> {
    const scale = Math.min(1, WIDEST / this.#size.width);
    const clip = { x: 0, y: 0, ...this.#size, scale };
    const sent = this.#clock.now();
    const { data } = await this.#session.send('Page.captureScreenshot', {
      format: 'jpeg',
      quality: QUALITY,
      clip,
    });
    // What it shows was painted in between.
    return { data, at: (sent + this.#clock.now()) / 2 };
  }
}
