import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseSettings } from '../config/load-settings.js';
import { AccessControl } from './access-control.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { RequestPolicy } from './request-policy.js';

type Headers = CheckedRequest['headers'];

const closed = new RequestPolicy(parseSettings({}), new AccessControl());
const open = new RequestPolicy(parseSettings({ ACCESS: 'open', HOST: '0.0.0.0' }), new AccessControl());
const named = new RequestPolicy(
  parseSettings({ PUBLIC_URL: 'https://Boards.Example.com:8443/live', BASE_PATH: '/live' }),
  new AccessControl(),
);
const POLICIES = { closed, open, named };

function status(
  policy: RequestPolicy,
  headers: Headers,
  url = '/api/v1/boards',
  encrypted = false,
): number | undefined {
  return policy.check({ url, headers, encrypted })?.status;
}

describe('Host', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST:3000',
    'localhost.',
    'localhost.:3000',
    'boards.localhost:3000',
    'a.b.localhost',
    '127.0.0.1',
    '127.0.0.1:3000',
    '127.255.3.4:1',
    '[::1]',
    '[::1]:3000',
    '[0:0:0:0:0:0:0:1]:3000',
  ])('%s is this machine', (host) => {
    for (const policy of Object.values(POLICIES)) expect(status(policy, { host })).toBeUndefined();
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    'evil-localhost',
    'xlocalhost',
    'notlocalhost:3000',
    '.localhost',
    'a..localhost',
    'localhost..',
    '127.0.0.1.evil.example',
    '127.evil.example',
    '127.0.0.256',
    'evil.example#localhost',
    'evil.example/localhost',
    'localhost@evil.example',
    'evil.example@localhost',
    'evil.example:80@localhost',
    'localhost\\evil.example',
    'localhost%2eevil.example',
    '%6cocalhost',
    'localhost, evil.example',
    'localhost evil.example',
    ' ',
    '',
    ':3000',
    'localhost:3000:3000',
    'localhost:99999',
    'localhost:http',
    '[::1',
    '::1',
    '[::1].evil.example',
    '[::1%25eth0]',
    '[::g]',
    'http://localhost',
    'boards.example.com.evil.example',
  ])('%s is always rejected', (host) => {
    for (const policy of Object.values(POLICIES)) expect(status(policy, { host })).toBe(403);
  });

  it.each(['192.168.1.20', '192.168.1.20:3000', '[fe80::1]:3000', '10.0.0.1', '0.0.0.0', '[::ffff:127.0.0.1]', '[::]'])(
    '%s, an address, is accepted only with ACCESS=open',
    (host) => {
      expect(status(open, { host })).toBeUndefined();
      expect(status(closed, { host })).toBe(403);
      expect(status(named, { host })).toBe(403);
    },
  );

  it.each(['boards.example.com', 'boards.example.com:8443', 'BOARDS.example.com.:8443'])(
    '%s is accepted if it is in PUBLIC_URL',
    (host) => {
      expect(status(named, { host })).toBeUndefined();
      expect(status(closed, { host })).toBe(403);
      expect(status(open, { host })).toBe(403);
    },
  );

  it('must be sent exactly once', () => {
    expect(closed.check({ url: '/', headers: {} })?.status).toBe(400);
    const rawHeaders = ['Host', 'localhost', 'Accept', '*/*', 'hOST', 'evil.example'];
    expect(closed.check({ url: '/', headers: { host: 'localhost' }, rawHeaders })?.status).toBe(400);
    expect(
      closed.check({ url: '/', headers: { host: 'localhost' }, rawHeaders: ['Host', 'localhost'] }),
    ).toBeUndefined();
  });

  it('is also checked in the request target', () => {
    expect(status(closed, { host: 'localhost' }, 'http://localhost:3000/api/v1/boards')).toBeUndefined();
    for (const target of ['http://evil.example/api', 'HTTP://evil.example', 'http://localhost@evil.example/', 'x:y']) {
      expect(status(closed, { host: 'localhost' }, target)).toBe(403);
    }
  });

  it('says what to set, without repeating a long name', () => {
    const detail = closed.check({ url: '/', headers: { host: 'x'.repeat(5_000) } })?.detail ?? '';
    expect(detail).toContain('PUBLIC_URL');
    expect(detail.length).toBeLessThan(400);
  });

  it('gives the same result however many hosts were checked before', () => {
    for (let i = 0; i < 1_000; i += 1) expect(status(closed, { host: `h${i}.example` })).toBe(403);
    expect(status(closed, { host: 'localhost' })).toBeUndefined();
  });
});

describe('Origin', () => {
  const host = 'localhost:3000';

  it.each([undefined, 'http://localhost:3000', 'HTTP://LOCALHOST:3000'])('%s is accepted', (origin) => {
    expect(status(closed, { host, origin })).toBeUndefined();
  });

  it.each([
    'null',
    '',
    'https://localhost:3000',
    'http://localhost',
    'http://localhost:3001',
    'http://127.0.0.1:3000',
    'http://localhost:3000/',
    'http://localhost:3000.evil.example',
    'http://evil.example',
    'http://localhost:3000@evil.example',
    'http://evil.example#http://localhost:3000',
    'http://localhost:3000, http://evil.example',
    'localhost:3000',
    '//localhost:3000',
    'file://',
    'chrome-extension://abcdef',
    'ws://localhost:3000',
  ])('%j is rejected', (origin) => {
    for (const policy of Object.values(POLICIES)) expect(status(policy, { host, origin })).toBe(403);
  });

  it.each([
    ['localhost', 'http://localhost', false],
    ['localhost:80', 'http://localhost', false],
    ['localhost', 'https://localhost', true],
    ['localhost:443', 'https://localhost', true],
    ['[0:0:0:0:0:0:0:1]:3000', 'http://[::1]:3000', false],
  ])('Host %s is %s when encrypted is %s', (ownHost, origin, encrypted) => {
    expect(status(closed, { host: ownHost, origin }, '/', encrypted)).toBeUndefined();
    expect(status(closed, { host: ownHost, origin }, '/', !encrypted)).toBe(403);
  });

  it('may be that of PUBLIC_URL, exactly', () => {
    const at = (origin: string): number | undefined => status(named, { host: 'boards.example.com:8443', origin });
    expect(at('https://boards.example.com:8443')).toBeUndefined();
    expect(at('https://boards.example.com')).toBe(403);
    expect(at('https://boards.example.com:8443/live')).toBe(403);
    expect(status(open, { host: '10.0.0.1:3000', origin: 'https://boards.example.com:8443' })).toBe(403);
  });

  it('is checked everywhere except on /health', () => {
    const headers = { host: 'evil.example', origin: 'null', 'x-forwarded-for': '1.2.3.4' };
    for (const url of ['/health', '/health/live', '/health/ready?x=1', '/health?x']) {
      expect(status(closed, headers, url)).toBeUndefined();
      expect(closed.check({ url, headers: {} })).toBeUndefined();
    }
    for (const url of ['/healthy', '/health%2Flive', '/Health/live', '//health/live', '/api/v1/../../health/live']) {
      expect(status(closed, headers, url)).toBe(403);
    }
  });
});

describe('proxies', () => {
  it.each([
    'forwarded',
    'via',
    'x-real-ip',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-forwarded-x',
  ])('%s is rejected unless ACCESS=open', (name) => {
    const headers = { host: 'localhost', [name]: 'x' };
    expect(status(closed, headers)).toBe(403);
    expect(status(named, headers)).toBe(403);
    expect(closed.check({ url: '/', headers })?.detail).toContain('ACCESS=open');
    expect(status(open, headers)).toBeUndefined();
  });

  it('other headers are ignored', () => {
    expect(status(closed, { host: 'localhost', 'x-request-id': '1', forwardedish: 'x', viable: 'x' })).toBeUndefined();
  });
});

describe('for any request', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
  const domain = fc
    .tuple(label, label, fc.constantFrom('com', 'example', 'dev', 'localhost.com'))
    .map((d) => d.join('.'));

  it('a name that can be registered is always rejected', () => {
    fc.assert(
      fc.property(domain, fc.option(fc.nat(65_535)), (name, port) => {
        const host = port === null ? name : `${name}:${port}`;
        for (const policy of Object.values(POLICIES)) expect(status(policy, { host })).toBe(403);
      }),
    );
  });

  it('a page of another site is always rejected', () => {
    fc.assert(
      fc.property(domain, fc.constantFrom('localhost:3000', '127.0.0.1', '[::1]:3000'), (name, host) => {
        for (const policy of Object.values(POLICIES)) {
          expect(status(policy, { host, origin: `http://${name}` })).toBe(403);
        }
      }),
    );
  });

  it('the policy never throws', () => {
    const text = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('localhost', '[::1]', 'null'));
    fc.assert(
      fc.property(text, fc.option(text, { nil: undefined }), text, (host, origin, url) => {
        expect([undefined, 400, 403]).toContain(status(closed, { host, origin }, url));
      }),
    );
  });
});

describe('the remote address', () => {
  const statusFrom = (
    policy: RequestPolicy,
    remoteAddress: string | undefined,
    url = '/api/v1/boards',
  ): number | undefined => policy.check({ url, headers: { host: 'localhost' }, remoteAddress })?.status;

  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', undefined])('%s is this machine', (address) => {
    expect(statusFrom(closed, address)).toBeUndefined();
  });

  it.each([
    '192.168.1.5',
    '10.0.0.1',
    'an unknown address',
    '::ffff:192.168.1.5',
    'fe80::1',
    '2001:db8::1',
    '128.0.0.1',
  ])('%s is another machine, whatever Host it sends', (address) => {
    expect(statusFrom(closed, address)).toBe(403);
    expect(statusFrom(named, address)).toBe(403);
    expect(statusFrom(open, address)).toBeUndefined();
    expect(statusFrom(closed, address, '/health/ready')).toBeUndefined();
    expect(closed.check({ headers: { host: 'localhost' }, remoteAddress: address })?.detail).toContain('ACCESS=open');
  });
});

describe('allowed origins', () => {
  const policy = new RequestPolicy(
    parseSettings({ ALLOWED_ORIGINS: 'https://shop.example, http://localhost:4200' }),
    new AccessControl(),
  );

  it.each(['https://shop.example', 'HTTPS://Shop.example:443', 'http://localhost:4200'])('include %s', (origin) => {
    expect(status(policy, { host: 'localhost:3000', origin })).toBeUndefined();
  });

  it.each([
    'http://shop.example',
    'https://shop.example:8443',
    'https://x.shop.example',
    'http://localhost:4201',
    'null',
  ])('do not include %s', (origin) => {
    expect(status(policy, { host: 'localhost:3000', origin })).toBe(403);
    expect(policy.check({ headers: { host: 'localhost:3000', origin } })?.detail).toContain('ALLOWED_ORIGINS');
  });
});
