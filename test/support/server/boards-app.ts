import { rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { Board } from '../../../wire/schemas/board.js';
import type { ProblemDocument } from '../../../wire/schemas/problem-schema.js';
import { HttpModule } from '../../../server/http/http.module.js';
import { AccessModule } from '../../../server/access/access.module.js';
import { AccessControl } from '../../../server/access/access-control.js';
import { RequestPolicy } from '../../../server/access/request-policy.js';
import { CommonModule } from '../../../server/common/common.module.js';
import { BoardsModule } from '../../../server/boards/boards.module.js';
import { ChangeBusModule } from '../../../server/change-bus/change-bus.module.js';
import { ChangeBus } from '../../../server/change-bus/change-bus.js';
import { ConfigModule } from '../../../server/config/config.module.js';
import { Settings } from '../../../server/config/settings.js';
import { DashboardCoreModule } from '../../../server/dashboard/dashboard-core.module.js';
import { DashboardWsAdapter } from '../../../server/dashboard/gateway/ws-adapter.js';
import { createAdapter } from '../../../server/http/fastify-adapter.js';
import { ObservabilityModule } from '../../../server/observability/observability.module.js';
import { testSettings } from './test-settings.js';
import { databaseSettingsFor } from '../database/test-database.js';
import { makeTempDir } from '../make-temp-dir.js';

export interface BoardResponse {
  status: number;
  headers: Headers;
  /** The body, if the response is a board. */
  board: Board;
  /** The body, if the response is an error. */
  problem: ProblemDocument;
}

/** An application with `/api/v1/boards` over HTTP and a database. */
export class BoardsApp {
  private readonly origin: string;

  private constructor(
    readonly app: NestFastifyApplication,
    private readonly dataDir: string,
    private readonly own: Partial<Settings>,
    private readonly modules: readonly Type[],
  ) {
    const { port } = app.getHttpServer().address() as AddressInfo;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** @param own settings of the test */
  static open(own: Partial<Settings> = {}, ...modules: Type[]): Promise<BoardsApp> {
    return BoardsApp.start(makeTempDir(), own, modules);
  }

  private static async start(dataDir: string, own: Partial<Settings>, modules: readonly Type[]): Promise<BoardsApp> {
    const database = await databaseSettingsFor(dataDir);
    const testing = await Test.createTestingModule({
      imports: [
        CommonModule,
        ConfigModule.forRoot(testSettings({ ...own, ...database })),
        HttpModule,
        AccessModule.forRoot(),
        ChangeBusModule,
        DashboardCoreModule.forRoot(),
        BoardsModule,
        ObservabilityModule,
        ...modules,
      ],
    }).compile();
    const options = { logger: false, abortOnError: false } as const;
    const app = testing.createNestApplication<NestFastifyApplication>(createAdapter(), options);
    app.useWebSocketAdapter(
      new DashboardWsAdapter(app, app.get(RequestPolicy), app.get(AccessControl), app.get(Settings)),
    );
    try {
      await app.listen(0, '127.0.0.1');
    } catch (error) {
      await app.close();
      rmSync(dataDir, { recursive: true });
      throw error;
    }
    return new BoardsApp(app, dataDir, own, modules);
  }

  /** @param body sent as JSON; a string is sent unchanged */
  async request(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<BoardResponse> {
    const requestHeaders = new Headers(headers);
    if (body !== undefined) requestHeaders.set('content-type', 'application/json');
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${this.origin}/api/v1/boards${path}`, {
      method,
      headers: requestHeaders,
      body: text ?? null,
    });
    const content = await response.text();
    const json: unknown = content === '' ? undefined : JSON.parse(content);
    const { status } = response;
    return { status, headers: response.headers, board: json as Board, problem: json as ProblemDocument };
  }

  /** Returns the topics of the changes that are published while `run` runs, one list per change. */
  async publishedDuring(run: () => Promise<unknown>): Promise<(readonly string[])[]> {
    const changes: (readonly string[])[] = [];
    const subscription = this.app.get(ChangeBus).changes$.subscribe(({ topics }) => changes.push(topics));
    await run();
    subscription.unsubscribe();
    return changes;
  }

  /** Closes the application. Returns a new one with the same data, and by default with the same modules. */
  async restart(...modules: Type[]): Promise<BoardsApp> {
    await this.app.close();
    return BoardsApp.start(this.dataDir, this.own, modules.length > 0 ? modules : this.modules);
  }

  async close(): Promise<void> {
    await this.app.close();
    rmSync(this.dataDir, { recursive: true });
  }
}
