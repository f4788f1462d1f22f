import { describe, expect, it } from '@jest/globals';
import { ConnectionLimits, networkOf } from './connection-limits.js';

describe('ConnectionLimits', () => {
  const limits = () => new ConnectionLimits({ maxConnections: 5, maxConnectionsPerAddress: 2 });

  it('rejects connections beyond the limit of an address until one of them is closed', () => {
    const counted = limits();
    const release = counted.admit('10.0.0.1');
    counted.admit('::ffff:10.0.0.1');
    expect(counted.admit('10.0.0.1')).toMatch(/2 connections from 10\.0\.0\.1 .*MAX_CONNECTIONS_PER_ADDRESS/);
    expect(typeof counted.admit('10.0.0.2')).toBe('function');
    if (typeof release === 'function') {
      release();
      release();
    }
    expect(typeof counted.admit('10.0.0.1')).toBe('function');
    expect(typeof counted.admit('10.0.0.1')).toBe('string');
  });

  it('counts loopback addresses only in the total', () => {
    const counted = limits();
    for (let i = 0; i < 5; i += 1) expect(typeof counted.admit('127.0.0.1')).toBe('function');
    expect(counted.admit('::1')).toMatch(/5 connections .*MAX_CONNECTIONS\)/);
    expect(counted.admit('10.0.0.1')).toMatch(/MAX_CONNECTIONS\)/);
  });

  it('returns a message that fits into the reason of a close frame', () => {
    const counted = new ConnectionLimits({ maxConnections: 1_000_000, maxConnectionsPerAddress: 0 });
    const reason = counted.admit('2001:db8:1111:2222:3333:4444:5555:6666');
    expect(Buffer.byteLength(reason as string)).toBeLessThanOrEqual(123);
  });

  it.each([
    ['127.0.0.1', undefined],
    ['127.9.8.7', undefined],
    ['::1', undefined],
    ['::ffff:127.0.0.1', undefined],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['192.168.1.20', '192.168.1.20'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::5:6:7:8:9', '2001:db8:0:5::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('counts %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
