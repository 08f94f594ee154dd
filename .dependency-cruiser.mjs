// The borders of the house: docs/architecture.md says why.
const rooms = [
  'spec',
  'evidence',
  'harness',
  'intake',
  'evaluators',
  'reports',
  'scenarios',
  'server',
  'cli',
];
const only = (room, ...friends) => ({
  name: `${room}-imports-only-${friends.join('-') || 'nothing'}`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: `^(${rooms.filter((r) => r !== room && !friends.includes(r)).join('|')}|test|bin)/` },
});
export default {
  forbidden: [
    only('spec'),
    only('evaluators', 'spec'),
    only('reports', 'spec'),
    only('scenarios', 'spec'),
    only('intake', 'spec'),
    only('evidence', 'spec'),
    only('harness', 'spec', 'evidence'),
    only('server', 'spec', 'evaluators', 'reports', 'intake', 'evidence'),
    { name: 'nobody-imports-test', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    {
      name: 'nobody-imports-cli',
      severity: 'error',
      from: { pathNot: '^(cli|test)/' },
      to: { path: '^cli/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'rooms-are-entered-by-their-doors',
      comment: 'index.ts is the door; spec has a second one, spec/load/index.ts.',
      severity: 'error',
      from: { path: `^(${rooms.join('|')})/` },
      to: {
        path: `^(${rooms.join('|')})/`,
        pathNot: ['^$1/', '^[^/]+/index\\.tsx?$', '^spec/load/index\\.ts$', '^evaluators/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'spec-index-has-no-io',
      severity: 'error',
      from: { path: '^spec/', pathNot: '^spec/load/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'evaluators-are-pure',
      comment: 'No IO, no clock, no chance: spec/index.ts and reviewed pure packages only.',
      severity: 'error',
      from: { path: '^evaluators/' },
      to: { pathNot: ['^evaluators/', '^spec/index\\.ts$', 'node_modules/fraction\\.js/'] },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
