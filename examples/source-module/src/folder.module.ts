import { Module } from '@nestjs/common';
import { DashboardModule } from 'boardcast';
import { folderBoard } from './folder.board.js';
import { FolderCollector } from './folder.collector.js';
import { FolderSource } from './folder.source.js';
import { Folder } from './folder.js';

/** Shows the files of a folder. */
@Module({
  imports: [
    DashboardModule.forFeature({
      providers: [Folder],
      sources: [FolderSource],
      collectors: [FolderCollector],
      boards: [folderBoard],
    }),
  ],
})
export class FolderModule {}
