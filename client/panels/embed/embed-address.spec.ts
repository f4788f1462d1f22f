import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkEmbedAddress } from './embed-address';

const BASE = 'https://boards.example.com/boards/shop';
const CAMS = ['https://cams.example.com', 'http://192.168.1.20:8080'];

describe('checkEmbedAddress', () => {
  it.each([
    ['/plan.svg', 'https://boards.example.com/plan.svg', true],
    ['plan.svg', 'https://boards.example.com/boards/plan.svg', true],
    ['https://cams.example.com/1.jpg?x=1', 'https://cams.example.com/1.jpg?x=1', false],
    ['HTTPS://Cams.Example.com:443/', 'https://cams.example.com/', false],
    ['http://192.168.1.20:8080/a', 'http://192.168.1.20:8080/a', false],
  ])('allows %s', (address, url, own) => {
    expect(checkEmbedAddress(address, BASE, CAMS, 'image')).toEqual({ kind: 'allowed', url, own });
  });

  it('does not trust a page of the application that shows the board', () => {
    const check = (page?: string): unknown => checkEmbedAddress('https://cams.example.com/', BASE, CAMS, 'page', page);
    expect(check()).toMatchObject({ kind: 'allowed', own: false });
    expect(check('https://cams.example.com')).toMatchObject({ kind: 'allowed', own: true });
  });

  it.each([
    [undefined, 'under “Page URL”'],
    ['javascript:alert(1)', 'must start with https://'],
    ['data:text/html,<b>', 'must start with https://'],
    ['file:///etc/passwd', 'must start with https://'],
    ['blob:https://boards.example.com/1', 'must start with https://'],
    ['https://', 'is not the address'],
    ['https://ann:hunter2@cams.example.com/', 'a user name or a password'],
    [
      'https://elsewhere.net/x',
      'EMBED_ORIGINS=https://cams.example.com,http://192.168.1.20:8080,https://elsewhere.net',
    ],
    ['http://cams.example.com/', ',http://cams.example.com'],
    ['https://cams.example.com:8443/', ',https://cams.example.com:8443'],
    ['//cams.example.com.evil.net/', ',https://cams.example.com.evil.net'],
  ])('rejects %s with a message what to do', (address, message) => {
    const verdict = checkEmbedAddress(address, BASE, CAMS, 'page');
    expect(verdict).toMatchObject({ kind: 'rejected', message: expect.stringContaining(message) as unknown });
    expect(JSON.stringify(verdict)).not.toContain('hunter2');
  });

  it('allows data addresses for images only', () => {
    const address = 'data:image/png;base64,AAAA';
    expect(checkEmbedAddress(address, BASE, [], 'image')).toMatchObject({ kind: 'allowed', url: address });
    expect(checkEmbedAddress(address, BASE, [], 'page').kind).toBe('rejected');
  });

  it('waits for the allowed origins only if they matter', () => {
    expect(checkEmbedAddress('https://cams.example.com/', BASE, undefined, 'page').kind).toBe('pending');
    expect(checkEmbedAddress('/a', BASE, undefined, 'page').kind).toBe('allowed');
    expect(checkEmbedAddress('ftp://a', BASE, undefined, 'page').kind).toBe('rejected');
  });

  it('allows only http and https addresses of listed origins', () => {
    const address = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.constantFrom('https://cams.example.com\\@evil.net', '\t//evil.net'),
    );
    fc.assert(
      fc.property(address, (text) => {
        const verdict = checkEmbedAddress(text, BASE, CAMS, 'page');
        if (verdict.kind === 'allowed') {
          expect([...CAMS, 'https://boards.example.com']).toContain(new URL(verdict.url).origin);
        }
      }),
    );
  });
});
