// The states of panels. A page is set to a state by rewriting its snapshots.

const HOUR_MS = 3_600_000;

const ERROR = { message: 'The shop does not respond: timed out after 5 s' };

/** @type {Record<string, ((panel: object) => object | undefined) | undefined>} rewrites the data of a panel */
export const STATES = {
  live: undefined,
  loading: () => undefined,
  waiting: ({ revision }) => ({ revision, pending: true }),
  // Without any values, there is no time of the newest value.
  empty: ({ revision }) => ({ revision, frame: { fields: [] } }),
  stale: (panel) => {
    const then = new Date(Date.now() - HOUR_MS).toISOString();
    return { ...panel, updatedAt: then, staleAt: then };
  },
  error: ({ revision, updatedAt }) => ({ revision, updatedAt, error: ERROR }),
  // The last data stay, with the error beside them.
  failing: (panel) => ({ ...panel, error: ERROR }),
};

/**
 * Rewrites the responses to the page's data requests, so that all panels are in a state.
 *
 * @param {import('playwright-core').Page} page
 * @param {keyof typeof STATES} state
 */
export async function setState(page, state) {
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
