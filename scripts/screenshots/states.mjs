// How a page comes into each state that a panel can be in: its snapshots are rewritten on their way to it.

const HOUR_MS = 3_600_000;

const TROUBLE = { message: 'The shop does not answer: timed out after 5 s' };

/** @type {Record<string, ((panel: object) => object | undefined) | undefined>} what becomes of each panel's data */
export const STATES = {
  live: undefined,
  loading: () => undefined,
  waiting: ({ revision }) => ({ revision, pending: true }),
  // Nobody has pushed to it yet, so there is no time of anything.
  empty: ({ revision }) => ({ revision, frame: { fields: [] } }),
  stale: (panel) => {
    const then = new Date(Date.now() - HOUR_MS).toISOString();
    return { ...panel, updatedAt: then, staleAt: then };
  },
  error: ({ revision, updatedAt }) => ({ revision, updatedAt, error: TROUBLE }),
  // What was there before stays, with the error beside it.
  trouble: (panel) => ({ ...panel, error: TROUBLE }),
};

/**
 * Answers the page's questions for data as if all panels were in this state.
 *
 * @param {import('playwright-core').Page} page
 * @param {keyof typeof STATES} state
 */
export async function putInto(page, state) {
  const rewrite = STATES[state];
  if (rewrite === undefined) return;
  await page.route('**/api/v1/boards/*/data*', async (route) => {
    const response = await route.fetch();
    const snapshot = await response.json();
    const panels = Object.entries(snapshot.panels).map(([id, panel]) => [id, rewrite(panel)]);
    snapshot.panels = Object.fromEntries(panels.filter(([, panel]) => panel !== undefined));
    await route.fulfill({ response, json: snapshot });
  });
}
