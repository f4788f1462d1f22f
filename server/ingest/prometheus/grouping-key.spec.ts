import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../../common/errors/problem.js';
import { runs } from '../../../test/support/jest/property-runs.js';
import { parseGroupingKey } from './grouping-key.js';

function rejectionOf(path: string): string | undefined {
  try {
    parseGroupingKey(path);
  } catch (error) {
    if (error instanceof Problem && error.getStatus() === 400) return error.detail;
    throw error;
  }
  return undefined;
}

describe('the path of a Pushgateway group', () => {
  it.each([
    ['job/a/instance/b', { job: 'a', instance: 'b' }],
    ['job/a/', { job: 'a' }],
    ['job/a/x/y/', { job: 'a', x: 'y' }],
    ['job/a/x/', { job: 'a', x: '' }],
    ['job/a/path@base64/L3Zhci90bXA', { job: 'a', path: '/var/tmp' }],
    ['job/a/path@base64/L3Zhci90bXA=', { job: 'a', path: '/var/tmp' }],
    ['job/a/path@base64/L3Zhci90bXA%3D', { job: 'a', path: '/var/tmp' }],
    ['job/a/path@base64/L3Zhci90bXA==', { job: 'a', path: '/var/tmp' }],
    ['job/a/b@base64/Pz8_', { job: 'a', b: '???' }],
    ['job/a/empty@base64/=/other/x', { job: 'a', empty: '', other: 'x' }],
    ['job@base64/bXkvam9i', { job: 'my/job' }],
    ['job/a/name/%F0%9F%92%BE%20disk', { job: 'a', name: '💾 disk' }],
    ['job/a/name/x%2Fy', { job: 'a', name: 'x/y' }],
    ['job/100%25', { job: '100%' }],
    ['job/a+b', { job: 'a+b' }],
    ['job/a;b', { job: 'a;b' }],
    ['job/a/x/..', { job: 'a', x: '..' }],
    ['job/a/x/%2e%2e', { job: 'a', x: '..' }],
    ['job/a/x/%00', { job: 'a', x: '\0' }],
  ])('%s is read', (path, labels) => {
    expect(Object.fromEntries(parseGroupingKey(path).labels)).toEqual(labels);
  });

  it('is identified by its labels in any order and encoding', () => {
    const paths = ['job/a/x/y/z/w', 'job/a/z/w/x/y', 'job/a/x@base64/eQ/z/w/', 'job/a/x/y/z/w/empty@base64/='];
    expect(new Set(paths.map((path) => parseGroupingKey(path).key))).toEqual(new Set(['{"job":"a","x":"y","z":"w"}']));
    expect(parseGroupingKey('job/a/x/y').key).toBe('{"job":"a","x":"y"}');
  });

  it.each([
    ['job/', /the job must have a name/],
    ['job//a/b', /the job must have a name/],
    ['job@base64/=', /the job must have a name/],
    ['job/a/x', /a label has no value/],
    ['job/a//c', /'' is not the name of a label/],
    ['job/a/@base64/YQ', /'' is not the name of a label/],
    ['job/a/1bad/b', /'1bad' is not the name/],
    ['job/a/b-c/d', /'b-c' is not the name/],
    ['job/a/__b/c', /'__b' is not the name/],
    ['job/a/%C3%A9/d', /'é' is not the name/],
    ['job/a%', /not percent-encoded UTF-8/],
    ['job/a%zz', /not percent-encoded UTF-8/],
    ['job/%ff', /not percent-encoded UTF-8/],
    ['job/a/x@base64/a', /not base64url/],
    ['job/a/x@base64/%20', /not base64url/],
    ['job/a/x@base64/Pz8%2B', /not base64url/],
    ['job/a/x@base64/_w', /not UTF-8 in base64url/],
    ['job/a/x/1/x/2', /'x' is a duplicate/],
    ['job/a/x/1/x@base64/Mg', /'x' is a duplicate/],
    ['job/a/job/b', /'job' is a duplicate/],
    [`job/${'a'.repeat(257)}`, /value is longer than 256/],
    [`job/a/${'b'.repeat(65)}/c`, /name is longer than 64/],
    [`job/a${Array.from({ length: 20 }, (_, i) => `/l${i}/x`).join('')}`, /has 21 tags/],
  ])('%s is rejected', (path, expectedMessage) => {
    expect(rejectionOf(path)).toMatch(expectedMessage);
  });

  it('decodes every label that it can encode', () => {
    const value = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(value, fc.boolean(), (text, isBase64) => {
        const segment = isBase64
          ? `label@base64/${text === '' ? '=' : Buffer.from(text).toString('base64url')}`
          : `label/${encodeURIComponent(text)}`;
        expect(parseGroupingKey(`job/a/${segment}`).labels).toEqual([
          ['job', 'a'],
          ['label', text],
        ]);
      }),
      runs(1_000),
    );
  });

  it('is read or rejected with a message for any text', () => {
    const token = fc.constantFrom('job', '/', 'a', '@base64', '=', '%', '%2F', '%ff', '_w', '..', 'é', '\0', '__');
    const path = fc.oneof(
      fc.string(),
      fc.array(token, { maxLength: 20 }).map((tokens) => `job/${tokens.join('')}`),
    );
    fc.assert(
      fc.property(path, (text) => {
        expect(rejectionOf(text) ?? 'read').toMatch(/^(?:read|The (?:path must be|group has) .*)$/s);
      }),
      runs(1_000),
    );
  });
});
