import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA, best practices, and the experimental rules of axe. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'experimental'];

/** Rules that do not fit Boardcast. */
const RULES = {
  // A large number is a value, not a heading.
  'p-as-heading': { enabled: false },
  // A scrollable area takes the focus so that keys can scroll it (WCAG 2.1.1), but it is not a widget.
  'focus-order-semantics': { enabled: false },
};

/** Returns the violations that axe finds on the page: rule and element. Rejects if axe did not check the page. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(
    async ({ values, rules }) => {
      const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
      const { violations, passes } = await run({ runOnly: { type: 'tag', values }, rules });
      if (passes.length < 10) throw new Error('axe did not check the page.');
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, any }) => `${id}: ${html.slice(0, 300)}${any[0] ? ` (${any[0].message})` : ''}`),
      );
    },
    { values: TAGS, rules: RULES },
  );
}
