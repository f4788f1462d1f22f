import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IngestApp } from './testing/ingest-app.js';

describe('push', () => {
  let app: IngestApp;
  beforeAll(async () => {
    app = await IngestApp.start();
  });
  afterAll(() => app.close());

  it('stores', async () => {
    const r = await app.push('/a/b.c', '42', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(r.status).toBe(200);
    const list = await app.ask('');
    console.log(await list.text());
    const h = await app.ask('/a%2Fb.c');
    console.log(await h.text());
    console.log(await (await app.push('', '[{"key":"x","value":1}]')).text());
    console.log(await (await app.push('', '[{"key":"x","value":"1"}]')).text());
    console.log(await (await app.ask('/a/b.c', { method: 'DELETE' })).status);
  });
});
