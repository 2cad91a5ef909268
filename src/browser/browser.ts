import type { Clock, Milliseconds } from '../core/clock.ts';
import type { PageMark, PageSize } from '../core/page-mark.ts';

/** Characters of the text of a page that are kept. */
export const LONGEST_TEXT = 4_000;

/** What was visible on a page from then on, until the next look says otherwise. */
export interface PageLook {
  /** From the navigation. */
  readonly at: Milliseconds;
  /** Labels of the marks that were visible. */
  readonly seen: readonly string[];
  /** The visible text, its lines kept; cut to `LONGEST_TEXT`. */
  readonly text: string;
}

export interface PageFrame {
  /** When it was to be taken. */
  readonly asked: Milliseconds;
  /** When it was taken, from the navigation. */
  readonly at: Milliseconds;
  /** A JPEG; absent with a `problem`. */
  readonly image?: Buffer;
  readonly problem?: string;
}

/** What came of a visit. Times count from the navigation. */
export interface PageRecord {
  /** When it was opened, on the clock. */
  readonly begin: Milliseconds;
  /** For how long it was watched. */
  readonly watched: Milliseconds;
  /** When the page began to come; absent: it never did. */
  readonly opened?: Milliseconds;
  /** The HTTP status of the page. */
  readonly status?: number;
  /** Why the network did not bring it. */
  readonly refused?: string;
  /** Why it could not be watched: nothing was judged. */
  readonly broken?: string;
  /** In order of time. */
  readonly looks: readonly PageLook[];
  readonly frames: readonly PageFrame[];
}

export interface SessionSpec {
  readonly size: PageSize;
  readonly marks: readonly PageMark[];
}

export interface VisitSpec {
  readonly url: string;
  /** When pictures are taken, from the navigation. */
  readonly frames: readonly Milliseconds[];
  /** When the page is opened, on the clock. */
  readonly from: Milliseconds;
  /** When the visit ends, on the clock. */
  readonly until: Milliseconds;
}

/** An empty page, ready for one visit, with no cache, cookie or connection of another. */
export interface PageSession {
  /** Rejects with the signal's reason only: what goes wrong is in the record. The session is over then. */
  visit(spec: VisitSpec, signal: AbortSignal): Promise<PageRecord>;
}

/** A browser that runs. */
export interface RunningBrowser {
  /** Its name and version, for reports. */
  readonly text: string;
  /** False once it has ended by itself. */
  isRunning(): boolean;
  /** @throws SquallError `browser-selector`, exit code 2. */
  checkSelectors(selectors: readonly string[]): Promise<void>;
  /** Rejects where the browser has ended. */
  open(spec: SessionSpec): Promise<PageSession>;
  close(): Promise<void>;
}

export interface BrowserContextOptions {
  /** The whole environment of its processes. */
  readonly env: Readonly<Record<string, string>>;
  /** An empty folder for everything that it writes. */
  readonly folder: string;
  readonly clock: Clock;
  /** Masks the secrets in what the browser says. */
  readonly mask: (text: string) => string;
}

/** Of that, what each page needs. */
export type SessionOptions = Pick<BrowserContextOptions, 'clock' | 'mask'>;

/** A browser that is installed. */
export interface FoundBrowser {
  /** @throws SquallError `browser-not-started`, exit code 3. */
  start(options: BrowserContextOptions): Promise<RunningBrowser>;
}

/** Where a run has its browser from. */
export interface BrowserEngine {
  /** @throws SquallError `browser-missing`, `browser-client-missing`, exit code 3. */
  find(env: Readonly<Record<string, string | undefined>>): Promise<FoundBrowser>;
}
