import { describe, expect, it } from '@jest/globals';
import { type Heartbeat, parseHeartbeat } from './heartbeat.js';
import { parseQueryParameters } from './query-parameters.js';

const read = (query: string, token = 'k'): Heartbeat =>
  parseHeartbeat(token, parseQueryParameters(`/api/push/k${query}`));

describe('a heartbeat of Uptime Kuma', () => {
  it.each([
    ['', 'ok', undefined, undefined],
    ['?', 'ok', undefined, undefined],
    ['?status=up&msg=OK&ping=', 'ok', 'OK', undefined],
    ['?status=down', 'crit', undefined, undefined],
    ['?status=&msg=', 'ok', undefined, undefined],
    ['?status=true&msg=OK&ping=', 'crit', 'OK', undefined],
    ['?status=up&msg=OK&ping=?status=up&msg=OK&ping=0.235', 'ok', 'OK', 0.235],
    ['?msg=a&msg=b', 'ok', 'b', undefined],
    ['?msg=a+b%20c%2Bd%25', 'ok', 'a b c+d%', undefined],
    ['?msg=CPU%20at%2095%', 'ok', 'CPU at 95%', undefined],
    ['?msg=50%&ping=1', 'ok', '50%', 1],
    ['?msg=100%zz%2', 'ok', '100%zz%2', undefined],
    ['?msg=a=b=c', 'ok', 'a=b=c', undefined],
    ['?msg=%F0%9F%92%BE%20fertig', 'ok', '💾 fertig', undefined],
    ['?msg=Gr%F6%DFe', 'ok', 'Größe', undefined],
    ['?msg=one%0Atwo', 'ok', 'one\ntwo', undefined],
    ['?%6Dsg=x', 'ok', 'x', undefined],
  ])('is read from %j', (query, state, message, value) => {
    const { report, samples } = read(query);
    expect([report.state, report.message, samples[0]?.value]).toEqual([state, message, value]);
  });

  it.each([
    ['12.345', 12.345],
    ['12ms', 12],
    ['%2012%20ms', 12],
    ['-5', -5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1_000],
    ['0', 0],
    ['rainy', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['1e999', undefined],
    ['0x1F', undefined],
    ['12,5', undefined],
    ['1.2.3', undefined],
    ['1_000', undefined],
  ])('has the ping %s', (ping, value) => {
    expect(read(`?ping=${ping}`).samples.map((sample) => sample.value)).toEqual(value === undefined ? [] : [value]);
  });

  it('truncates a long message', () => {
    expect(read(`?msg=${'x'.repeat(5_000)}`).report.message).toMatch(/^x{999}…$/);
  });

  it('limits the name of the status so that the key of its ping fits', () => {
    expect(read('', 'x'.repeat(195)).key).toHaveLength(195);
    expect(() => read('', 'x'.repeat(196))).toThrow(/1-195 characters/);
    expect(read('', 'Größe').key).toBe('Gr_x00F6__x00DF_e');
  });
});
