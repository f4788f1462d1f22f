import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { originalName } from '../../wire/escaped-names.js';
import { readableName } from '../common/readable-name.js';
import { keyProblem } from '../common/validation/key-problem.js';
import { normalizeMetricKey } from './normalize-metric-key.js';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('a', '.', '/', ' ', '\u0000', '\ud800', '😀', '_', 'x', '0041', 'é'),
    maxLength: 60,
  }),
);

describe('normalizeMetricKey', () => {
  it.each([
    ['http_requests_total', 'http_requests_total'],
    ['cpu usage %', 'cpu_x0020_usage_x0020__x0025_'],
    ['Größe', 'Gr_x00F6__x00DF_e'],
    ['温度', '_x6E29__x5EA6_'],
    ['a😀b', 'a_x1F600_b'],
    ['/var//log/', '_x002F_var_x002F_/log_x002F_'],
    ['../a/.', '_x002E__x002E_/a/_x002E_'],
    ['a\u0000', 'a_x0000_'],
    ['caf_x00E9_', 'caf_x005F_x00E9_'],
    ['caf_x00e9_', 'caf_x00e9_'],
    ['size_x1024', 'size_x1024'],
    ['_x00E9é', '_x005F_x00E9_x00E9_'],
    ['k'.repeat(200), 'k'.repeat(200)],
    ['k'.repeat(201), undefined],
    ['温'.repeat(29), undefined],
    ['', undefined],
    ['a\ud800', undefined],
  ])('makes %j the key %j', (name, key) => {
    expect(normalizeMetricKey(name)).toBe(key);
  });

  it('makes a valid key, from which the name can be restored', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const key = normalizeMetricKey(name);
        if (key === undefined) return;
        expect(keyProblem(key)).toBeUndefined();
        expect(originalName(key)).toBe(name);
      }),
    );
  });

  it('keeps different names different', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const [keyOfOne, keyOfOther] = [normalizeMetricKey(one), normalizeMetricKey(other)];
        if (one !== other && keyOfOne !== undefined) expect(keyOfOne).not.toBe(keyOfOther);
      }),
    );
  });
});

describe('originalName', () => {
  it('does not decode text that only looks like an escape', () => {
    for (const key of ['shop.orders', 'a_x12_', 'a_xD800_', 'a_x110000_', 'a_x0041'])
      expect(originalName(key)).toBe(key);
  });
});

describe('readableName', () => {
  it('returns a name only if it differs from the key', () => {
    expect(readableName('shop.orders')).toEqual({});
    expect(readableName('Gr_x00F6__x00DF_e')).toEqual({ name: 'Größe' });
  });
});
