import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { GRID_COLUMNS } from '../../../wire/grid';
import { GAP_PX, ROW_PX } from './grid-size';

describe('the size of the layout grid', () => {
  it('is the same in style sheets and in code', () => {
    const styles = readFileSync(join(process.cwd(), 'client/panels/grid/_grid-layout.scss'), 'utf8');
    const sizes: unknown = Object.fromEntries(
      [...styles.matchAll(/^\$(\w+): (\w+);$/gm)].map(([, name, size]) => [name, size]),
    );
    expect(sizes).toEqual({ columns: String(GRID_COLUMNS), row: `${ROW_PX}px`, gap: `${GAP_PX}px` });
  });
});
