import type { AddressInfo } from 'node:net';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { Board } from '../../../wire/board.js';
import type { ProblemDocument } from '../../../wire/problem.js';
import { HttpModule } from '../../../server/http/http.module.js';
import { AccessModule } from '../../../server/access/access.module.js';
import { RequestPolicy } from '../../../server/access/request-policy.js';
import { CommonModule } from '../../../server/common/common.module.js';
import { BoardsModule } from '../../../server/boards/boards.module.js';
import { ChangeBusModule } from '../../../server/change-bus/change-bus.module.js';
import { ChangeBus } from '../../../server/change-bus/change-bus.js';
import { ConfigModule } from '../../../server/config/config.module.js';
import { Settings } from '../../../server/config/settings.js';
import { DashboardModule } from '../../../server/dashboard/dashboard.module.js';
import { DashboardWsAdapter } from '../../../server/dashboard/gateway/ws-adapter.js';
import { createAdapter } from '../../../server/http/fastify-adapter.js';
import { ObservabilityModule } from '../../../server/observability/observability.module.js';
import { testSettings } from './test-settings.js';
import { databaseSettingsFor } from '../database/test-database.js';

export interface BoardResponse {
  status: number;
  headers: Headers;
  /** The body where the answer is a board. */
  board: Board;
  /** The body where the answer is an error. */
  problem: ProblemDocument;
}

/** `/api/v1/boards` over real HTTP, on a real database. */
export class BoardsApp {
  private constructor(
    readonly app: NestFastifyApplication,
    private readonly origin: string,
  ) {}

  /** @param settings the data folder, or that and more */
  static async open(settings: string | Partial<Settings>, ...modules: Type[]): Promise<BoardsApp> {
    const given = typeof settings === 'string' ? { dataDir: settings } : settings;
    const place = await databaseSettingsFor(given.dataDir ?? '');
    const testing = await Test.createTestingModule({
      imports: [
        CommonModule,
        ConfigModule.forRoot(testSettings({ ...given, ...place })),
        HttpModule,
        AccessModule,
        ChangeBusModule,
        DashboardModule.forRoot(),
        BoardsModule,
        ObservabilityModule,
        ...modules,
      ],
    }).compile();
    const options = { logger: false, abortOnError: false } as const;
    const app = testing.createNestApplication<NestFastifyApplication>(createAdapter(), options);
    app.useWebSocketAdapter(new DashboardWsAdapter(app, app.get(RequestPolicy), app.get(Settings)));
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new BoardsApp(app, `http://127.0.0.1:${port}`);
  }

  /** @param body sent as JSON; a text is sent as it is. */
  async request(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<BoardResponse> {
    const sent = new Headers(headers);
    if (body !== undefined) sent.set('content-type', 'application/json');
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${this.origin}/api/v1/boards${path}`, { method, headers: sent, body: text ?? null });
    const answer = await response.text();
    const json: unknown = answer === '' ? undefined : JSON.parse(answer);
    const { status } = response;
    return { status, headers: response.headers, board: json as Board, problem: json as ProblemDocument };
  }

  /** Topics of the changes that were published while `act` ran, a list per change. */
  async publishedDuring(act: () => Promise<unknown>): Promise<(readonly string[])[]> {
    const changes: (readonly string[])[] = [];
    const subscription = this.app.get(ChangeBus).changes$.subscribe(({ topics }) => changes.push(topics));
    await act();
    subscription.unsubscribe();
    return changes;
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}
