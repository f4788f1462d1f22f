import type { Panel } from '../../wire/schemas/board';

/** A page of a board in TV mode. */
export interface TvScreen {
  /** The panels with their layouts on this page. */
  readonly panels: Panel[];
  readonly rows: number;
}

/** Consecutive rows that cannot be split, because panels span them. */
interface Block {
  readonly panels: readonly Panel[];
  readonly start: number;
  readonly rows: number;
}

/**
 * Splits a board into as few pages as possible, in reading order and of about the same height. No panel is cut, so a page has
 * more than `maxRows` rows if its panels span them.
 */
export function tvScreens(panels: readonly Panel[], maxRows: number): readonly TvScreen[] {
  const blocks = blocksOf(panels);
  const total = blocks.reduce((sum, { rows }) => sum + rows, 0);
  const fewest = pack(blocks, maxRows);
  let evenRows = Math.ceil(total / fewest.length);
  while (evenRows < maxRows && pack(blocks, evenRows).length > fewest.length) evenRows += 1;
  return pack(blocks, Math.min(evenRows, maxRows)).map(pageOf);
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

/** Fills the pages one after the other. Returns at least one page. */
function pack(blocks: readonly Block[], maxRows: number): Block[][] {
  const pages: Block[][] = [[]];
  let rows = 0;
  for (const block of blocks) {
    if (rows > 0 && rows + block.rows > maxRows) {
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
    const offset = rows - block.start;
    rows += block.rows;
    // A panel that does not move stays the same object, so that it is not rendered again.
    return block.panels.map((panel) =>
      offset === 0 ? panel : { ...panel, layout: { ...panel.layout, y: panel.layout.y + offset } },
    );
  });
  return { panels, rows: Math.max(1, rows) };
}
