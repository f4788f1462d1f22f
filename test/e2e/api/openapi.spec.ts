import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { useServer } from '../../support/server/use-server.js';

const stored: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8'));

const app = useServer();

it('serves the document of docs/openapi.json (run `npm run openapi` after a change of the API)', async () => {
  expect(expectJson(await app.api.request('/api/openapi.json'), 200)).toEqual(stored);
});
