/** Whether the database can be written. After a failed write it cannot, until one succeeds again. */
export class DatabaseHealth {
  private trouble: string | undefined;

  get writable(): boolean {
    return this.trouble === undefined;
  }

  /** Why it cannot be written, in words. */
  get reason(): string | undefined {
    return this.trouble;
  }

  writeFailed(reason: string): void {
    this.trouble = reason;
  }

  writeSucceeded(): void {
    this.trouble = undefined;
  }
}
