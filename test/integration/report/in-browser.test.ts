import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../../src/report/html/page.ts';
import { accessibilityViolations } from '../../helpers/accessibility.ts';
import { HOSTILE_NAMES, hostileRun } from '../../helpers/hostile-names.ts';
import { RECORDED_RESULTS } from '../../helpers/recorded-results.ts';
import {
  launchChromium,
  openReport,
  openServed,
  sidewaysScroll,
  visibleText,
  type OpenReport,
} from '../../helpers/report-browser.ts';

/** What Jenkins sends with every artefact, and what GitLab's pages come close to. */
const JENKINS = "sandbox; default-src 'none'";
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };
const VIEWS = [
  { view: 'wide and light', viewport: WIDE, colorScheme: 'light' },
  { view: 'wide and dark', viewport: WIDE, colorScheme: 'dark' },
  { view: 'narrow and light', viewport: NARROW, colorScheme: 'light' },
  { view: 'narrow and dark', viewport: NARROW, colorScheme: 'dark' },
] as const;

/** What somebody must find, whatever the page looks like; the first are wanted at once. */
const REPORTS = [
  {
    name: 'pass',
    first: [/\bpass(?:ed)?\b/i],
    further: ['p95(shoppers{name=cart}) < 1s', '239.1ms to 243.2ms'],
  },
  {
    name: 'fail',
    first: [/\bfail(?:ed)?\b/i, 'p95(shoppers{name=cart}) < 200ms', '242.2ms'],
    further: ['239.1ms to 248.3ms', 'the culprit is', 'a shopper who waits longer for the cart leaves'],
  },
  {
    name: 'inconclusive',
    first: [/\binconclusive\b/i, 'p95(shoppers{name=cart}) < 241.5ms', 'leaves open whether'],
    further: ['240.1ms to 247.3ms'],
  },
  { name: 'interrupted', first: [/\binterrupted\b/i, 'SIGINT'], further: ['not finished'] },
] as const;
/** In the report of every run: the command that makes it again, the network that was asked for, and what was run. */
const EVERYWHERE = [
  'slow-carts',
  'scenario run slow-carts.yaml --seed',
  'cart-link: RTT 200ms',
  'storefront.js',
];

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
});

/** The facts that are not in the text. */
function missing(text: string, facts: readonly (string | RegExp)[]): readonly (string | RegExp)[] {
  return facts.filter((fact) => (typeof fact === 'string' ? !text.includes(fact) : !fact.test(text)));
}

describe.each(REPORTS)('the report of a run: $name', ({ name, first, further }) => {
  const html = renderHtml(RECORDED_RESULTS[name]);
  const facts = [...EVERYWHERE, ...first, ...further];
  let report: OpenReport;

  beforeAll(async () => {
    report = await openReport(browser, html, { viewport: WIDE });
  });

  it.each(VIEWS)(
    'shows its facts, scrolls one way only and excludes nobody, $view',
    async ({ viewport, colorScheme }) => {
      const { page } = report;
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      expect(missing(await visibleText(page), facts)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
      expect(await accessibilityViolations(page)).toEqual([]);
    },
  );

  it('tells on the first screen what ran and how it ended', async () => {
    const { page } = report;
    await page.setViewportSize(WIDE);
    for (const fact of ['slow-carts', ...first]) {
      const box = await page.getByText(fact).first().boundingBox();
      expect(box).toMatchObject({ y: expect.toSatisfy((y: number) => y < WIDE.height) });
    }
  });

  it('is whole on paper', async () => {
    const { page } = report;
    await page.emulateMedia({ media: 'print' });
    try {
      expect(missing(await visibleText(page), facts)).toEqual([]);
    } finally {
      await page.emulateMedia({ media: 'screen' });
    }
  });

  it('asks for nothing beside itself and has nothing to complain of', () => {
    expect(report).toMatchObject({ problems: [], requests: [expect.stringMatching(/report\.html$/)] });
  });

  it('says the same where scripts and styles are forbidden', async () => {
    const { page, problems, requests } = await openServed(browser, html, { policy: JENKINS, viewport: WIDE });
    expect(missing(await visibleText(page), facts)).toEqual([]);
    expect(await page.getByRole('img').filter({ visible: true }).count()).toBeGreaterThan(0);
    expect(await page.locator('svg path').count()).toBeGreaterThan(0);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(requests).toHaveLength(1);
    // The browser tells what it refused; that alone is no fault of the page.
    expect(problems.filter((problem) => !/content security policy|sandboxed/i.test(problem))).toEqual([]);
  });
});

describe.each(Object.entries(HOSTILE_NAMES))(
  'the report of a run whose names attack by %s',
  (_kind, name) => {
    it('shows them, runs nothing and asks for nothing', async () => {
      const { page, problems, requests } = await openReport(browser, renderHtml(hostileRun(name)));
      for (const viewport of [WIDE, NARROW]) {
        await page.setViewportSize(viewport);
        expect(await sidewaysScroll(page)).toBe(0);
      }
      const text = await visibleText(page);
      expect(missing(text, [/\bfail(?:ed)?\b/i, 'scenario run'])).toEqual([]);
      expect(text).not.toMatch(/\p{Bidi_Control}/u);
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.evaluate('globalThis.owned')).toBeUndefined();
      expect(problems).toEqual([]);
      expect(requests).toHaveLength(1);
    });
  },
);

describe('the checks themselves', () => {
  it('find a picture without words', async () => {
    const { page } = await openReport(browser, renderHtml(RECORDED_RESULTS.pass));
    await page.evaluate('document.querySelector("main").append(new Image())');
    expect(await accessibilityViolations(page)).toEqual([expect.stringMatching(/^image-alt: /)]);
  });

  it('find what scrolls sideways, what is asked for and what fails', async () => {
    const { page, problems, requests } = await openReport(
      browser,
      '<p style="width: 3000px"><img src="http://elsewhere.invalid/x.png"><script>alert(1); nowhere()</script>',
    );
    expect(await sidewaysScroll(page)).toBeGreaterThan(1000);
    expect(requests).toContain('http://elsewhere.invalid/x.png');
    expect(problems).toEqual([
      'dialog: 1',
      'page: nowhere is not defined',
      expect.stringMatching(/^console: Failed to load/),
    ]);
  });
});
