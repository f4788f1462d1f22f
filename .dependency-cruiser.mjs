// The house of ARCHITECTURE.md: every floor imports only from below, nothing runs in a circle.
const FLOORS = [
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
  'server/sources',
  'server/cli',
];

const CLIENT_FLOORS = [
  'wire',
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

function floors(order) {
  return order.flatMap((floor, index) => {
    const above = order.slice(index + 1);
    return above.length === 0
      ? []
      : [
          {
            name: `${floor} imports only from below`,
            severity: 'error',
            from: { path: `^${floor}/`, pathNot: '\\.spec\\.ts$' },
            to: { path: `^(${above.join('|')})/` },
          },
        ];
  });
}

export default {
  forbidden: [
    ...floors(FLOORS),
    ...floors(CLIENT_FLOORS),
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'the client never imports the server',
      severity: 'error',
      from: { path: '^(client|wire)/' },
      to: { path: '^server/' },
    },
    {
      name: 'the client takes only types of what zod describes, or its bundle would grow by zod',
      severity: 'error',
      from: { path: '^client/', pathNot: '\\.spec\\.ts$|/testing/' },
      to: {
        path: '^wire/',
        pathNot: '^wire/(protocol|range|escaped-names|time-zone|glob|tag-filter)\\.ts$',
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
      name: 'a floor never imports what composes the house',
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
      name: 'every import resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^node:' },
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
