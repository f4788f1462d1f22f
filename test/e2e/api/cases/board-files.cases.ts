// equinor/webviz-config#129, dexy/dexy#75: tabs, byte order marks, CRLF, anchors, and words with a special meaning in YAML.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestCase, CaseGroup } from '../../../support/cases/test-case.js';
import { type CaseServer, uniqueName } from '../../../support/cases/case-server.js';

interface FileError {
  readonly file: string;
  readonly line?: number;
  readonly path?: string;
  readonly message: string;
}

interface Board {
  readonly title: string;
  readonly panels: readonly { query: { metric?: string } }[];
}

interface ReadResult {
  readonly board?: Board;
  readonly error?: FileError;
}

/** Writes the file, and waits until the server has read it. */
async function read(
  server: CaseServer,
  content: string | Buffer,
  extension: string,
  name: string,
): Promise<ReadResult> {
  const file = `${name}.${extension}`;
  writeFileSync(join(server.boardsDir, file), content);
  try {
    return await server.waitFor(async () => {
      const { json } = await server.get('/api/v1/boards');
      const error = (json as { fileErrors?: readonly FileError[] }).fileErrors?.find((each) => each.file === file);
      if (error) return { error };
      const board = await server.get(`/api/v1/boards/${encodeURIComponent(name)}`);
      return board.status === 200 ? { board: board.json as Board } : undefined;
    });
  } finally {
    rmSync(join(server.boardsDir, file));
  }
}

type Check = (result: ReadResult) => void;

const isBoard =
  (title: string, panels?: number): Check =>
  ({ board, error }) => {
    assert.equal(board?.title, title, error?.message);
    if (panels !== undefined) assert.equal(board.panels.length, panels);
  };

const isError =
  (line?: number, message = /./): Check =>
  ({ error }) => {
    assert.match(error?.message ?? 'no error', message);
    if (line !== undefined) assert.equal(error?.line, line);
  };

const either =
  (...checks: readonly Check[]): Check =>
  (result) => {
    if (!checks.some((check) => succeeds(check, result))) assert.fail(JSON.stringify(result));
  };

const atPath =
  (path: string): Check =>
  ({ error }) => {
    assert.ok(error?.path === path || error?.message.includes(path), error?.message);
  };

function succeeds(check: Check, result: ReadResult): boolean {
  try {
    check(result);
    return true;
  } catch {
    return false;
  }
}

const PANEL = `panels:
  - id: a
    type: number
    title: Orders
    layout: { x: 0, y: 0, w: 3, h: 2 }
    query: { source: metrics, metric: shop.orders }
`;

const panel = (id: string, query: string): string =>
  `  - { id: ${id}, type: number, title: ${id}, layout: { x: 0, y: 0, w: 3, h: 2 }, query: ${query} }\n`;

const aliases = Array.from({ length: 4 }, (_, level) => {
  const before = level === 0 ? 'x' : `*a${level - 1}`;
  return `l${level}: &a${level} [${new Array<string>(9).fill(before).join()}]\n`;
}).join('');

const FILES: readonly (readonly [what: string, content: string | Buffer, check: Check, extension?: string])[] = [
  ['CRLF', `title: Shop\n${PANEL}`.replaceAll('\n', '\r\n'), isBoard('Shop', 1)],
  ['a byte order mark', `\ufefftitle: Shop\n${PANEL}`, isBoard('Shop', 1)],
  ['a byte order mark in JSON', `\ufeff${JSON.stringify({ title: 'Shop', panels: [] })}`, isBoard('Shop', 0), 'json'],
  [
    'UTF-16',
    Buffer.from(`\ufefftitle: Shop\n${PANEL}`, 'utf16le'),
    either(isBoard('Shop'), isError(undefined, /UTF/i)),
  ],
  [
    'UTF-16, big endian',
    Buffer.from(`\ufefftitle: Shop\n${PANEL}`, 'utf16le').swap16(),
    either(isBoard('Shop'), isError(undefined, /UTF/i)),
  ],
  ['a tab as indentation', 'title: Shop\npanels:\n\t- id: a\n', isError(3, /tab/i)],
  ['a tab as indentation of a member', `title: Shop\n${PANEL.replace('    type', '\ttype')}`, isError(4, /tab/i)],
  [
    'an anchor outside of the members of a board',
    `title: Shop\nbase: &q { source: metrics, metric: shop.orders }\n${PANEL}`,
    either(isBoard('Shop'), atPath('base')),
  ],
  [
    'an anchor, an alias and a merge among panels',
    `title: Shop\npanels:\n${panel('a', '&q { source: metrics, metric: shop.orders }')}${panel('b', '*q')}${panel('c', '{ <<: *q, metric: shop.carts }')}`,
    (result) => {
      isBoard('Shop', 3)(result);
      assert.equal(result.board?.panels[2]?.query.metric, 'shop.carts');
    },
  ],
  ['the title no', `title: no\n${PANEL}`, isBoard('no')],
  ['the title on', `title: on\n${PANEL}`, isBoard('on')],
  ['the title 2026', `title: 2026\n${PANEL}`, either(isBoard('2026'), atPath('title'))],
  ['the title 12:30', `title: 12:30\n${PANEL}`, either(isBoard('12:30'), atPath('title'))],
  ['the title null', `title: null\n${PANEL}`, either(isBoard('null'), atPath('title'))],
  ['emoji and Arabic in its title', `title: "💾 لوحة"\n${PANEL}`, isBoard('💾 لوحة')],
  ['an id that is a number', `title: S\n${PANEL.replace('id: a', 'id: 1')}`, either(isBoard('S'), isError(3))],
  ['one member twice', `title: A\ntitle: B\n${PANEL}`, isError()],
  ['two documents', `title: A\n${PANEL}---\ntitle: B\n`, isError()],
  ['a document start marker', `---\ntitle: A\n${PANEL}`, isBoard('A')],
  ['only a comment', '# to do\n', isError()],
  ['no content', '', isError()],
  ['a list', '- a\n', isError()],
  ['a text', 'hello\n', isError()],
  ['a panel beyond the columns', `title: A\n${PANEL.replace('w: 3', 'w: 13')}`, isError(6)],
  ['thousands of aliases', `title: A\n${aliases}${PANEL}`, isError()],
];

const files = FILES.map(([what, content, check, extension = 'yaml']): TestCase => ({
  title: `reads or rejects a board file with ${what}`,
  run: async (server) => {
    check(await read(server, content, extension, uniqueName('file')));
  },
}));

const named: TestCase = {
  title: 'shows a board file whose name has capitals and blanks, or reports an error',
  run: async (server) => {
    const name = uniqueName('My Board');
    const { board, error } = await read(server, `title: A\n${PANEL}`, 'yaml', name);
    assert.ok(board?.title === 'A' || error?.message, JSON.stringify({ board, error }));
  },
};

export const boardFiles: CaseGroup = { cases: [...files, named] };
