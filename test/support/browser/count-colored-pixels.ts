import type { Locator } from 'playwright-core';

/** Returns the number of colored pixels of a canvas: those of lines, but not those of gray labels and grids. */
export async function countColoredPixels(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const { data } = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
    let count = 0;
    for (let index = 0; index < data.length; index += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = [
        data[index],
        data[index + 1],
        data[index + 2],
        data[index + 3],
      ];
      if (alpha > 60 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) count += 1;
    }
    return count;
  });
}
