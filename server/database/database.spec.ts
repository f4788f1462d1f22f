import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from './database.js';

describe('Database', () => {
  let dataDir: string;
  let database: Database;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'boardcast-database-'));
    database = await Database.open({ dataDir });
  });

  afterEach(async () => {
    await database.close();
    rmSync(dataDir, { recursive: true });
  });

  it('shows a write to every read begun after its answer', async () => {
    await database.kysely.insertInto('meta').values({ key: 'a', value: '1' }).execute();
    const rows = await Promise.all(
      Array.from({ length: 4 }, () => database.kysely.selectFrom('meta').selectAll().execute()),
    );
    for (const row of rows) expect(row).toEqual([{ key: 'a', value: '1' }]);
  });
});
