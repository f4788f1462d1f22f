import { describe, expect, it } from '@jest/globals';
import { parseWidget } from './parse-widget.js';

const NOW_S = Date.UTC(2026, 0, 1) / 1_000;

const read = (json: string): ReturnType<typeof parseWidget> => parseWidget('w', Buffer.from(json), 0);

describe('the data of a widget', () => {
  it.each(['constructor', '__proto__', 'toString', 'fine'])('have no state %s', (status) => {
    expect(read(`{"status":"${status}","text":"x"}`).status).toEqual({
      key: 'w',
      report: { state: 'unknown', message: 'x' },
    });
  });

  it.each(['label', 'value'])('are rejected with a message if a %s is nested too deeply', (member) => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(() => read(`{"items":[{"${member}":${deep}}]}`)).toThrow(
      expect.objectContaining({ status: 422, detail: expect.stringMatching(/too deeply/) }),
    );
  });

  it.each([
    ['{"current":79.2387543253}', 79.2387543253],
    ['{"current":0}', 0],
    ['{"current":"42"}', 42],
    ['{"current":" -4.5\\n"}', -4.5],
    ['{"current":"1e-7"}', 1e-7],
    ['{"current":"","value":5}', 5],
    ['{"current":null,"value":5}', 5],
    ['{"value":"7"}', 7],
    ['{"points":[{"x":1,"y":5},{"x":2,"y":7}]}', 7],
    ['{"points":[{"x":2,"y":7},{"x":1,"y":5}]}', 7],
    ['{"points":[{"x":1,"y":"7"},{"x":2,"y":null}]}', 7],
    ['{"points":[[1,5],[2,7]]}', 7],
    ['{"points":[{"x":"Mon","y":5},{"x":"Tue","y":7}]}', 7],
  ])('contain a number in %s', (json, value) => {
    const { samples, status, table } = read(json);
    expect([samples, status, table]).toEqual([[{ key: 'w', value }], undefined, undefined]);
  });

  it.each(['85%', ' 12.5 % '])('contain a percentage in %j', (value) => {
    expect(read(JSON.stringify({ value })).samples).toEqual([
      { key: 'w', value: Number.parseFloat(value), unit: 'percent' },
    ]);
  });

  it.each([
    '1,234',
    '0,22',
    '$12.50',
    '12 ms',
    '0x1F',
    '0b11',
    '0o17',
    '12e4567',
    '12e45',
    '1e3',
    '9007199254740993',
    'Infinity',
    'NaN',
    'n/a',
    '5%%',
    '%',
    '1 2',
    '--5',
    '<b>1 &lt; 2</b>',
  ])('contain no number but a text in %j', (current) => {
    const { samples, status } = read(JSON.stringify({ current }));
    expect([samples, status]).toEqual([[], { key: 'w', report: { state: 'unknown', message: current } }]);
  });

  it.each([
    ['{"current":false,"text":"off"}', 'unknown', 'off'],
    ['{"current":true}', 'unknown', 'true'],
    ['{"value":false}', 'unknown', 'false'],
    ['{"text":"Build broken","status":"danger"}', 'crit', 'Build broken'],
    ['{"status":"WARNING"}', 'warn', undefined],
    ['{"image":"https://example.com/cat.png"}', 'unknown', 'https://example.com/cat.png'],
    ['{"text":""}', 'unknown', undefined],
  ])('contain a status in %s', (json, state, message) => {
    expect(read(json).status).toEqual({ key: 'w', report: { state, message } });
  });

  it.each([
    [
      '{"items":[{"label":"a","value":1},{"label":"b","value":"2"}]}',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [
      '{"items":[{"label":"a","value":"n/a"},{"label":"b","value":"85%"}]}',
      [
        ['a', 'n/a'],
        ['b', '85%'],
      ],
    ],
    [
      '{"items":["one",2,null]}',
      [
        ['one', null],
        ['2', null],
        [null, null],
      ],
    ],
    [
      '{"items":{"a":{"label":"A","value":1},"b":{"value":2},"c":3}}',
      [
        ['A', 1],
        ['b', 2],
        ['c', 3],
      ],
    ],
    ['{"items":[{"label":"a","value":{"x":[1,2]}}]}', [['a', '{"x":[1,2]}']]],
    ['{"items":[]}', []],
  ])('contain a list in %s', (json, rows) => {
    expect(read(json).table).toEqual({ columns: [{ name: 'label' }, { name: 'value' }], rows });
  });

  it('contain the first 1,000 rows of a longer list', () => {
    const items = Array.from({ length: 1_500 }, (_, index) => ({ label: `l${index}`, value: index }));
    expect(read(JSON.stringify({ items })).table?.rows).toHaveLength(1_000);
  });

  it('contain a table in rows with headings', () => {
    const row = (...values: unknown[]): unknown => ({ cols: values.map((value) => ({ value })) });
    const sent = { hrows: [row('Host', 'CPU', 'CPU', '')], rows: [row('web', '42', 'n/a'), row('db', 1, 2, 3, 4)] };
    expect(read(JSON.stringify(sent)).table).toEqual({
      columns: ['Host', 'CPU', 'CPU 3', 'column 4', 'column 5'].map((name) => ({ name })),
      rows: [
        ['web', 42, 'n/a', null, null],
        ['db', 1, 2, 3, 4],
      ],
    });
    expect(read('{"hrows":[{"cols":[{"value":"a"}]}]}').table).toEqual({ columns: [{ name: 'a' }], rows: [] });
    expect(read('{"rows":[]}').table).toEqual({ columns: [{ name: 'column 1' }], rows: [] });
  });

  it.each([
    ['seconds', 1],
    ['milliseconds', 1_000],
    ['microseconds', 1_000_000],
  ])('contain points with times in %s', (_unit, perSecond) => {
    const points = [NOW_S - 10, NOW_S - 20, NOW_S + 90_000].map((x, index) => ({ x: x * perSecond, y: index }));
    expect(parseWidget('w', Buffer.from(JSON.stringify({ points })), NOW_S * 1_000).samples).toEqual([
      { key: 'w', value: 0, at: (NOW_S - 10) * 1_000 },
      { key: 'w', value: 1, at: (NOW_S - 20) * 1_000 },
    ]);
  });

  it.each(['{"current":null}', '{"current":""}', '{"points":[]}', '{"text":null,"items":null}'])(
    'contain no current value in %s',
    (json) => {
      expect(read(json)).toEqual({ key: 'w', samples: [] });
    },
  );

  it.each([
    '{}',
    '{"title":"x"}',
    '{"current":{}}',
    '{"current":1e999}',
    '{"points":[{"x":1,"y":"no"}]}',
    '{"status":"fine"}',
  ])('are rejected if %s contains no data', (json) => {
    expect(() => read(json)).toThrow(expect.objectContaining({ status: 422 }));
  });

  it('are rejected with too many points', () => {
    expect(() => read(JSON.stringify({ points: Array.from({ length: 10_001 }, (_, x) => [x, 1]) }))).toThrow(
      expect.objectContaining({ status: 413 }),
    );
  });

  it('belong to a key in which a blank becomes an underscore, and different names have different keys', () => {
    const keyOf = (id: string): string => parseWidget(id, Buffer.from('{"current":1}'), 0).key;
    expect(keyOf('my widget')).toBe('my_widget');
    expect(keyOf('w-ä')).not.toBe(keyOf('w-ö'));
    expect(() => keyOf('')).toThrow(expect.objectContaining({ status: 422 }));
  });
});
