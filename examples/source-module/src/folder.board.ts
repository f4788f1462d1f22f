import type { BoardInput } from 'boardcast';

/** A board that is created once, when the server starts with this module for the first time. */
export const folderBoard: BoardInput = {
  slug: 'folder',
  title: 'Folder',
  panels: [
    {
      id: 'files',
      type: 'number',
      title: 'Files',
      layout: { x: 0, y: 0, w: 4, h: 2 },
      query: { source: 'metrics', metric: 'folder.files' },
      options: {},
    },
    {
      id: 'bytes',
      type: 'chart',
      title: 'Size',
      layout: { x: 4, y: 0, w: 8, h: 4 },
      query: { source: 'metrics', metric: 'folder.bytes' },
      options: {},
    },
    {
      id: 'list',
      type: 'table',
      title: 'Last modified',
      layout: { x: 0, y: 4, w: 12, h: 6 },
      query: { source: 'folder', limit: 20 },
      options: {},
    },
  ],
};
