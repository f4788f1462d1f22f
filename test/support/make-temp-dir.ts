import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Creates a temporary folder. The caller deletes it. */
export function makeTempDir(): string {
  return mkdtempSync(join(tmpdir(), 'boardcast-test-'));
}
