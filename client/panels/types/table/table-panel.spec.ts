import { describe, expect, it } from '@jest/globals';
import { ContentFixture } from '../../testing/content-fixture';
import { tableFrame } from '../../testing/sample-frames';
import { TablePanel } from './table-panel';

const hosts = (...loads: number[]): ReturnType<typeof tableFrame> =>
  tableFrame({ host: loads.map((_, index) => `web-${index}`), load: loads });
const open = (frame: ReturnType<typeof tableFrame>, options = {}): Promise<ContentFixture<TablePanel>> =>
  ContentFixture.show(TablePanel, { type: 'table', title: 'Hosts', options }, frame);
const HEAD_OF_LOAD = 'th:nth-child(2) button';

describe('TablePanel', () => {
  it('is a table with a name and column headers', async () => {
    const fixture = await open(hosts(1, 2));
    expect([fixture.allText('caption'), fixture.allText('th[scope=col] .label')]).toEqual([
      ['Hosts'],
      ['host', 'load'],
    ]);
    expect(fixture.allText('td')).toEqual(['web-0', '1', 'web-1', '2']);
  });

  it('is sorted by a click on a header, and shows the order', async () => {
    const fixture = await open(hosts(2, 3, 1));
    const seen = (): unknown[] => [
      fixture.one('th:nth-child(2)').getAttribute('aria-sort'),
      fixture.allText('td:first-child'),
    ];
    expect(seen()).toEqual([null, ['web-0', 'web-1', 'web-2']]);
    await fixture.click(HEAD_OF_LOAD);
    expect(seen()).toEqual(['ascending', ['web-2', 'web-0', 'web-1']]);
    await fixture.click(HEAD_OF_LOAD);
    expect(seen()).toEqual(['descending', ['web-1', 'web-0', 'web-2']]);
    await fixture.click(HEAD_OF_LOAD);
    expect(seen()).toEqual([null, ['web-0', 'web-1', 'web-2']]);
  });

  it('keeps the viewer’s order, the rows’ nodes and the focus over an update', async () => {
    const fixture = await open(hosts(2, 3, 1));
    fixture.one(HEAD_OF_LOAD).focus();
    await fixture.click(HEAD_OF_LOAD);
    const [two, zero, one] = fixture.all('tbody tr');
    await fixture.update({ frame: hosts(9, 3, 1) });
    expect(fixture.allText('td:first-child')).toEqual(['web-2', 'web-1', 'web-0']);
    expect(fixture.all('tbody tr').map((row) => [two, zero, one].indexOf(row))).toEqual([0, 2, 1]);
    expect(document.activeElement).toBe(fixture.one(HEAD_OF_LOAD));
  });

  it('marks values beyond a threshold with a shape and a name', async () => {
    const fixture = await open(hosts(1, 9), { columns: { load: { thresholds: { crit: 5 } } } });
    expect(fixture.allText('td.number')).toEqual(['1', 'critical9']);
  });

  it('tells how many of 10,000 rows it shows, and shows more', async () => {
    const fixture = await open(hosts(...Array.from({ length: 10_000 }, (_, row) => row)));
    expect(fixture.all('tbody tr')).toHaveLength(200);
    expect(fixture.allText('.rest')).toEqual(['Showing the first 200 of 10,000 rows Show 800 more']);
    await fixture.click('button.more');
    expect(fixture.all('tbody tr')).toHaveLength(1_000);
    expect(fixture.allText('.rest')).toEqual(['Showing the first 1,000 of 10,000 rows']);
  });

  it('shows a long text in a tooltip', async () => {
    const long = 'x'.repeat(200);
    const fixture = await open(tableFrame({ host: [long] }));
    expect(fixture.one('td .cell').title).toBe(long);
  });
});
