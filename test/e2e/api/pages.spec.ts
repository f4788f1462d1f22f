import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../support/server/expect-problem.js';
import { useServer } from '../../support/server/use-server.js';

const app = useServer();

const BROWSER = { headers: { accept: 'text/html,application/xhtml+xml' } };

describe('pages', () => {
  it.each(['/', '/boards', '/boards/', '/boards/this-server', '/boards/inbox?range=6h', '/boards/not-made-yet'])(
    '%s opens the client',
    async (path) => {
      const page = await app.api.request(path, BROWSER);
      expect([page.status, page.headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/html/)]);
      expect(page.text).toContain('<bc-root>');
    },
  );

  it('allow only scripts of this origin', async () => {
    for (const path of ['/', '/boards/this-server', '/api/docs', '/nowhere']) {
      const policy = String((await app.api.request(path, BROWSER)).headers['content-security-policy']);
      const directives = policy.split(';').map((directive) => directive.trim());
      expect(directives).toEqual(
        expect.arrayContaining(["script-src 'self'", "default-src 'self'", "object-src 'none'"]),
      );
      expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
      expect(directives).not.toContain('upgrade-insecure-requests');
    }
  });

  it('link only existing files of this origin, which are cached without limit if their name has a hash', async () => {
    const { text } = await app.api.request('/', BROWSER);
    const links = [...text.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
    const files = links.filter((link) => link !== '/');
    expect(files.length).toBeGreaterThan(2);
    for (const link of files) {
      const { origin, pathname } = new URL(link, app.server.base);
      expect(origin).toBe(app.server.base);
      const file = await app.api.request(pathname);
      expect([link, file.status]).toEqual([link, 200]);
      expect(file.headers['x-content-type-options']).toBe('nosniff');
      if (/-[\w-]{8}\.(js|css)$/.test(pathname)) expect(file.headers['cache-control']).toMatch(/immutable/);
      else expect(file.headers['cache-control']).toMatch(/no-cache/);
    }
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
  });

  it('are sent in a form that was compressed at build time', async () => {
    const { text } = await app.api.request('/', BROWSER);
    const script = /src="(main-[^"]+)"/.exec(text)?.[1] ?? '';
    const sizes = await Promise.all(
      ['br', 'gzip', 'identity'].map(async (encoding) => {
        const file = await app.api.request(`/${script}`, { headers: { 'accept-encoding': encoding } });
        expect(file.headers['content-encoding']).toBe(encoding === 'identity' ? undefined : encoding);
        return file.bytes.length;
      }),
    );
    expect([...sizes].sort((a, b) => a - b)).toEqual(sizes);
  });

  it.each(['/boards/a/b', '/nowhere', '/index.php'])('answer %s with a 404 page in a browser', async (path) => {
    const page = await app.api.request(path, BROWSER);
    expect([page.status, page.headers['content-type']]).toEqual([404, expect.stringMatching(/^text\/html/)]);
    expectProblem(await app.api.request(path), 404);
  });

  it.each([
    ['/api/v1/nothing', 404],
    ['/api/', 404],
    ['/health/nothing', 404],
    ['/metrics/nothing', 404],
    ['/ws/dashboard', 426],
    ['/ws', 404],
  ])('are never sent for %s', async (path, status) => {
    expectProblem(await app.api.request(path, BROWSER), status);
  });

  it.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/.env', '/server/main.js'])(
    '%s gives nothing away',
    async (path) => {
      const answer = await app.api.request(path);
      expect([400, 403, 404]).toContain(answer.status);
      expect(answer.text).not.toMatch(/"dependencies"|import /);
    },
  );
});
