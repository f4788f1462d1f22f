import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testSettings } from '../../../../test/support/server/test-settings.js';
import { RecordsFixture } from '../../../../test/support/database/records-fixture.js';
import type { Mapping } from '../mapping.schema.js';
import { WebhooksRepository } from './webhooks.repository.js';

let fixture: RecordsFixture;
let store: WebhooksRepository;
beforeAll(async () => {
  fixture = await RecordsFixture.open();
  store = new WebhooksRepository(fixture.database, testSettings({ maxWebhooks: 2 }));
});
afterAll(() => fixture.close());

const mapping = (title: string): Mapping => ({ rules: [{ event: { title } }] });

describe('stored mappings', () => {
  it('are replaced by name, and never more than MAX_WEBHOOKS', async () => {
    await store.put('a', mapping('1'));
    await store.put('b', mapping('2'));
    await store.put('a', mapping('3'));
    await expect(store.put('c', mapping('4'))).rejects.toMatchObject({ status: 429 });
    expect(await store.list()).toEqual([
      { name: 'a', mapping: JSON.stringify(mapping('3')) },
      { name: 'b', mapping: JSON.stringify(mapping('2')) },
    ]);
    expect([await store.remove('b'), await store.remove('b')]).toEqual([true, false]);
    await store.put('c', mapping('x'.repeat(20_000)));
    expect(await store.list()).toMatchObject([{ name: 'a' }, { name: 'c', mapping: null }]);
    expect(await store.get('c')).toBe(JSON.stringify(mapping('x'.repeat(20_000))));
    expect(await store.get('b')).toBeUndefined();
  });
});
