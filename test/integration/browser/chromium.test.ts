import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PageRecord, RunningBrowser } from '../../../src/browser/browser.ts';
import { createChromium } from '../../../src/browser/chromium.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { PageMark } from '../../../src/core/page-mark.ts';
import { inheritedEnvironment } from '../../../src/exec/inherited-environment.ts';

/** Ways of not being visible, and their opposites. */
const PAGE = `<!doctype html><title>t</title>
<p style="display:none">gone one</p>
<p style="visibility:hidden">gone two <span style="visibility:visible">there one</span></p>
<div style="opacity:0"><p>gone three</p></div>
<p style="position:absolute;left:-9999px">gone four</p>
<span style="position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)">gone five</span>
<div style="height:0;overflow:hidden"><p>gone six</p><b style="position:fixed;top:0;left:0">there two</b></div>
<p style="font-size:0">gone seven</p>
<p style="text-indent:-9999px;white-space:nowrap">gone eight</p>
<details><summary>there three</summary>gone nine</details>
<template>gone ten</template><noscript>gone eleven</noscript>
<div style="margin-top:3000px">there four</div>
<div>there</div><div>five</div><b>3</b> items
<input value="there six"><input type="password" value="gone twelve"><input type="hidden" value="gone thirteen">
<div id="host"></div>
<p id="later" aria-busy="true" style="display:none">there eight</p>
<script>
document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '<p>there seven</p>';
setTimeout(() => { document.getElementById('later').style.display = ''; }, 600);
setTimeout(() => { document.getElementById('later').remove(); }, 2000);
</script>`;

/** By path; another is never answered. */
const PAGES: ReadonlyMap<string, string> = new Map([
  ['/', PAGE],
  [
    '/patches',
    `<p>there</p><script>
    requestAnimationFrame = () => 0;
    performance.now = () => 0;
    setTimeout(() => { document.body.innerHTML = '<p>3 items</p>'; }, 300);
    </script>`,
  ],
  [
    '/moves',
    `<p>there</p><script>
    const next = new Blob(['<p>3 items</p>'], { type: 'text/html' });
    setTimeout(() => { location = URL.createObjectURL(next); }, 300);
    </script>`,
  ],
]);

const MARKS: readonly PageMark[] = [
  { label: 'text', text: '3 items' },
  { label: 'across blocks', text: 'therefive' },
  { label: 'selector', selector: '#host' },
  { label: 'hidden selector', selector: 'p[style^="display"]:not(#later)' },
  { label: 'later', selector: '[aria-busy="true"]' },
  { label: 'both', selector: 'p', text: 'there seven' },
  { label: 'elsewhere', selector: 'p', text: '3 items' },
];

const folder = mkdtempSync(path.join(tmpdir(), 'squall-visit-'));
let server: Server;
let origin = '';
let browser: RunningBrowser;

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const page = PAGES.get(url);
    if (page !== undefined) response.setHeader('content-type', 'text/html').end(page);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const found = await createChromium().find(process.env);
  browser = await found.start({
    env: inheritedEnvironment(process.env),
    folder,
    clock: systemClock,
    mask: String,
  });
});

afterAll(async () => {
  await browser.close();
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

async function visit(url: string, ms: number, frames: readonly number[] = []): Promise<PageRecord> {
  const session = await browser.open({ size: { width: 400, height: 300 }, marks: MARKS });
  const from = systemClock.now();
  return await session.visit({ url, frames, from, until: from + ms }, new AbortController().signal);
}

describe('a page in a real browser', () => {
  it('tells what can be seen on it, and nothing that cannot', async () => {
    const record = await visit(`${origin}/`, 4_000, [500]);
    const text = record.looks.find(({ seen }) => seen.includes('text'))?.text ?? '';
    expect(text.match(/gone \w+/g)).toBeNull();
    for (const shown of ['one', 'two', 'three', 'four', 'six', 'seven'])
      expect(text).toContain(`there ${shown}`);
    expect(text).toContain('there\nfive');
    const seen = new Set(record.looks.flatMap((look) => look.seen));
    expect([...seen].toSorted()).toEqual(['both', 'later', 'selector', 'text']);
    const [appeared] = record.looks.filter((look) => look.seen.includes('later'));
    const gone = record.looks.find((look) => look.at > (appeared?.at ?? 0) && !look.seen.includes('later'));
    expect(appeared?.at).toBeGreaterThanOrEqual(600);
    expect(gone?.at).toBeGreaterThan(appeared?.at ?? Infinity);
    expect(record).toMatchObject({ status: 200, opened: expect.any(Number) });
    expect(record.broken ?? record.refused).toBeUndefined();
    const [frame] = record.frames;
    expect(frame?.problem).toBeUndefined();
    expect(frame?.image?.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    expect(frame?.image?.length).toBeLessThan(60_000);
  });

  it('tells that the network did not bring it', async () => {
    const record = await visit('http://127.0.0.1:1/', 1_000);
    expect(record).toMatchObject({ refused: expect.stringMatching(/^net::ERR_/), looks: [] });
    expect(record.opened).toBeUndefined();
  });

  it('tells of one that does not come that it has not come, and of no failure', async () => {
    const record = await visit(`${origin}/silent`, 1_000);
    expect(record).toMatchObject({ looks: [], frames: [] });
    expect(record.refused ?? record.broken ?? record.opened).toBeUndefined();
  });

  it.each(['/patches', '/moves'])('tells what comes later on %s', async (page) => {
    const { looks } = await visit(`${origin}${page}`, 2_500);
    expect(looks[0]?.seen).toEqual([]);
    expect(looks.at(-1)?.seen).toEqual(['text', 'elsewhere']);
    expect(looks.at(-1)?.at).toBeGreaterThanOrEqual(300);
  });

  it('tells that it crashed', async () => {
    const record = await visit('chrome://crash', 2_000);
    expect(record.broken ?? record.refused).toBeDefined();
    expect(record.looks).toEqual([]);
  });
});

describe('a selector', () => {
  it('is refused before anything is visited where it is none', async () => {
    await expect(browser.checkSelectors(['#cart', '#cart['])).rejects.toMatchObject({
      code: 'browser-selector',
      message: '`#cart[` is no CSS selector',
      exitCode: 2,
    });
  });
});

describe('a browser that is not there', () => {
  it.each([
    ['on PATH', { PATH: folder }, 'no browser is on PATH'],
    [
      'where SQUALL_CHROMIUM says',
      { SQUALL_CHROMIUM: '/no/such/browser', PATH: process.env['PATH'] },
      '`SQUALL_CHROMIUM` names no program',
    ],
  ])('%s is named, with what to do', async (_, env, message) => {
    await expect(createChromium().find(env)).rejects.toMatchObject({
      code: 'browser-missing',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('SQUALL_CHROMIUM'),
      exitCode: 3,
    });
  });

  it('starts nothing that is no browser', async () => {
    const found = await createChromium().find({ SQUALL_CHROMIUM: '/bin/false' });
    const started = found.start({
      env: {},
      folder: path.join(folder, 'false'),
      clock: systemClock,
      mask: String,
    });
    await expect(started).rejects.toMatchObject({ code: 'browser-not-started', exitCode: 3 });
  });
});
