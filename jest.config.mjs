import presets from 'jest-preset-angular/presets/index.js';

const swc = [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
  },
];

/** It contains other packages with the name of this one. */
const IGNORED = ['<rootDir>/dist/'];

const node = {
  testEnvironment: 'node',
  modulePathIgnorePatterns: IGNORED,
  extensionsToTreatAsEsm: ['.ts'],
  // Examples import the package by its name.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^boardcast$': '<rootDir>/server/index.ts' },
  transform: { '\\.ts$': swc },
  setupFiles: ['<rootDir>/test/support/jest/setup-node.ts'],
  injectGlobals: false,
};

/** No test takes this long, even on a busy machine, unless it hangs. Property-based tests with more runs take longer. */
const TIMEOUT_MS = 60_000 * Math.max(1, Number(process.env.PROPERTY_RUNS ?? 0) / 100);

export default {
  testTimeout: TIMEOUT_MS,
  // One worker for each core: most tests wait for servers, databases and browsers half of the time.
  maxWorkers: '100%',
  // ES modules of earlier test files stay in memory, up to 4 GB in a full run.
  workerIdleMemoryLimit: '1GB',
  projects: [
    {
      ...node,
      displayName: 'server',
      testMatch: ['<rootDir>/{server,wire}/**/*.spec.ts', '<rootDir>/scripts/**/*.spec.mjs'],
      testPathIgnorePatterns: ['\\.postgres\\.spec\\.ts$'],
    },
    {
      ...presets.createEsmPreset({ tsconfig: '<rootDir>/tsconfig.client-spec.json' }),
      displayName: 'client',
      modulePathIgnorePatterns: IGNORED,
      testMatch: ['<rootDir>/client/**/*.spec.ts'],
      setupFiles: ['<rootDir>/test/support/jest/setup-properties.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/jest/setup-client.ts'],
      moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    },
    {
      ...node,
      displayName: 'app',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.postgres\\.spec\\.ts$', '<rootDir>/test/package/'],
    },
    {
      // The tests of everything that stores data, a second time on PostgreSQL.
      ...node,
      displayName: 'postgres',
      testMatch: [
        '<rootDir>/server/database/{database,**/*.postgres}.spec.ts',
        '<rootDir>/server/metrics/{,storage/,query/}*{history-maintenance,worker,service,writer,source,retention,transfer}.spec.ts',
        '<rootDir>/server/metrics/{freshness,history}/**/*.spec.ts',
        '<rootDir>/server/{events,statuses,tables}/**/*{service,writer,source,retention,transfer,worker}.spec.ts',
        '<rootDir>/server/ingest/{records/record-batch.service,webhooks/storage/webhooks.repository}.spec.ts',
        '<rootDir>/server/boards/{board.repository,boards,boards.http,boards.races,feature-boards}.spec.ts',
        '<rootDir>/test/e2e/api/**/*.spec.ts',
        '<rootDir>/test/e2e/operations/{crash,*.postgres}.spec.ts',
      ],
      // Tests of code that stores no data.
      testPathIgnorePatterns: [
        '<rootDir>/test/e2e/api/(access|external-module|invalidates|openapi|pages|websocket)',
        'codec.spec.ts',
      ],
      globals: { testDatabase: 'postgres' },
      globalSetup: '<rootDir>/test/support/jest/start-postgres.mjs',
      globalTeardown: '<rootDir>/test/support/jest/stop-postgres.mjs',
    },
    // The API and its live updates, in an application on each platform that Nest supports.
    ...['express', 'fastify'].map((platform) => ({
      ...node,
      displayName: platform,
      testMatch: [
        '<rootDir>/test/e2e/{api,live}/**/*.spec.ts',
        '<rootDir>/test/e2e/operations/{crash,full-disk,kill}.spec.ts',
      ],
      // Pages need a prefix or a server of their own. The tests of `@Invalidates` start applications on both platforms themselves.
      testPathIgnorePatterns: ['<rootDir>/test/e2e/api/(invalidates|pages)'],
      globals: { testPlatform: platform },
    })),
    {
      // The tests of the package as it is published: `npm run test:full`. `npm test` does not run them.
      ...node,
      displayName: 'package',
      testMatch: ['<rootDir>/test/package/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/support/package/install-package.mjs',
      globalTeardown: '<rootDir>/test/support/package/remove-package.mjs',
    },
  ],
};
