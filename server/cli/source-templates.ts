/** The names in the files of a new source. */
export interface SourceNames {
  /** Of the source, its folder and its board: `room-climate`. */
  readonly name: string;
  /** The beginning of the names of its classes: `RoomClimate`. */
  readonly className: string;
  /** Of its board: `Room climate`. */
  readonly title: string;
  /** The version of this server. */
  readonly version: string;
}

/** Returns the files of a new source by name. They are JavaScript, so that they run without a build. */
export function sourceFiles(names: SourceNames): Readonly<Record<string, string>> {
  const { name } = names;
  return {
    'package.json': `${JSON.stringify(manifest(names), null, 2)}\n`,
    [`${name}.source.js`]: source(names),
    [`${name}.module.js`]: module(names),
    [`${name}.module.d.ts`]: `export declare class ${names.className}Module {}\n`,
    [`${name}.test.js`]: test(names),
  };
}

function manifest({ name, version }: SourceNames): object {
  return {
    name: `boardcast-${name}`,
    version: '0.1.0',
    type: 'module',
    main: `./${name}.module.js`,
    types: `./${name}.module.d.ts`,
    scripts: { test: 'node --test' },
    dependencies: { zod: '^4.0.0' },
    peerDependencies: { '@nestjs/common': '^12.0.1', boardcast: `^${version}` },
  };
}

function source({ name, className }: SourceNames): string {
  return `import { Source } from 'boardcast';
import { z } from 'zod';

/** The queries of panels: \`{ "source": "${name}", "name": "example" }\`. */
const querySchema = z.object({ source: z.literal('${name}'), name: z.string().min(1) });

/** @extends {Source<z.infer<typeof querySchema>>} */
export class ${className}Source extends Source {
  name = '${name}';
  schema = querySchema;

  /** The topics whose change makes a result outdated. \`NotificationQueue\` and \`POST /api/v1/changes\` publish them. */
  topics({ name }) {
    return [\`${name}:\${name}\`];
  }

  /** Results also change as time passes, so they are loaded again while a board shows them. */
  dependsOnTime() {
    return true;
  }

  /**
   * Loads the result of a query. Replace this with a request: \`await fetch(url, { signal })\`. The signal stops it when the result is
   * no longer needed. If it fails, the panel shows the message of the error.
   */
  async load({ name }, { to, signal }) {
    signal.throwIfAborted();
    const minute = Math.floor(to / 60_000) % 60;
    return { fields: [{ name, type: 'number', unit: 'min', values: [minute] }] };
  }
}
`;
}

function module({ name, className, title }: SourceNames): string {
  return `import { Module } from '@nestjs/common';
import { DashboardModule } from 'boardcast';
import { ${className}Source } from './${name}.source.js';

/** This board is created once, at the first start with this module. */
const board = {
  slug: '${name}',
  title: '${title}',
  panels: [
    {
      id: 'example',
      type: 'number',
      title: 'Minute of the hour',
      layout: { x: 0, y: 0, w: 4, h: 3 },
      query: { source: '${name}', name: 'example' },
    },
  ],
};

export class ${className}Module {}
// JavaScript has no decorators yet, so @Module is called as a function.
Module({ imports: [DashboardModule.forFeature({ sources: [${className}Source], boards: [board] })] })(${className}Module);
`;
}

function test({ name, className }: SourceNames): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ${className}Module } from './${name}.module.js';
import { ${className}Source } from './${name}.source.js';

const source = new ${className}Source();

const context = {
  range: '1h',
  from: Date.parse('2030-01-01T11:42:00Z'),
  to: Date.parse('2030-01-01T12:42:00Z'),
  timeZone: 'UTC',
  signal: new AbortController().signal,
};

test('the source accepts queries with a name', () => {
  assert.equal(source.schema.safeParse({ source: '${name}', name: 'example' }).success, true);
  assert.equal(source.schema.safeParse({ source: '${name}', name: '' }).success, false);
});

test('the source loads the minute of the hour', async () => {
  const { fields } = await source.load({ source: '${name}', name: 'example' }, context);
  assert.deepEqual(fields, [{ name: 'example', type: 'number', unit: 'min', values: [42] }]);
});

test('the module registers the source', () => {
  const [feature] = Reflect.getMetadata('imports', ${className}Module);
  assert.ok(feature.providers.includes(${className}Source));
});
`;
}
