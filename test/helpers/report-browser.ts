import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
/** Never resolved: every request is answered before it leaves the browser. */
const ADDRESS = 'http://report.invalid/report.html';

/** A page, and everything that it did beyond being shown. */
export interface OpenReport {
  readonly page: Page;
  /** Errors and warnings of the console, uncaught errors and dialogs. */
  readonly problems: readonly string[];
  /** Every address that was asked for, the document's own first. */
  readonly requests: readonly string[];
}

/** @throws Error where there is none: a check of the report in a browser that is left out says nothing. */
export async function launchChromium(): Promise<Browser> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync);
  if (found === undefined) throw new Error(`there is no ${NAMES.join(', ')} on the PATH: install chromium`);
  const isRoot = process.getuid?.() === 0;
  return await chromium.launch({
    executablePath: found,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Shows the text of a page without any server: what it asks for beside itself is noted, and fails. */
export async function openReport(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<OpenReport> {
  const opened = await openPage(browser, options);
  await opened.page.route('**/*', async (route) => {
    if (route.request().url() !== ADDRESS) return await route.abort();
    await route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
  });
  await opened.page.goto(ADDRESS);
  return opened;
}

/** Shows the page as a CI serves an artefact: from a server, under `policy`, in a browser that runs no scripts. */
export async function openServed(
  browser: Browser,
  html: string,
  { policy, ...options }: { readonly policy: string } & BrowserContextOptions,
): Promise<OpenReport> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', policy);
    response.end(html);
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  try {
    const opened = await openPage(browser, { ...options, javaScriptEnabled: false });
    await opened.page.goto(`http://127.0.0.1:${address.port}/report.html`);
    return opened;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function openPage(browser: Browser, options: BrowserContextOptions): Promise<OpenReport> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`page: ${error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => requests.push(request.url()));
  return { page, problems, requests };
}

/** By how many pixels the page is wider than its window. */
export async function sidewaysScroll(page: Page): Promise<number> {
  const excess: number = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  return excess;
}

/** What a reader finds, in one line, once what is folded has been opened, which takes no script. */
export async function visibleText(page: Page): Promise<string> {
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
  return (await page.locator('body').innerText()).replaceAll(/\s+/g, ' ');
}
