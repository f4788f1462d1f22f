/** Whether the database can be written. After a failed write it cannot, until one succeeds again. */
export class DatabaseHealth {
  private current: string | undefined;

  /** Why it cannot be written, in words; undefined if it can. */
  get failure(): string | undefined {
    return this.current;
  }

  writeFailed(trouble: string): void {
    this.current = trouble;
  }

  writeSucceeded(): void {
    this.current = undefined;
  }
}
