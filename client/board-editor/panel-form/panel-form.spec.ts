import { TestKey } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Panel } from '../../../wire/schemas/board';
import type { InputError } from '../../../wire/schemas/problem-schema';
import { FakeFetch } from '../../stream/testing/fake-fetch';
import { samplePanel } from '../../panels/testing/sample-frames';
import { PanelForm } from './panel-form';
import { PanelFormHarness } from './testing/panel-form-harness';

const panel = signal<Panel>(samplePanel());
const errors = signal<readonly InputError[]>([]);
const actions: string[] = [];

/** An editor that accepts every change. */
@Component({
  selector: 'bc-test-editor',
  imports: [PanelForm],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<bc-panel-form
    [panel]="panel()"
    [errors]="errors()"
    (panelChange)="panel.set($event)"
    (remove)="actions.push('remove')"
    (duplicate)="actions.push('duplicate')"
  />`,
})
class TestEditor {
  readonly panel = panel;
  readonly errors = errors;
  readonly actions = actions;
}

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000 - 5_000).toISOString();
const METRICS = [
  { key: 'shop.orders', value: 42, at: minutesAgo(3), tags: {} },
  { key: 'shop.revenue', value: 1200, at: minutesAgo(1), unit: 'EUR', tags: { region: 'eu' } },
  { key: 'shop.revenue', value: 900, at: minutesAgo(2), unit: 'EUR', tags: { region: 'us' } },
];

describe('PanelForm', () => {
  let fetched: FakeFetch;
  let form: PanelFormHarness;

  beforeEach(async () => {
    panel.set(samplePanel());
    errors.set([]);
    actions.length = 0;
    fetched = new FakeFetch();
    // jsdom has no layout, so nothing to scroll either.
    Element.prototype.scrollIntoView = () => undefined;
    const fixture = TestBed.createComponent(TestEditor);
    form = await TestbedHarnessEnvironment.loader(fixture).getHarness(PanelFormHarness);
  });

  afterEach(() => {
    fetched.restore();
  });

  async function respond(path: string, items: readonly unknown[]): Promise<void> {
    fetched.calls.find(({ url }) => url === `http://localhost${path}`)?.respond(200, JSON.stringify({ items }));
    await FakeFetch.settled();
  }

  it('shows the panel and emits a whole panel on each change', async () => {
    expect([await form.chosenType(), await form.shownIn('Title'), await form.shownIn('Metric')]).toEqual([
      'number',
      'Orders',
      'shop.orders',
    ]);
    await form.write('Title', 'Orders today');
    await form.write('Mark as late after', '5m');
    await form.tick('Compare with an earlier value');
    expect(panel()).toEqual(samplePanel({ title: 'Orders today', options: { staleAfter: '5m', delta: false } }));
    await form.tick('Compare with an earlier value');
    await form.write('Mark as late after', '');
    expect(panel().options).toEqual({});
  });

  it('keeps invalid text in its field with a message and does not emit it', async () => {
    await form.write('Decimals', '2');
    await form.write('Decimals', 'two');
    expect(await form.problems()).toEqual(['Enter a number, e.g. 42 or 0.5.']);
    expect(await (await form.field('Decimals')).getAttribute('aria-invalid')).toBe('true');
    expect(panel().options.decimals).toBeUndefined();
    panel.set(samplePanel({ id: 'another' }));
    expect([await form.shownIn('Decimals'), await form.problems()]).toEqual(['', []]);
  });

  it('accepts calendar intervals, and rejects lengths that the server rejects', async () => {
    await form.pick('Result', 'Time series');
    for (const every of ['5m', '1w', '3mo']) {
      await form.write('Interval', every);
      expect([panel().query?.every, await form.problems()]).toEqual([every, []]);
    }
    for (const every of ['5mo', '500d', '10ms']) {
      await form.write('Interval', every);
      expect(await form.problems()).toEqual([
        'Enter a whole number followed by s, m, h, d, w or mo, e.g. 5m, 1d or 1mo.',
      ]);
    }
  });

  it('keeps the text as typed while its value is the same, and follows undo', async () => {
    await form.write('Warning from', '7.0');
    expect(panel().options.thresholds).toEqual({ warn: 7 });
    expect(await form.shownIn('Warning from')).toBe('7.0');
    panel.set(samplePanel({ options: { thresholds: { warn: 5 } } }));
    expect(await form.shownIn('Warning from')).toBe('5');
    await form.write('Warning from', '');
    expect(panel().options).toEqual({});
  });

  it('shows errors of the server beside their fields', async () => {
    errors.set([
      { path: 'panels[4].query.every', message: 'must be a duration' },
      { path: 'options.decimals', message: 'is too much' },
      { path: 'panels[4].layout', message: 'must end within the grid' },
    ]);
    expect(await form.problems()).toEqual(['layout: must end within the grid', 'Must be a duration', 'Is too much']);
  });

  it('finds a metric by its name in another system and selects its key', async () => {
    await respond('/api/v1/metrics', [
      ...METRICS,
      { key: 'keller.Gr_x00F6__x00DF_e', name: 'keller.Größe', value: 1, at: minutesAgo(1), tags: {} },
    ]);
    await form.write('Metric', 'größ');
    expect(await form.offered()).toEqual([expect.stringMatching(/^keller\.Größe/)]);
    await form.press('Metric', TestKey.DOWN_ARROW, TestKey.ENTER);
    expect(panel().query?.metric).toBe('keller.Gr_x00F6__x00DF_e');
    await form.search('Metric', 'shop.orders');
    await form.search('Metric', 'keller.Größe');
    expect(panel().query?.metric).toBe('keller.Gr_x00F6__x00DF_e');
    expect(await form.text()).toContain('keller.Größe · 1 · 1 min ago');
  });

  it('offers to combine series for numbers and gauges', async () => {
    expect(await form.choices('Combine series')).toEqual(['Newest', 'Sum', 'Average', 'Min', 'Max']);
    await form.pick('Combine series', 'Average');
    expect(panel().options).toEqual({ combine: 'avg' });
    await form.pick('Combine series', 'Newest');
    expect(panel().options).toEqual({});
    panel.set(samplePanel({ options: { combine: 'last' } }));
    expect(await form.choices('Combine series')).toHaveLength(5);
    await form.pickType('Gauge');
    expect(await form.fieldNames()).toContain('Combine series');
    await form.pickType('Chart');
    expect(await form.fieldNames()).not.toContain('Combine series');
  });

  it('suggests metrics by any part of their names, with last value, age and number of series', async () => {
    await respond('/api/v1/metrics', METRICS);
    await form.write('Metric', 'reve sh');
    expect(await form.offered()).toEqual([expect.stringMatching(/^shop\.revenue ?€1,200.* · 1 min ago · 2 series$/)]);
    await form.press('Metric', TestKey.DOWN_ARROW);
    expect(await form.activeOption('Metric')).toMatch(/^shop\.revenue/);
    expect(panel().query?.metric).toBe('shop.orders');
    await form.press('Metric', TestKey.ENTER);
    expect([panel().query?.metric, await form.offered()]).toEqual(['shop.revenue', []]);
  });

  it('accepts an unknown metric, cancels at Escape, and rejects an invalid key', async () => {
    await respond('/api/v1/metrics', METRICS);
    await form.write('Metric', 'shop.ret');
    await form.press('Metric', TestKey.ESCAPE);
    expect(await form.shownIn('Metric')).toBe('shop.orders');
    await form.search('Metric', 'shop.returns');
    expect(panel().query).toEqual({ source: 'metrics', metric: 'shop.returns' });
    expect(await form.command()).toContain('/api/v1/metrics/shop.returns');
    await form.search('Metric', 'what is this?');
    expect(await form.problems()).toEqual(['Use 1–200 of these characters: A-Z a-z 0-9 . _ - : /']);
    // The draft keeps it for undo, a reload and the selection of another panel, but it cannot be saved.
    expect(panel().query?.metric).toBe('what is this?');
  });

  it('limits 10,000 metrics to 50 suggestions', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ ...METRICS[0], key: `m.${index}` }));
    await respond('/api/v1/metrics', many);
    await form.write('Metric', 'm.9');
    expect(await form.offered()).toHaveLength(50);
    await form.write('Metric', 'm.9999');
    expect(await form.offered()).toHaveLength(1);
  });

  it('adapts the query to the type and restores earlier queries', async () => {
    await form.pickType('Bars');
    expect(panel().query).toEqual({ source: 'metrics', metric: 'shop.orders', as: 'value', aggregate: 'last' });
    await form.pickType('Chart');
    expect(panel().query).toEqual({ source: 'metrics', metric: 'shop.orders' });
    await form.pickType('Events');
    expect(panel().query).toEqual({ source: 'events' });
    await form.write('Filter by level', 'warn crit');
    expect(panel().query).toEqual({ source: 'events', levels: ['warn', 'crit'] });
    await form.write('Filter by text', 'disk full');
    expect(panel().query).toEqual({ source: 'events', levels: ['warn', 'crit'], match: 'disk full' });
    await form.pickType('Status');
    await form.pick('Show', 'State with uptime history');
    expect(panel().query).toEqual({ source: 'statuses', as: 'uptime' });
    await form.pickType('Text');
    expect(panel()).not.toHaveProperty('query');
    expect(await form.fieldNames()).not.toContain('Source');
    await form.write('Text (Markdown)', '# Hello');
    expect(panel().options).toEqual({ text: '# Hello' });
    await form.pickType('Number');
    expect(panel().query).toEqual({ source: 'metrics', metric: 'shop.orders' });
  });

  it('reports a missing table key and suggests tables', async () => {
    await form.pick('Source', 'Tables');
    expect(panel().query).toEqual({ source: 'tables', table: '' });
    expect(await form.problems()).toEqual(['Choose a table or type a key that will be sent later.']);
    await form.press('Table', TestKey.DOWN_ARROW);
    await respond('/api/v1/tables', [
      { key: 'shop.products', rows: 3, at: minutesAgo(2) },
      { key: 'shop.refunds', rows: 1, at: minutesAgo(2) },
    ]);
    expect(await form.offered()).toEqual([
      expect.stringMatching(/^shop\.products ?3 rows · 2 min ago$/),
      expect.stringMatching(/^shop\.refunds ?1 row · 2 min ago$/),
    ]);
    await form.search('Table', 'shop.products');
    expect(panel().query).toEqual({ source: 'tables', table: 'shop.products' });
  });

  it('accepts several metrics or a pattern in one field', async () => {
    await form.search('Metric', 'shop.orders, shop.returns');
    expect(panel().query).toEqual({ source: 'metrics', metrics: ['shop.orders', 'shop.returns'] });
    await form.search('Metric', 'shop.*');
    expect(panel().query).toEqual({ source: 'metrics', match: 'shop.*' });
    expect(await form.shownIn('Metric')).toBe('shop.*');
    await form.search('Metric', 'shop.*, web.*');
    expect((await form.problems())[0]).toMatch(/^Use 1–200 of these characters/);
    expect(panel().query).toEqual({ source: 'metrics', metric: 'web.*', match: 'shop.*' });
  });

  it('shows rarely used fields under “More”', async () => {
    await form.write('Group by tag', 'region, host');
    await form.tick('Rate per second (for counters)');
    await form.pick('Aggregate series by', 'Sum');
    await form.write('Difference since', '24h');
    expect(panel().query).toEqual({
      source: 'metrics',
      metric: 'shop.orders',
      by: ['region', 'host'],
      rate: true,
      across: 'sum',
      difference: '24h',
    });
  });

  it('edits an expression and reports if it is missing', async () => {
    const queries = { a: { metric: 'shop.orders' }, b: { metric: 'shop.visits' } };
    panel.set(samplePanel({ query: { source: 'metrics', queries, expression: 'a / b' } }));
    await form.write('Expression', 'a / b * 100');
    expect(panel().query).toEqual({ source: 'metrics', queries, expression: 'a / b * 100' });
    await form.write('Expression', '');
    expect(await form.problems()).toEqual(['Enter an expression over the queries, e.g. a / b.']);
  });

  it('edits queries of other sources as JSON', async () => {
    await respond('/api/v1/sources', [
      {
        name: 'weather',
        query: { properties: { source: {}, city: { type: 'string' } }, required: ['source', 'city'] },
      },
    ]);
    await form.pick('Source', 'weather');
    await form.write('Query (JSON)', '{ "city": ');
    expect((await form.problems())[0]).toMatch(/^Invalid JSON/);
    await form.write('Query (JSON)', '{ "city": "Ulm" }');
    expect(panel().query).toEqual({ source: 'weather', city: 'Ulm' });
  });

  it('sets and removes the time range of a panel', async () => {
    await form.pick('Time range', 'Last 7 days');
    expect(panel().options).toEqual({ range: '7d' });
    await form.pick('Time range', 'Same as board');
    expect(panel().options).toEqual({});
  });

  it('emits remove and duplicate', async () => {
    await form.click('Duplicate');
    await form.click('Remove');
    expect(actions).toEqual(['duplicate', 'remove']);
  });
});
