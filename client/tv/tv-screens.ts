import type { Panel } from '../../wire/board';

/** A part of a board that a wall shows at a time. */
export interface TvScreen {
  /** Their places are those on this page. */
  readonly panels: Panel[];
  readonly rows: number;
}

/** Rows that stay together, because panels reach over them. */
interface Block {
  readonly panels: readonly Panel[];
  readonly start: number;
  readonly rows: number;
}

/**
 * A board as pages of so many rows at most, as few as will do and of about the same height, in the order in which they
 * are read. No panel is cut: where panels reach over all of more rows than that, such a page has more.
 */
export function tvScreens(panels: readonly Panel[], mostRows: number): readonly TvScreen[] {
  const blocks = blocksOf(panels);
  const total = blocks.reduce((sum, { rows }) => sum + rows, 0);
  const fewest = pack(blocks, mostRows);
  let even = Math.ceil(total / fewest.length);
  while (even < mostRows && pack(blocks, even).length > fewest.length) even += 1;
  return pack(blocks, Math.min(even, mostRows)).map(pageOf);
}

function blocksOf(panels: readonly Panel[]): Block[] {
  const blocks: { panels: Panel[]; start: number; rows: number }[] = [];
  for (const panel of panels.toSorted((a, b) => a.layout.y - b.layout.y)) {
    const { y, h } = panel.layout;
    const last = blocks.at(-1);
    if (last === undefined || y >= last.start + last.rows) {
      blocks.push({ panels: [panel], start: y, rows: h });
    } else {
      last.panels.push(panel);
      last.rows = Math.max(last.rows, y + h - last.start);
    }
  }
  return blocks;
}

/** One after the other, a new page wherever one is full. There is one page at least. */
function pack(blocks: readonly Block[], mostRows: number): Block[][] {
  const pages: Block[][] = [[]];
  let rows = 0;
  for (const block of blocks) {
    if (rows > 0 && rows + block.rows > mostRows) {
      pages.push([]);
      rows = 0;
    }
    pages.at(-1)?.push(block);
    rows += block.rows;
  }
  return pages;
}

function pageOf(blocks: readonly Block[]): TvScreen {
  let rows = 0;
  const panels = blocks.flatMap((block) => {
    const moved = rows - block.start;
    rows += block.rows;
    // What stays where it is stays the same object, or all of it would be drawn anew.
    return block.panels.map((panel) =>
      moved === 0 ? panel : { ...panel, layout: { ...panel.layout, y: panel.layout.y + moved } },
    );
  });
  return { panels, rows: Math.max(1, rows) };
}
