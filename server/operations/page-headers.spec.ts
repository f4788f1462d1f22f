import { describe, expect, it } from '@jest/globals';
import helmet from '@fastify/helmet';
import fastify from 'fastify';
import { pageHeaders } from './page-headers.js';

async function policyFor(...origins: string[]): Promise<string[]> {
  const app = fastify();
  await app.register(helmet, pageHeaders(origins));
  app.get('/', () => 'page');
  const { headers } = await app.inject('/');
  return String(headers['content-security-policy']).split(';');
}

describe('the policy of pages', () => {
  it('lets panels show images and pages of this origin alone', async () => {
    const policy = await policyFor();
    expect(policy).toContain("img-src 'self' data:");
    expect(policy).toContain("frame-src 'self'");
  });

  it('lets them show those of the origins that were named, and takes scripts from none of them', async () => {
    const policy = await policyFor('https://cams.example.com', 'http://192.168.1.20:8080');
    expect(policy).toContain("img-src 'self' data: https://cams.example.com http://192.168.1.20:8080");
    expect(policy).toContain("frame-src 'self' https://cams.example.com http://192.168.1.20:8080");
    expect(policy).toContain("script-src 'self'");
  });
});
