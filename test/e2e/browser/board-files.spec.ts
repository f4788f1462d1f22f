import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';
import { makeTempDir } from '../../support/make-temp-dir.js';

jest.setTimeout(3 * TEST_TIMEOUT_MS);

const folder = makeTempDir();
const app = useServer({ env: { BOARDS_DIR: folder } });
const chrome = useBrowser();

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const write = (type: string, title = 'Neu'): void => {
  writeFileSync(
    join(folder, 'neu.yaml'),
    `title: ${title}
panels:
  - { id: a, type: ${type}, title: Orders, layout: { x: 0, y: 0, w: 3, h: 2 }, query: { source: metrics, metric: a } }
`,
  );
};

describe('a board file that breaks while pages are open', () => {
  it('shows its error in the list and at its address, and shows its board once it is fixed, without a reload', async () => {
    const list = await chrome.context.newPage();
    await list.goto(`${app.server.address}/boards`);
    await list.getByRole('link', { name: 'Inbox' }).first().waitFor();
    write('numbr');
    await list.getByText("unknown panel type 'numbr': did you mean 'number'?").waitFor();

    const page = await chrome.context.newPage();
    await page.goto(`${app.server.address}/boards/neu`);
    await page.getByRole('heading', { name: 'This board’s file is not valid' }).first().waitFor();
    await page.getByText(/neu\.yaml.+line 3.+did you mean 'number'/).waitFor();
    write('gaug');
    await page.getByText(/did you mean 'gauge'/).waitFor();
    write('number');
    await page.getByRole('region', { name: 'Orders' }).waitFor();
    await list.getByRole('link', { name: 'Neu' }).first().waitFor();
    expect(await list.getByText('did you mean').count()).toBe(0);
  });
});
