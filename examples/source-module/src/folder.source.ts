import { Injectable } from '@nestjs/common';
import { type LoadContext, type LoadedFrame, Source } from 'boardcast';
import { z } from 'zod';
import { Folder, FOLDER_TOPIC } from './folder.js';

const folderQuerySchema = z.object({
  source: z.literal('folder'),
  limit: z.int().min(1).max(500).optional(),
});
type FolderQuery = z.infer<typeof folderQuerySchema>;

const DEFAULT_LIMIT = 50;

/** Answers `{ "source": "folder", "limit": 50 }` with the files that were modified last. */
@Injectable()
export class FolderSource extends Source<FolderQuery> {
  override readonly name = 'folder';
  override readonly schema = folderQuerySchema;
  override readonly changes$;

  constructor(private readonly folder: Folder) {
    super();
    this.changes$ = folder.changes$;
  }

  override topics(): readonly string[] {
    return [FOLDER_TOPIC];
  }

  override async load({ limit = DEFAULT_LIMIT }: FolderQuery, { signal }: LoadContext): Promise<LoadedFrame> {
    const files = (await this.folder.list(signal)).sort((a, b) => b.modifiedAtMs - a.modifiedAtMs).slice(0, limit);
    return {
      fields: [
        { name: 'file', type: 'string', values: files.map(({ name }) => name) },
        { name: 'size', type: 'number', unit: 'bytes', values: files.map(({ bytes }) => bytes) },
        { name: 'modified', type: 'time', values: files.map(({ modifiedAtMs }) => modifiedAtMs) },
      ],
      // The rows are not a series over time, so every change sends all of them.
      whole: true,
      updatedAt: files[0]?.modifiedAtMs,
    };
  }
}
