import { describe, expect, it } from '@jest/globals';
import { isSentByWebPage } from './browser-requests.js';

const HOST = { host: 'boards.lan' };
const CHROME = {
  ...HOST,
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  'accept-language': 'de-DE,de;q=0.9',
};
const PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const IMAGE = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';

describe('a request of a web page', () => {
  it.each([
    ['an image of another site', { ...CHROME, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }],
    ['an image of another port', { ...CHROME, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'image' }],
    ['an image of this server', { ...CHROME, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'image' }],
    ['a frame of this server', { ...CHROME, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' }],
    ['a link of another site', { ...CHROME, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }],
    ['an unmarked image', { ...CHROME, accept: IMAGE }],
    ['an unmarked image of an unknown browser', { ...HOST, accept: 'image/webp,*/*' }],
    ['an unmarked style sheet', { ...CHROME, accept: 'text/css,*/*;q=0.1' }],
    ['an unmarked video', { ...CHROME, accept: 'video/webm,video/*;q=0.9' }],
    ['an unmarked script', { ...CHROME, accept: '*/*' }],
    ['an unmarked link of another site', { ...CHROME, accept: PAGE, referer: 'http://evil.example/' }],
    ['an unmarked link of another port', { ...CHROME, accept: PAGE, referer: 'http://boards.lan:8080/' }],
    ['a referrer that is not a URL', { ...CHROME, accept: PAGE, referer: 'evil' }],
  ])('is recognized: %s', (_what, headers) => {
    expect(isSentByWebPage(headers)).toBe(true);
  });

  it.each([
    ['a typed URL', { ...CHROME, 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' }],
    ['a call of a page of this server', { ...CHROME, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' }],
    ['an unmarked typed URL', { ...CHROME, accept: PAGE }],
    [
      'an unmarked link of a page of this server',
      { ...CHROME, accept: PAGE, referer: 'http://boards.lan/boards/shop' },
    ],
    ['curl', { ...HOST, 'user-agent': 'curl/8.5.0', accept: '*/*' }],
    ['wget', { ...HOST, 'user-agent': 'Wget/1.21.4', accept: '*/*', 'accept-encoding': 'identity' }],
    ['Python', { ...HOST, 'user-agent': 'python-requests/2.32.3', accept: '*/*' }],
    ['Node', { ...HOST, 'user-agent': 'node', accept: '*/*', 'accept-language': '*', 'sec-fetch-mode': 'cors' }],
    [
      'Windows PowerShell',
      { ...HOST, 'user-agent': 'Mozilla/5.0 (Windows NT; Windows NT 10.0; de-DE) WindowsPowerShell/5.1.19041.4522' },
    ],
    [
      'PowerShell',
      { ...HOST, 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.19045; de-DE) PowerShell/7.4.6' },
    ],
    ['WinHTTP', { ...HOST, 'user-agent': 'Mozilla/4.0 (compatible; Win32; WinHttp.WinHttpRequest.5)', accept: '*/*' }],
    ['only a Host header', HOST],
  ])('is not assumed for %s', (_what, headers) => {
    expect(isSentByWebPage(headers)).toBe(false);
  });
});
