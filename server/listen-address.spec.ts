import { describe, expect, it } from '@jest/globals';
import { StartupError } from './common/errors/startup-error.js';
import { browserUrl, explainListenError } from './listen-address.js';

describe('browserUrl', () => {
  it.each([
    ['127.0.0.1', 'http://localhost:3000'],
    ['localhost', 'http://localhost:3000'],
    ['0.0.0.0', 'http://localhost:3000'],
    ['::', 'http://localhost:3000'],
    ['::1', 'http://[::1]:3000'],
    ['127.0.0.2', 'http://127.0.0.2:3000'],
    ['192.168.1.5', 'http://192.168.1.5:3000'],
    ['boards.lan', 'http://boards.lan:3000'],
  ])('opens the host %s as %s', (host, address) => {
    expect(browserUrl(host, 3000)).toBe(address);
  });
});

describe('explainListenError', () => {
  it.each([
    ['EADDRINUSE', /Port 80 of 10\.0\.0\.1 is used.*set PORT/],
    ['EACCES', /may not listen on port 80/],
    ['EADDRNOTAVAIL', /does not have the address 10\.0\.0\.1/],
    ['ENOTFOUND', /cannot be resolved/],
    ['EAFNOSUPPORT', /HOST/],
  ])('says what to do after %s', (code, message) => {
    const explained = explainListenError(Object.assign(new Error(code), { code }), { host: '10.0.0.1', port: 80 });
    expect(explained).toBeInstanceOf(StartupError);
    expect(explained.message).toMatch(message);
  });

  it('returns other errors unchanged', () => {
    const error = new Error('?');
    expect(explainListenError(error, { host: 'x', port: 1 })).toBe(error);
  });
});
