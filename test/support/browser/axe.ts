import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA, what else is good practice, and what axe is still trying out. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'experimental'];

/** What axe is not sure of itself, and we decide otherwise. */
const RULES = {
  // A large figure is a value, no heading.
  'p-as-heading': { enabled: false },
  // What scrolls takes the focus, so that keys can scroll it (WCAG 2.1.1), and is no widget.
  'focus-order-semantics': { enabled: false },
};

/** What axe finds fault with on the page as it is now: the rule, and the element. Fails where it could not look. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(
    async ({ values, rules }) => {
      const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
      const { violations, passes } = await run({ runOnly: { type: 'tag', values }, rules });
      if (passes.length < 10) throw new Error('axe has not looked.');
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, any }) => `${id}: ${html.slice(0, 300)}${any[0] ? ` (${any[0].message})` : ''}`),
      );
    },
    { values: TAGS, rules: RULES },
  );
}
