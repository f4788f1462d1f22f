const MAX_CHARACTERS = 80;

/**
 * Makes a file name from a panel's title and the time: `Orders 2026-03-04 12-30-05.csv`. It is valid in all common file
 * systems.
 */
export function fileName(title: string, timeMs: number, extension: string): string {
  const name = title.replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, ' ').replaceAll(/^[ .]+|[ .]+$/g, '');
  const time = new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-');
  return `${Array.from(name).slice(0, MAX_CHARACTERS).join('').trim() || $localize`Panel`} ${time}.${extension}`;
}
