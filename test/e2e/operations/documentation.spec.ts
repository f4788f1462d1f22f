import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SETTING_DEFINITIONS, SETTING_NAMES } from '../../../server/config/setting-definitions.js';
import { clientMessageSchemas } from '../../../wire/schemas/messages.js';
import { CloseCode } from '../../../wire/protocol.js';
import { codeBlocks } from '../../support/documentation/code-blocks.js';
import { compileTypeScriptBlocks, hasTypeScriptBlocks } from '../../support/documentation/typescript-blocks.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { makeTempDir } from '../../support/make-temp-dir.js';

const ROOT = resolve(import.meta.dirname, '../../..');

const pagesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

const PAGES = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'],
  ...readdirSync(join(ROOT, 'examples')).map((example) => `examples/${example}/README.md`),
  ...['docs', 'docs/extending', 'docs/internals', 'docs/adr'].flatMap(pagesOf),
];

/** Generated from the code by TypeDoc. */
const API_PAGES = ['docs/extending/api', 'docs/extending/api/boardcast'].flatMap(pagesOf);

const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** Returns the shell code blocks of a page that send requests to the server of `npm start`. */
const commandsOf = (page: string): string[] =>
  codeBlocks(textOf(page), 'sh').filter(
    (code) => code.includes('curl ') && !code.includes('npm ') && !code.includes('/boardcast/'),
  );

const pagesWithCommands = PAGES.filter((page) => commandsOf(page).length > 0);

/** The page whose commands those of other pages require. */
const BASIC_PAGE = 'docs/push.md';

const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** Runs commands. Rejects with the output of the first one that fails or gets an error response. */
async function run(commands: readonly string[], base: string, folder: string): Promise<void> {
  const curl = 'curl() { command curl --silent --show-error --fail-with-body "$@"; }';
  const script = ['set -euo pipefail', curl, ...commands].join('\n').replaceAll('localhost:3000', new URL(base).host);
  await promisify(execFile)('bash', ['-c', script], { cwd: folder });
}

/** Returns the anchor that GitHub generates for a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');

const anchorsIn = (path: string): string[] => {
  const text = readFileSync(path, 'utf8');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)];
};

/** Returns the links of a page to missing files, or to missing headings in them. */
function brokenLinks(page: string): string[] {
  const links = [...textOf(page).matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    const [file = '', anchor] = link.split('#');
    const path = file === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), file);
    return !existsSync(path) || (anchor !== undefined && !anchorsIn(path).includes(anchor));
  });
}

/** The top folders with code. */
const CODE_FOLDERS = ['server', 'client', 'wire', 'test', 'bench', 'examples', 'scripts'];

/** The paths of all files and folders with code, each with a slash in front. */
const CODE_PATHS = CODE_FOLDERS.flatMap((folder) => [
  `/${folder}`,
  ...readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `/${folder}/${path}`),
]);

/** Files that `nest new` creates in an application. */
const FILES_OF_APPLICATIONS = ['src/app.module.ts', 'src/main.ts'];

/** Returns the paths and files of code that a page names but that do not exist in the repository. */
function missingFiles(page: string): string[] {
  const names = [...textOf(page).matchAll(/`([\w./-]+)`/g)].map(([, name = '']) => name.replace(/\/$/, ''));
  const isCode = (name: string): boolean =>
    CODE_FOLDERS.includes(name.split('/')[0] ?? '') ||
    (/\.(?:ts|scss|html)$/.test(name) && !name.startsWith('.') && !FILES_OF_APPLICATIONS.includes(name));
  return names.filter((name) => isCode(name) && !CODE_PATHS.some((path) => `${path}/`.endsWith(`/${name}/`)));
}

describe('the documentation', () => {
  (hasCurl ? it : it.skip).each(pagesWithCommands)(
    'has only curl commands that the server accepts: %s',
    async (page) => {
      const server = await ServerProcess.start();
      const folder = makeTempDir();
      try {
        await run(page === BASIC_PAGE ? [] : commandsOf(BASIC_PAGE), server.base, folder);
        await run(commandsOf(page), server.base, folder);
      } finally {
        await server.dispose();
        rmSync(folder, { recursive: true });
      }
    },
    TEST_TIMEOUT_MS,
  );

  it.each([...PAGES, ...API_PAGES, 'CHANGELOG.md'])('has no broken links: %s', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it.each(PAGES)('names only files that exist: %s', (page) => {
    expect(missingFiles(page)).toEqual([]);
  });

  describe('with TypeScript code', () => {
    const pages = PAGES.filter((page) => hasTypeScriptBlocks(textOf(page)));
    let errors: ReadonlyMap<string, readonly string[]>;
    beforeAll(() => {
      errors = compileTypeScriptBlocks(new Map(pages.map((page) => [page, textOf(page)])));
    }, TEST_TIMEOUT_MS);

    it.each(pages)('has only code that compiles in an application with strictness flags: %s', (page) => {
      expect(errors.get(page)).toEqual([]);
    });
  });

  it('lists every option of DashboardModule.forRoot', () => {
    const page = textOf('docs/extending/mounting.md');
    const ownSettings = ['port', 'host', 'extensions'];
    const settings = SETTING_NAMES.filter((name) => !ownSettings.includes(name));
    const options = [...settings, 'parts', 'authorize', 'routeMetadata', 'fromEnvironment'];
    expect(options.filter((name) => !page.includes(`| \`${name}\` `))).toEqual([]);
  });

  it('lists every public name of the package', () => {
    const page = textOf('docs/extending/README.md');
    const reference = textOf('docs/extending/api/boardcast.md');
    const names = [...reference.matchAll(/^### (?:`abstract` )?(\w+)/gm)].map(([, name = '']) => name);
    expect(names).toContain('DashboardModule');
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('lists every environment variable', () => {
    const page = textOf('docs/configuration.md');
    const variables = Object.values(SETTING_DEFINITIONS).flatMap(({ variable }) => variable ?? []);
    expect(variables.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('names only metrics that the server has', async () => {
    const server = await ServerProcess.start();
    try {
      const metrics = await (await fetch(`${server.base}/metrics`)).text();
      const names = PAGES.flatMap((page) => textOf(page).match(/\bboardcast_\w+/g) ?? []);
      expect(names.filter((name) => !metrics.includes(`# HELP ${name} `))).toEqual([]);
    } finally {
      await server.dispose();
    }
  });

  it('lists every message and close code of the WebSocket', () => {
    const page = textOf('docs/websocket.md');
    const codes = Object.values(CloseCode).map(String);
    const events = Object.keys(clientMessageSchemas).map((event) => `\`${event}\``);
    expect([...codes, ...events].filter((each) => !page.includes(each))).toEqual([]);
  });
});
