/** Stores a value in this browser, or removes it if undefined. If storage is blocked, it does nothing. */
export function writeStorage(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is blocked or full (DOMException). The application works without it.
  }
}

/** Returns the stored value; undefined if there is none or storage is blocked. */
export function readStorage(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
