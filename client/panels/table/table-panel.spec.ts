import { describe, expect, it } from '@jest/globals';
import { ContentFixture } from '../testing/content-fixture';
import { tableFrame } from '../testing/sample-frames';
import { TablePanel } from './table-panel';

const hosts = (...loads: number[]): ReturnType<typeof tableFrame> =>
  tableFrame({ host: loads.map((_, index) => `web-${index}`), load: loads });
const open = (frame: ReturnType<typeof tableFrame>, options = {}): Promise<ContentFixture<TablePanel>> =>
  ContentFixture.show(TablePanel, { type: 'table', title: 'Hosts', options }, frame);
const HEAD_OF_LOAD = 'th:nth-child(2) button';

describe('a table', () => {
  it('is one, with a name and heads for its columns', async () => {
    const stage = await open(hosts(1, 2));
    expect([stage.texts('caption'), stage.texts('th[scope=col] .label')]).toEqual([['Hosts'], ['host', 'load']]);
    expect(stage.texts('td')).toEqual(['web-0', '1', 'web-1', '2']);
  });

  it('is sorted by a press on a head, and says how', async () => {
    const stage = await open(hosts(2, 3, 1));
    const seen = (): unknown[] => [
      stage.one('th:nth-child(2)').getAttribute('aria-sort'),
      stage.texts('td:first-child'),
    ];
    expect(seen()).toEqual([null, ['web-0', 'web-1', 'web-2']]);
    await stage.press(HEAD_OF_LOAD);
    expect(seen()).toEqual(['ascending', ['web-2', 'web-0', 'web-1']]);
    await stage.press(HEAD_OF_LOAD);
    expect(seen()).toEqual(['descending', ['web-1', 'web-0', 'web-2']]);
    await stage.press(HEAD_OF_LOAD);
    expect(seen()).toEqual([null, ['web-0', 'web-1', 'web-2']]);
  });

  it('keeps the viewer’s order, the rows’ nodes and the focus over an update', async () => {
    const stage = await open(hosts(2, 3, 1));
    stage.one(HEAD_OF_LOAD).focus();
    await stage.press(HEAD_OF_LOAD);
    const [two, zero, one] = stage.all('tbody tr');
    await stage.update({ frame: hosts(9, 3, 1) });
    expect(stage.texts('td:first-child')).toEqual(['web-2', 'web-1', 'web-0']);
    expect(stage.all('tbody tr').map((row) => [two, zero, one].indexOf(row))).toEqual([0, 2, 1]);
    expect(document.activeElement).toBe(stage.one(HEAD_OF_LOAD));
  });

  it('marks what is beyond a threshold by a shape, and says it', async () => {
    const stage = await open(hosts(1, 9), { columns: { load: { thresholds: { crit: 5 } } } });
    expect(stage.texts('td.number')).toEqual(['1', 'critical9']);
  });

  it('says how much of 10,000 rows it shows, and shows more', async () => {
    const stage = await open(hosts(...Array.from({ length: 10_000 }, (_, row) => row)));
    expect(stage.all('tbody tr')).toHaveLength(200);
    expect(stage.texts('.rest')).toEqual(['Showing the first 200 of 10,000 rows Show 800 more']);
    await stage.press('button.more');
    expect(stage.all('tbody tr')).toHaveLength(1_000);
    expect(stage.texts('.rest')).toEqual(['Showing the first 1,000 of 10,000 rows']);
  });

  it('has the whole of a long text where the pointer rests', async () => {
    const long = 'x'.repeat(200);
    const stage = await open(tableFrame({ host: [long] }));
    expect(stage.one('td .cell').title).toBe(long);
  });
});
