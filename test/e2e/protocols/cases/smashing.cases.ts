// Shopify/dashing#476 (long decimals), kalkih/mini-graph-card#177 (decimal commas), and jobs that send texts with units, lists
// and points.
import assert from 'node:assert/strict';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import {
  type CaseResponse,
  type CaseServer,
  type MetricItem,
  type StatusItem,
  uniqueName,
} from '../../../support/cases/case-server.js';

interface Widget {
  readonly answer: CaseResponse;
  readonly metric: MetricItem | undefined;
  readonly status: StatusItem | undefined;
  readonly rows: readonly unknown[] | undefined;
}

async function send(server: CaseServer, body: object): Promise<Widget> {
  const name = uniqueName('widget');
  const answer = await server.sendJson('POST', `/widgets/${name}`, { auth_token: 'x', ...body });
  const table = await server.get(`/api/v1/tables/${name}`);
  return {
    answer,
    metric: (await server.seriesOf(name))[0],
    status: await server.status(name),
    rows: (table.json as { rows?: readonly unknown[] }).rows,
  };
}

type Check = (widget: Widget) => void;

const isValue =
  (value: number): Check =>
  ({ answer, metric }) => {
    assert.deepEqual([answer.status, metric?.value], [204, value], answer.text);
  };

/** The widget is stored as a text, not as a number. */
const isText =
  (text: string, state?: string): Check =>
  ({ answer, metric, status }) => {
    assert.deepEqual([answer.status, metric], [204, undefined], answer.text);
    assert.equal(status?.message, text);
    if (state !== undefined) assert.equal(status.state, state);
  };

/** The widget is stored as the intended number or as the text. */
const isValueOrText =
  (value: number, text: string): Check =>
  (widget) => {
    if (widget.metric) isValue(value)(widget);
    else isText(text)(widget);
  };

const hasRows =
  (count: number): Check =>
  ({ answer, rows }) => {
    assert.deepEqual([answer.status, rows?.length], [204, count], answer.text);
  };

/** Bodies with the current time are created when the case runs. */
const WIDGETS: readonly (readonly [what: string, body: object | (() => object), check: Check])[] = [
  ['a long decimal', { current: 79.2387543253 }, isValue(79.2387543253)],
  ['a number as a text', { current: '42' }, isValue(42)],
  ['a number as a text with blanks around it', { current: ' 42\n' }, isValue(42)],
  ['a percent sign', { value: '85%' }, isValueOrText(85, '85%')],
  ['a comma between thousands', { current: '1,234' }, isValueOrText(1_234, '1,234')],
  ['a decimal comma', { current: '0,22' }, isValueOrText(0.22, '0,22')],
  ['money', { current: '$12.50' }, isValueOrText(12.5, '$12.50')],
  ['a hexadecimal text', { current: '0x1F' }, isText('0x1F')],
  ['an octal text', { current: '0o17' }, isText('0o17')],
  ['a binary text', { current: '0b11' }, isText('0b11')],
  ['a commit hash that looks like an exponent', { current: '12e4567' }, isText('12e4567')],
  ['the word Infinity', { current: 'Infinity' }, isText('Infinity')],
  ['an empty text beside a value', { current: '', value: 5 }, isValue(5)],
  ['null beside a value', { current: null, value: 5 }, isValue(5)],
  ['zero', { current: 0 }, isValue(0)],
  ['zero as a text', { current: '0' }, isValue(0)],
  ['false beside a text', { current: false, text: 'off' }, isText('off')],
  ['a word', { current: 'n/a' }, isText('n/a')],
  ['a text and a state', { text: 'Build broken', status: 'danger' }, isText('Build broken', 'crit')],
  ['a text and a warning', { text: 'Slow', status: 'warning' }, isText('Slow', 'warn')],
  ['HTML, which is shown as text', { text: '<b>1 &lt; 2</b>' }, isText('<b>1 &lt; 2</b>')],
  [
    'a list',
    {
      items: [
        { label: 'a', value: 1 },
        { label: 'b', value: '2' },
      ],
    },
    hasRows(2),
  ],
  [
    'a list with numbers and texts in one column',
    {
      items: [
        { label: 'a', value: 1 },
        { label: 'b', value: 'n/a' },
        { label: 'c', value: '3 days' },
      ],
    },
    hasRows(3),
  ],
  ['a list with a nested value', { items: [{ label: 'a', value: { x: [1, 2] } }] }, hasRows(1)],
  ['a list with null', { items: [{ label: 'a', value: null }, { label: null }] }, hasRows(2)],
  ['a list of texts', { items: ['one', 'two'] }, hasRows(2)],
  ['an empty list', { items: [] }, hasRows(0)],
  [
    'a list of more than 1,000 items',
    { items: Array.from({ length: 1_500 }, (_, index) => ({ label: `l${index}`, value: index })) },
    hasRows(1_000),
  ],
  [
    'a list that is an object',
    { items: { a: { label: 'a', value: 1 } } },
    (widget) => {
      if (widget.answer.status !== 422) hasRows(1)(widget);
    },
  ],
  [
    'points with steps',
    {
      points: [
        { x: 1, y: 5 },
        { x: 2, y: 7 },
      ],
    },
    isValue(7),
  ],
  ['points with times in milliseconds', () => points(1_000, [20, 5], [10, 7]), isValue(7)],
  ['points out of order', () => points(1, [10, 7], [20, 5]), isValue(7)],
  ['points with null', () => points(1, [20, null], [10, 7]), isValue(7)],
  [
    'points with times in seconds',
    () => points(1, [20, 5], [10, 7]),
    (widget) => {
      isValue(7)(widget);
      const age = Date.now() - Date.parse(widget.metric?.at ?? '');
      assert.ok(age >= 10_000 && age < 70_000, String(age));
    },
  ],
];

/** @param values seconds ago, and value */
function points(unit: number, ...values: readonly (readonly [number, number | null])[]): object {
  const now = Math.floor(Date.now() / 1_000);
  return { points: values.map(([ago, y]) => ({ x: (now - ago) * unit, y })) };
}

const widgets = WIDGETS.map(([what, body, check]): TestCase => ({
  title: `accepts a widget of Smashing with ${what}`,
  run: async (server) => {
    check(await send(server, typeof body === 'function' ? (body as () => object)() : body));
  },
}));

const blanks: TestCase = {
  title: 'accepts a widget of Smashing with a blank in its name',
  run: async (server) => {
    const name = uniqueName('my');
    assert.equal((await server.sendJson('POST', `/widgets/${name}%20widget`, { current: 3 })).status, 204);
    const found = await server.findSeries(({ key }) => key.startsWith(name));
    assert.deepEqual(
      found.map(({ value }) => value),
      [3],
    );
  },
};

const form: TestCase = {
  title: 'rejects a form instead of JSON with a message',
  run: async (server) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await server.request('POST', `/widgets/${uniqueName('form')}`, 'auth_token=x&current=5', headers);
    assert.ok([400, 422].includes(answer.status), `${answer.status} ${answer.text}`);
    assert.match(answer.text, /JSON/);
  },
};

export const smashing: CaseGroup = { cases: [...widgets, blanks, form] };
