import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { FeatureRegistry } from '../../dashboard/feature-registry.js';
import { Source } from '../../dashboard/contracts/source.js';
import { metricsQuerySchema } from '../../metrics/metrics-query.js';
import { BoardInputReader } from '../input/board-input-reader.js';
import { BoardFileChecker } from './board-file-checker.js';

class StubSource extends Source {
  constructor(
    override readonly name: string,
    override readonly schema: z.ZodType<{ source: string }>,
  ) {
    super();
  }
  override topics(): string[] {
    return [];
  }
  override load(): never {
    throw new Error('not used');
  }
}

const registry = new FeatureRegistry();
registry.addSource(new StubSource('metrics', metricsQuerySchema));
registry.addSource(
  new StubSource('statuses', z.looseObject({ source: z.literal('statuses'), match: z.string().optional() })),
);
const checker = new BoardFileChecker(new BoardInputReader(registry), registry.sources);

const PANEL = {
  id: 'orders',
  type: 'number',
  title: 'Orders',
  layout: { x: 0, y: 0, w: 3, h: 2 },
  query: { source: 'metrics', metric: 'shop.orders' },
  options: {},
};
const board = (panel: object, more: object = {}): object => ({
  title: 'Shop',
  panels: [{ ...PANEL, ...panel }],
  ...more,
});
const errorsOf = (value: unknown): string[] =>
  checker.check(value).errors.map(({ path, message }) => `${path}: ${message}`);

describe('BoardFileChecker', () => {
  it('rejects an empty file with a message', () => {
    expect(errorsOf(null)).toEqual([': is empty: it needs at least a title and panels']);
  });

  it('accepts all options of a panel type', () => {
    const options = {
      unit: 'ms',
      decimals: 1,
      thresholds: { warn: -5, crit: 1.5 },
      combine: 'sum',
      delta: false,
      range: '24h',
    };
    expect(checker.check(board({ options: { ...options, staleAfter: '5m', color: 3, deltaFrom: '24h' } }))).toEqual({
      definition: expect.objectContaining({ title: 'Shop' }) as unknown,
      errors: [],
    });
    expect(
      errorsOf(board({ type: 'table', options: { columns: { 'cpu.load': { title: 'Load', hidden: true } } } })),
    ).toEqual([]);
  });

  it.each([
    [{ type: 'numbr' }, "panels[0].type: unknown panel type 'numbr': did you mean 'number'?"],
    [{ type: 'constructor' }, /^panels\[0\]\.type: unknown panel type 'constructor' \(known: number, chart/],
    [{ type: 'Number' }, "panels[0].type: unknown panel type 'Number': did you mean 'number'?"],
    [{ type: 'pie chart' }, "panels[0].type: unknown panel type 'pie chart': did you mean 'pie'?"],
    [
      { options: { decimls: 3 } },
      "panels[0].options.decimls: unknown option 'decimls' of a panel of type number: did you mean 'decimals'?",
    ],
    [{ options: { unit: 5 } }, 'panels[0].options.unit: must be a string'],
    [{ options: { decimals: '3' } }, 'panels[0].options.decimals: must be a whole number'],
    [{ options: { combine: 'mean' } }, 'panels[0].options.combine: must be one of last, sum, avg, min, max'],
    [
      { options: { thresholds: [1, 2] } },
      'panels[0].options.thresholds: must be an object, like { warn: 70, crit: 90 }',
    ],
    [
      { options: { thresholds: { waring: 5 } } },
      /^panels\[0\]\.options\.thresholds\.waring: unknown threshold 'waring'/,
    ],
    [{ options: { thresholds: { warn: '5' } } }, 'panels[0].options.thresholds.warn: must be a number'],
    [{ options: { thresholds: null } }, /^panels\[0\]\.options\.thresholds: must be an object/],
    [{ options: { staleAfter: 5 } }, 'panels[0].options.staleAfter: must be a duration, like 30s, 5m or 24h'],
    [{ options: { range: '2h' } }, /^panels\[0\]\.options\.range: must be one of 15m, 1h/],
    [
      { options: { stacked: true } },
      /^panels\[0\]\.options\.stacked: unknown option 'stacked' of a panel of type number/,
    ],
    [
      { type: 'table', options: { columns: { cpu: { titel: 'Load' } } } },
      "panels[0].options.columns.cpu.titel: unknown option 'titel' of a column: did you mean 'title'?",
    ],
    [{ type: 'clock', options: { format: 24 } }, 'panels[0].options.format: must be one of "12", "24"'],
    [{ titel: 'x' }, "panels[0].titel: unknown property 'titel' of a panel: did you mean 'title'?"],
    [{ layout: { ...PANEL.layout, heigth: 3 } }, /^panels\[0\]\.layout\.heigth: unknown property 'heigth' of a layout/],
    [{ query: { source: 'metrix' } }, "panels[0].query.source: unknown source 'metrix': did you mean 'metrics'?"],
    [
      { query: { source: 'metrics', metric: 'a', agregate: 'sum' } },
      "panels[0].query.agregate: unknown property 'agregate' of a metrics query: did you mean 'aggregate'?",
    ],
    [
      { query: { source: 'metrics', queries: { a: { metric: 'a', agregate: 'sum' } }, expression: 'a * 2' } },
      "panels[0].query.queries.a.agregate: unknown property 'agregate' of a query: did you mean 'aggregate'?",
    ],
    [
      { query: { source: 'statuses', mach: 'a' } },
      /^panels\[0\]\.query\.mach: unknown property 'mach' of a statuses query/,
    ],
    [
      { query: { source: 'metrics', metric: 'a', tags: { region: 7 } } },
      'panels[0].query.tags.region: must be a string, or must be a list',
    ],
    [{ layout: { ...PANEL.layout, y: 10_000 } }, 'panels[0].layout.y: must be at most 9999'],
    [{ title: 'x'.repeat(201) }, 'panels[0].title: must have at most 200 characters'],
  ])('rejects %j', (panel, message) => {
    const { definition } = checker.check(board(panel));
    expect([definition, ...errorsOf(board(panel))]).toEqual([
      undefined,
      typeof message === 'string' ? message : expect.stringMatching(message),
    ]);
  });

  it('reports all errors of all checks', () => {
    const panels = [
      { ...PANEL, type: 'numbr', layout: { x: 0, y: 0, w: 13, h: 2 } },
      { ...PANEL, id: 'b', options: { unit: 5, decimls: 1 }, query: { source: 'metrics', metric: '' } },
    ];
    expect(
      checker
        .check({ titel: 'Shop', panels })
        .errors.map(({ path }) => path)
        .sort(),
    ).toEqual(
      [
        'title',
        'titel',
        'panels[0].layout',
        'panels[0].layout.w',
        'panels[0].type',
        'panels[1].options.decimls',
        'panels[1].options.unit',
        'panels[1].query.metric',
      ].sort(),
    );
  });

  it('accepts unknown names at the top level, but not misspelled ones', () => {
    expect(errorsOf(board({}, { base: { x: 1 } }))).toEqual([]);
    expect(errorsOf({ title: 'Shop', panel: [] })).toEqual([
      "panel: unknown property 'panel' of a board: did you mean 'panels'?",
    ]);
  });

  it('accepts a response of the API, with options of another panel type', () => {
    const response = board(
      { options: { stacked: true } },
      { slug: 'shop', version: 3, readOnly: true, file: 'shop.yaml' },
    );
    expect(errorsOf(response)).toEqual([]);
    expect(errorsOf(board({ options: { stakced: true } }, { version: 3 }))).toHaveLength(1);
  });

  it('returns the definition and an error if a source is not loaded', () => {
    expect(checker.check(board({ query: { source: 'weather', city: 'Ulm' } }))).toEqual({
      definition: expect.objectContaining({ title: 'Shop' }) as unknown,
      errors: [{ path: 'panels[0].query.source', message: "unknown source 'weather' (known: metrics, statuses)" }],
    });
  });

  it.each([
    undefined,
    null,
    [],
    'text',
    { panels: 3 },
    { panels: [null, 3, [], { options: [], query: [], layout: 3 }] },
  ])('never throws for %j', (value) => {
    expect(checker.check(value).errors.length).toBeGreaterThan(0);
  });
});
