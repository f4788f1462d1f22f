import { describe, expect, it } from '@jest/globals';
import type { Frame } from '../../../wire/schemas/frame';
import { emptyReasonOf } from './empty-reason';

const TIMES: Frame = { fields: [{ name: 'time', type: 'time', values: [] }] };
const SERIES: Frame = { fields: [...TIMES.fields, { name: 'a', type: 'number', values: [] }] };
const KNOWN: ReadonlySet<string> = new Set(['shop.orders', 'shop.eu.returns', 'b.b']);
const metrics = (rest: object): { source: string } => ({ source: 'metrics', ...rest });

describe('emptyReasonOf', () => {
  it.each([
    ['a metric that does not exist', metrics({ metric: 'a' }), TIMES],
    ['a pattern without matches', metrics({ match: 'a.*' }), TIMES],
    ['no response yet', metrics({ metric: 'a' }), undefined],
    ['statuses', { source: 'statuses', tags: {} }, SERIES],
    ['no query', undefined, undefined],
  ])('returns never at once for %s', (_, query, frame) => {
    expect(emptyReasonOf(query, frame, undefined)).toBe('never');
  });

  it('returns range at once for series without a value in the range', () => {
    expect(emptyReasonOf(metrics({ metric: 'a', rate: true }), SERIES, undefined)).toBe('range');
    expect(emptyReasonOf(metrics({ metric: 'a', tags: { b: 'c' } }), SERIES, undefined)).toBe('range');
  });

  it.each([
    ['tags', { metric: 'shop.orders', tags: { region: 'eu' } }],
    ['never', { metric: 'shop.order', tags: { region: 'eu' } }],
    ['tags', { metrics: ['other', 'shop.orders'], tags: { region: 'eu' } }],
    ['tags', { match: 'shop.*', tags: { region: 'eu' } }],
    ['tags', { match: '*.eu.*', tags: { region: 'eu' } }],
    ['tags', { match: 'shop*eu*ns', tags: { region: 'eu' } }],
    ['never', { match: 'shop*eu*n', tags: { region: 'eu' } }],
    ['never', { match: 'b.*.b', tags: { region: 'eu' } }],
    ['never', { match: 'b.b*b.b', tags: { region: 'eu' } }],
    ['tags', { match: 'b.b', tags: { region: 'eu' } }],
    ['never', { match: 'sh.p*', tags: { region: 'eu' } }],
    ['range', { expression: 'a / b', queries: { a: { metric: 'x' }, b: { metric: 'shop.orders' } } }],
    ['never', { expression: 'a / b', queries: { a: { metric: 'x' }, b: null } }],
    ['never', { expression: 'a / b', queries: 'a' }],
  ])('returns %s for %j once the metrics are known', (why, rest) => {
    expect(emptyReasonOf(metrics(rest), TIMES, undefined)).toBe('unknown');
    expect(emptyReasonOf(metrics(rest), TIMES, KNOWN)).toBe(why);
  });
});
