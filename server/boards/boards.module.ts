import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { SnapshotProvider } from '../dashboard/snapshot-provider.js';
import { BoardLocator } from '../dashboard/board-locator.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { BoardCatalogue } from './board-catalogue.js';
import { BoardInputReader } from './board-input.js';
import { BoardSnapshots } from './board-snapshots.js';
import { BoardStore } from './board-store.js';
import { BoardTransfer } from './board-transfer.js';
import { BoardWatcher } from './board-watcher.js';
import { BoardsController } from './boards.controller.js';
import { BoardsService } from './boards.service.js';
import { BoardFiles } from './files/board-files.js';
import { FirstBoards } from './first-boards.js';
import { PreviewController } from './preview.controller.js';
import { Previews } from './previews.js';
import { QueryIndex } from './query-index.js';
import { SourcesController } from './sources.controller.js';

/** Boards: their definitions and, for the live core, what they show. */
@Global()
@Module({
  imports: [DatabaseModule, MetricsModule, TransferModule],
  controllers: [BoardsController, PreviewController, SourcesController],
  providers: [
    BoardStore,
    BoardCatalogue,
    BoardInputReader,
    BoardTransfer,
    BoardsService,
    BoardFiles,
    FirstBoards,
    Previews,
    QueryIndex,
    BoardWatcher,
    { provide: SnapshotProvider, useClass: BoardSnapshots },
    { provide: BoardLocator, useExisting: BoardCatalogue },
  ],
  exports: [BoardLocator, SnapshotProvider],
})
export class BoardsModule implements OnModuleInit {
  constructor(
    private readonly firstBoards: FirstBoards,
    private readonly catalogue: BoardCatalogue,
    private readonly files: BoardFiles,
  ) {}

  /** Every module has registered its boards by now, for that happens when providers are made. */
  async onModuleInit(): Promise<void> {
    await this.firstBoards.make();
    await this.catalogue.load();
    await this.files.start();
  }
}
