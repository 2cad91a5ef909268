import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Everything on the page, as it looks now, that breaks WCAG 2.2 A and AA or what axe calls best practice: the rule and where. */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  const isThere: boolean = await page.evaluate('"axe" in globalThis');
  // Evaluated through the debugger, because the page's own policy lets no script in.
  if (!isThere) await page.evaluate(AXE);
  const options = { runOnly: TAGS, resultTypes: ['violations'] };
  const { violations }: Pick<AxeResults, 'violations'> = await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => ({ violations }))`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, any, html }) =>
        `${id}: ${help}: ${target.join(' ')}: ${any[0]?.message ?? ''} ${html.slice(0, 200)}`,
    ),
  );
}
