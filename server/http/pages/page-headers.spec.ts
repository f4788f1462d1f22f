import { describe, expect, it } from '@jest/globals';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastify from 'fastify';
import { documentationHeaders, pageHeaders } from './page-headers.js';

const policyFor = (...origins: string[]): Promise<string[]> => policyOf(pageHeaders(origins));

async function policyOf(options: FastifyHelmetOptions): Promise<string[]> {
  const app = fastify();
  await app.register(helmet, options);
  app.get('/', () => 'page');
  const { headers } = await app.inject('/');
  return String(headers['content-security-policy']).split(';');
}

describe('the content security policy of pages', () => {
  it('allows images and pages only of this origin', async () => {
    const policy = await policyFor();
    expect(policy).toContain("img-src 'self' data:");
    expect(policy).toContain("frame-src 'self'");
  });

  it('allows images and pages, but no scripts, of EMBED_ORIGINS', async () => {
    const policy = await policyFor('https://cams.example.com', 'http://192.168.1.20:8080');
    expect(policy).toContain("img-src 'self' data: https://cams.example.com http://192.168.1.20:8080");
    expect(policy).toContain("frame-src 'self' https://cams.example.com http://192.168.1.20:8080");
    expect(policy).toContain("script-src 'self'");
  });

  it('allows markup and scripts from strings only through the policies of Angular', async () => {
    const policy = await policyFor();
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain('trusted-types angular angular#unsafe-bypass');
  });

  it('is without Trusted Types for the documentation, which embeds nothing', async () => {
    const policy = await policyOf(documentationHeaders());
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-src 'self'");
    expect(policy.join()).not.toContain('trusted-types');
  });
});
