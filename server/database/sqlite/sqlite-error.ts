/** Primary result codes of SQLite, https://www.sqlite.org/rescode.html */
export const ResultCode = {
  Busy: 5,
  ReadOnly: 8,
  IoError: 10,
  Corrupt: 11,
  Full: 13,
  CannotOpen: 14,
  NotADatabase: 26,
} as const;

/** Returns the extended result code of an error of node:sqlite. */
export function resultCode(error: unknown): number | undefined {
  const code: unknown = (error as { errcode?: unknown } | null | undefined)?.errcode;
  return typeof code === 'number' ? code : undefined;
}

/** Returns the primary result code: the low byte of an extended one. */
export function primaryCode(code: number | string | undefined): number | undefined {
  return typeof code === 'number' ? code & 0xff : undefined;
}

const DISK_FAILURES: ReadonlyMap<number | undefined, string> = new Map([
  [
    ResultCode.Full,
    'The disk is full. Nothing was stored. Free some space on the disk of the data folder, then send it again.',
  ],
  [ResultCode.IoError, 'The disk failed. Nothing was stored. Check the disk of the data folder.'],
  [
    ResultCode.ReadOnly,
    'The database cannot be written to. Nothing was stored. Make the data folder and its files writable again.',
  ],
  [
    ResultCode.CannotOpen,
    'The database files cannot be opened. Nothing was stored. Check the data folder and its permissions.',
  ],
]);

/** Returns how to answer a write that failed because of the disk; undefined if it failed for another reason. */
export function diskFailureMessage(code: number | string | undefined): string | undefined {
  return DISK_FAILURES.get(primaryCode(code));
}
