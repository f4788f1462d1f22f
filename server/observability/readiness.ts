import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DatabaseHealth } from '../database/database-health.js';
import type { ReadyReport } from './ready-report.schema.js';

/** Whether this server can serve requests. */
@Injectable()
export class Readiness implements OnApplicationBootstrap, OnModuleDestroy {
  /** The extensions that the server runs without. The server is ready without them. */
  failedExtensions: NonNullable<ReadyReport['failedExtensions']> = [];
  private phase: 'starting' | 'running' | 'stopping' = 'starting';

  constructor(private readonly database: DatabaseHealth) {}

  onApplicationBootstrap(): void {
    this.phase = 'running';
  }

  onModuleDestroy(): void {
    this.phase = 'stopping';
  }

  /** When the last scheduled backup failed (ms); undefined if it did not. The server is ready without it. */
  get failedBackupAt(): number | undefined {
    return this.database.failedBackupAt;
  }

  /** Returns why the server is not ready; empty if it is. */
  reasons(): string[] {
    const { failure } = this.database;
    return [
      ...(this.phase === 'running' ? [] : [`The server is ${this.phase}.`]),
      ...(failure === undefined ? [] : [failure]),
    ];
  }
}
