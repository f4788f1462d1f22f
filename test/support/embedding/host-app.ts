import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DashboardModule, type DashboardOptions } from '../../../server/index.js';
import { databaseSettingsFor } from '../database/test-database.js';
import { makeTempDir } from '../make-temp-dir.js';
import { ApiClient } from '../server/api-client.js';

/** The platforms of Nest that an application with Boardcast can use. */
export const PLATFORMS = ['express', 'fastify'] as const;
export type Platform = (typeof PLATFORMS)[number];

export function createPlatformAdapter(platform: Platform): AbstractHttpAdapter {
  return platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
}

export interface HostAppOptions extends ModuleMetadata {
  readonly platform?: Platform;
  readonly options?: DashboardOptions;
  /** Configures the application before it listens, as its main.ts would. */
  readonly configure?: (app: INestApplication) => unknown;
}

/** Another Nest application that imports Boardcast, within the process of the test. */
export class HostApp {
  /** Sends requests to the application. */
  readonly api: ApiClient;

  private constructor(
    readonly app: INestApplication,
    private readonly dataDir: string,
  ) {
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    this.api = new ApiClient(`http://127.0.0.1:${port}`);
  }

  static async start({ platform = 'express', options, configure, ...metadata }: HostAppOptions = {}): Promise<HostApp> {
    const dataDir = makeTempDir();
    const root = DashboardModule.forRoot({ ...(await databaseSettingsFor(dataDir)), notifyIntervalMs: 10, ...options });
    const imports = [root, ...(metadata.imports ?? [])];
    const testing = await Test.createTestingModule({ ...metadata, imports }).compile();
    const app = testing.createNestApplication(createPlatformAdapter(platform), { logger: false });
    await configure?.(app);
    await app.listen(0, '127.0.0.1');
    return new HostApp(app, dataDir);
  }

  /** The URL below which Boardcast answers, with the default prefix. */
  get base(): string {
    return `${this.api.base}/boardcast`;
  }

  async close(): Promise<void> {
    await this.app.close();
    rmSync(this.dataDir, { recursive: true });
  }
}
