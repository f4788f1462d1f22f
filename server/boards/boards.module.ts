import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { BoardDefinitions } from '../dashboard/contracts/board-definitions.js';
import { BoardLocator } from '../dashboard/contracts/board-locator.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { BoardCatalog } from './catalog/board-catalog.js';
import { BoardInputReader } from './input/board-input-reader.js';
import { BoardRepository } from './board.repository.js';
import { BoardTransfer } from './board-transfer.js';
import { Boards } from './boards.js';
import { BoardsController } from './boards.controller.js';
import { BoardsService } from './boards.service.js';
import { BoardFilesService } from './board-files.service.js';
import { FeatureBoards } from './feature-boards.js';
import { PreviewController } from './preview/preview.controller.js';
import { PreviewService } from './preview/preview.service.js';

/** Stores, reads and checks board definitions, and provides them to the live core. */
@Global()
@Module({
  imports: [DatabaseModule, MetricsModule, TransferModule],
  controllers: [BoardsController, PreviewController],
  providers: [
    BoardRepository,
    BoardCatalog,
    BoardInputReader,
    BoardTransfer,
    BoardsService,
    Boards,
    BoardFilesService,
    FeatureBoards,
    PreviewService,
    { provide: BoardDefinitions, useExisting: BoardCatalog },
    { provide: BoardLocator, useExisting: BoardCatalog },
  ],
  exports: [BoardDefinitions, BoardLocator, Boards],
})
export class BoardsModule implements OnModuleInit {
  constructor(
    private readonly featureBoards: FeatureBoards,
    private readonly catalog: BoardCatalog,
    private readonly files: BoardFilesService,
  ) {}

  /** All modules have registered their boards by now, because they do so when their providers are created. */
  async onModuleInit(): Promise<void> {
    const boards = this.featureBoards.check();
    await this.catalog.load();
    await this.files.start();
    await this.featureBoards.insertUnused(boards);
  }
}
