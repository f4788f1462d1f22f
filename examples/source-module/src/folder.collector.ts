import { Injectable } from '@nestjs/common';
import { type CollectContext, Collector, type Sample } from 'boardcast';
import { Folder } from './folder.js';

/** Writes the number of files and their total size every 10 seconds, whether or not a board shows them. */
@Injectable()
export class FolderCollector extends Collector {
  override readonly name = 'folder';
  override readonly every = '10s';

  constructor(private readonly folder: Folder) {
    super();
  }

  override async collect({ signal }: CollectContext): Promise<Sample[]> {
    const files = await this.folder.list(signal);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return [
      { key: 'folder.files', value: files.length },
      { key: 'folder.bytes', value: bytes, unit: 'bytes' },
    ];
  }
}
