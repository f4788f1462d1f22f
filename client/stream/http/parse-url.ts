/** Parses a URL; undefined if it is invalid. `URL.parse` is missing in older browsers. */
export function parseUrl(address: string, base?: string): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}
