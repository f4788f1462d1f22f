import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { BoardDefinitions } from '../dashboard/board-definitions.js';
import { BoardLocator } from '../dashboard/board-locator.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { BoardCatalog } from './board-catalog.js';
import { BoardInputReader } from './board-input.js';
import { BoardStore } from './board-store.js';
import { BoardTransfer } from './board-transfer.js';
import { BoardsController } from './boards.controller.js';
import { BoardsService } from './boards.service.js';
import { BoardFiles } from './files/board-files.js';
import { FirstBoards } from './first-boards.js';
import { PreviewController } from './preview.controller.js';
import { Previews } from './previews.js';
import { SourcesController } from './sources.controller.js';

/** Boards: their definitions and, for the live core, what they show. */
@Global()
@Module({
  imports: [DatabaseModule, MetricsModule, TransferModule],
  controllers: [BoardsController, PreviewController, SourcesController],
  providers: [
    BoardStore,
    BoardCatalog,
    BoardInputReader,
    BoardTransfer,
    BoardsService,
    BoardFiles,
    FirstBoards,
    Previews,
    { provide: BoardDefinitions, useExisting: BoardCatalog },
    { provide: BoardLocator, useExisting: BoardCatalog },
  ],
  exports: [BoardDefinitions, BoardLocator],
})
export class BoardsModule implements OnModuleInit {
  constructor(
    private readonly firstBoards: FirstBoards,
    private readonly catalogue: BoardCatalog,
    private readonly files: BoardFiles,
  ) {}

  /** Every module has registered its boards by now, for that happens when providers are made. */
  async onModuleInit(): Promise<void> {
    await this.firstBoards.make();
    await this.catalogue.load();
    await this.files.start();
  }
}
