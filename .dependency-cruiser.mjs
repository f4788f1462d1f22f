// The layers of ARCHITECTURE.md, from the bottom. A layer imports only from the layers below it, and there are no cycles.
const SERVER_LAYERS = [
  'wire',
  'server/common',
  'server/config',
  'server/database',
  'server/http',
  'server/observability',
  'server/change-bus',
  'server/access',
  'server/dashboard',
  'server/transfer',
  'server/metrics',
  'server/events',
  'server/statuses',
  'server/tables',
  'server/boards',
  'server/ingest',
  'server/collectors',
  'server/embedding',
  'server/cli',
  'server/extensions',
];

const CLIENT_LAYERS = [
  'wire',
  'client/stream',
  'client/common',
  'client/i18n',
  'client/ui',
  'client/api',
  'client/time-range',
  'client/live',
  'client/panels',
  'client/tv',
  'client/board-editor',
  'client/board-list',
  'client/board-page',
  'client/app',
];

/** The files of `wire/` that the client may use at run time: those outside of `wire/schemas/`. */
const WITHOUT_ZOD = '^wire/[^/]+\\.ts$';

function layerRules(layers) {
  return layers.flatMap((layer, index) => {
    const above = layers.slice(index + 1);
    return above.length === 0
      ? []
      : [
          {
            name: `${layer} imports only from below`,
            severity: 'error',
            from: { path: `^${layer}/`, pathNot: '\\.spec\\.ts$' },
            to: { path: `^(${above.join('|')})/` },
          },
        ];
  });
}

/** What features may use of the live core; the rest is internal. */
const PUBLIC_CORE = '^server/dashboard/(contracts/|notifications/|dashboard-core\\.module|feature-registry)';

export default {
  forbidden: [
    ...layerRules(SERVER_LAYERS),
    ...layerRules(CLIENT_LAYERS),
    {
      name: 'features use the contracts of the live core, not its internals',
      severity: 'error',
      from: { path: '^server/[^/]+/', pathNot: '^server/dashboard/|^server/boards/preview/|\\.spec\\.ts$' },
      to: { path: '^server/dashboard/', pathNot: PUBLIC_CORE },
    },
    {
      name: 'the preview uses only the queries of the live core',
      severity: 'error',
      from: { path: '^server/boards/preview/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^server/dashboard/', pathNot: `${PUBLIC_CORE}|^server/dashboard/queries/` },
    },
    {
      name: 'metrics, statuses, events and tables do not know each other',
      severity: 'error',
      from: { path: '^server/(metrics|statuses|events|tables)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^server/(metrics|statuses|events|tables)/', pathNot: '^server/$1/' },
    },
    {
      name: 'a protocol does not know another',
      severity: 'error',
      from: { path: '^server/ingest/([^/]+)/', pathNot: '^server/ingest/webhooks/|\\.spec\\.ts$' },
      to: { path: '^server/ingest/[^/]+/', pathNot: '^server/ingest/($1|records)/' },
    },
    {
      name: 'webhooks know no other protocol than collectd, whose JSON they pass on',
      severity: 'error',
      from: { path: '^server/ingest/webhooks/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^server/ingest/[^/]+/',
        pathNot: '^server/ingest/(webhooks|records)/|^server/ingest/collectd/collectd\\.(module|service)\\.ts$',
      },
    },
    {
      name: 'the live stream does not need Angular, so that it can be used without it',
      severity: 'error',
      from: { path: '^client/stream/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/@angular/' },
    },
    {
      name: 'the libraries do not import the pages of the product',
      severity: 'error',
      from: { path: '^client/libraries/' },
      to: { path: '^client/(tv|board-editor|board-list|board-page|app)/' },
    },
    {
      name: 'the library boardcast/client does not need Angular',
      severity: 'error',
      from: { path: '^client/libraries/client/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/@angular/', reachable: true },
    },
    {
      name: 'the library boardcast/angular does not need a router or forms, which an application may not have',
      severity: 'error',
      from: { path: '^client/libraries/angular/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/@angular/(router|forms)/', reachable: true },
    },
    {
      name: 'the product does not use the libraries',
      severity: 'error',
      from: { path: '^client/', pathNot: '^client/libraries/' },
      to: { path: '^client/libraries/' },
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'the client never imports the server',
      severity: 'error',
      from: { path: '^(client|wire)/' },
      to: { path: '^server/' },
    },
    {
      name: 'the client imports only types from the files with zod schemas, so that zod is not in its bundle',
      severity: 'error',
      from: { path: '^client/', pathNot: '\\.spec\\.ts$|/testing/' },
      to: {
        path: '^wire/',
        pathNot: WITHOUT_ZOD,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'a file without zod imports no file with zod, except its types',
      severity: 'error',
      from: { path: WITHOUT_ZOD },
      to: {
        path: '^wire/|node_modules/zod/',
        pathNot: WITHOUT_ZOD,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'the server never imports the client',
      severity: 'error',
      from: { path: '^(server|wire)/' },
      to: { path: '^client/' },
    },
    {
      name: 'a layer never imports the files that compose the application',
      severity: 'error',
      from: { path: '^server/[^/]+/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^server/[^/]+\\.ts$' },
    },
    {
      name: 'the product never imports its tests',
      severity: 'error',
      from: { path: '^(server|client|wire)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'an example imports Boardcast only from its public API',
      severity: 'error',
      from: { path: '^examples/' },
      to: {
        path: '^(wire|server|client|test|bench|dist)/',
        pathNot: '^(server|client/libraries/(client|angular))/index\\.ts$',
      },
    },
    {
      name: 'every import resolves',
      severity: 'error',
      from: {},
      // `dist` holds the built code, which a clean clone does not have yet.
      to: { couldNotResolve: true, pathNot: '^node:|(^|/)dist/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.test.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
};
