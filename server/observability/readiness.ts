import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DatabaseHealth } from '../database/database-health.js';

/** Whether this server may be sent requests. */
@Injectable()
export class Readiness implements OnApplicationBootstrap, OnModuleDestroy {
  private phase: 'starting' | 'running' | 'stopping' = 'starting';

  constructor(private readonly database: DatabaseHealth) {}

  onApplicationBootstrap(): void {
    this.phase = 'running';
  }

  onModuleDestroy(): void {
    this.phase = 'stopping';
  }

  /** Why not, in words; empty if it may. */
  reasons(): string[] {
    const { failure: trouble } = this.database;
    return [
      ...(this.phase === 'running' ? [] : [`The server is ${this.phase}.`]),
      ...(trouble === undefined ? [] : [trouble]),
    ];
  }
}
