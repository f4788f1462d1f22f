/** Whether the database can be written to: not after a write failed, until one succeeds again. */
export class DatabaseHealth {
  /** When the last scheduled backup failed (ms); undefined if it did not. The database can be used without it. */
  failedBackupAt: number | undefined;
  private current: string | undefined;

  /** Why the database cannot be written to; undefined if it can. */
  get failure(): string | undefined {
    return this.current;
  }

  writeFailed(message: string): void {
    this.current = message;
  }

  writeSucceeded(): void {
    this.current = undefined;
  }
}
