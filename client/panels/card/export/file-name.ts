const LONGEST = 80;

/** A file's name from a panel's title and the time: `Orders 2026-03-04 12-30-05.csv`. Any file system takes it. */
export function fileName(title: string, at: number, extension: string): string {
  const words = title.replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, ' ').replaceAll(/^[ .]+|[ .]+$/g, '');
  const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-');
  return `${Array.from(words).slice(0, LONGEST).join('').trim() || $localize`Panel`} ${time}.${extension}`;
}
