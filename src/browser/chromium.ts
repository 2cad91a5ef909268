import path from 'node:path';
import type { Browser, BrowserContext, BrowserType } from 'playwright-core';
import type { Milliseconds } from '../core/clock.ts';
import type {
  BrowserContextOptions,
  BrowserEngine,
  FoundBrowser,
  PageSession,
  RunningBrowser,
  SessionOptions,
  SessionSpec,
} from './browser.ts';
import { badSelector, clientMissing, notStarted } from './errors.ts';
import { findChromium } from './find-chromium.ts';
import { ChromiumSession } from './page-session.ts';
import { saidBy } from './said.ts';

const WARM_WITHIN: Milliseconds = 10_000;
const NOWHERE = 'http://127.0.0.1:9';

/** Beside those that the client gives: the browser itself asks nobody for anything. */
const SWITCHES = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--no-pings',
  // Some builds ask for updates and accounts whatever else is said: the discard port of this host says no.
  `--gaia-url=${NOWHERE}`,
  `--component-updater=url-source=${NOWHERE}/`,
  `--apps-gallery-update-url=${NOWHERE}/`,
];

/** An installed Chromium, through playwright-core. Nothing is loaded before it is asked for. */
export function createChromium(): BrowserEngine {
  return {
    find: async (env): Promise<FoundBrowser> => {
      const program = await findChromium(env);
      const client = await loadClient();
      return { start: async (options) => await Chromium.start(program, client, options) };
    },
  };
}

/** It is large, and most runs have no browser. */
async function loadClient(): Promise<BrowserType> {
  try {
    const { chromium } = await import('playwright-core');
    return chromium;
  } catch (error) {
    throw clientMissing(error);
  }
}

class Chromium implements RunningBrowser {
  readonly text: string;
  readonly #options: SessionOptions;
  readonly #first: BrowserContext;
  readonly #browser: Browser;

  static async start(
    program: string,
    client: BrowserType,
    { env, folder, ...options }: BrowserContextOptions,
  ): Promise<Chromium> {
    try {
      const first = await client.launchPersistentContext(path.join(folder, 'profile'), {
        executablePath: program,
        artifactsDir: path.join(folder, 'artifacts'),
        args: SWITCHES,
        // The kernel keeps root from the sandbox's own user namespace.
        chromiumSandbox: process.getuid?.() !== 0,
        // What it would keep for other sessions of the same person stays out of their home.
        env: { ...env, TMPDIR: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
        // The run ends it.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      });
      const browser = first.browser();
      if (browser === null) throw new Error('the client gave no browser');
      await warmUp(first);
      return new Chromium(first, browser, options);
    } catch (error) {
      throw notStarted(program, saidBy(error, options.mask), error);
    }
  }

  constructor(first: BrowserContext, browser: Browser, options: SessionOptions) {
    this.#first = first;
    this.#browser = browser;
    this.#options = options;
    this.text = `Chromium ${browser.version()}`;
  }

  isRunning(): boolean {
    return this.#browser.isConnected();
  }

  async checkSelectors(selectors: readonly string[]): Promise<void> {
    const page = this.#first.pages()[0] ?? (await this.#first.newPage());
    for (const selector of selectors) {
      const program = `void document.querySelector(${JSON.stringify(selector)})`;
      await page.evaluate(program).catch((error: unknown) => {
        throw badSelector(selector, error);
      });
    }
  }

  async open(spec: SessionSpec): Promise<PageSession> {
    return await ChromiumSession.open(this.#browser, spec, this.#options);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

/** The first text that a browser paints, and the first picture it gives, can take seconds: better now than in a visit. */
async function warmUp(context: BrowserContext): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.setContent('<p>Squall</p>');
  await page.screenshot({ type: 'jpeg', timeout: WARM_WITHIN }).catch(() => {});
}
