/**
 * The direction of arrows between rooms; docs/architecture.md says why.
 * renderer → shared ← main; inside main: app, ipc, cli → memory, vault → storage → security → shared.
 */
const rule = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment: `${comment} (docs/architecture.md)`,
  from,
  to,
});

module.exports = {
  forbidden: [
    rule('no-cycle', {}, { circular: true }, 'An import cycle means that two files are one room.'),
    rule(
      'shared-imports-nothing-else',
      { path: '^src/shared' },
      { path: '^src/(main|preload|renderer)' },
      'shared is what both sides of the wall may import.',
    ),
    rule(
      'shared-has-no-io',
      { path: '^src/shared', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
      'shared runs in the sandboxed page too.',
    ),
    rule(
      'renderer-knows-only-the-contract',
      { path: '^src/renderer' },
      { path: '^src/(main|preload)' },
      'The page knows only the typed contract.',
    ),
    rule(
      'renderer-has-no-node',
      { path: '^src/renderer', pathNot: '\\.test\\.tsx?$' },
      { path: '(^|/)(electron|better-sqlite3-multiple-ciphers|@napi-rs/keyring)' },
      'The page is sandboxed: no Node, no keys, no SQL.',
    ),
    rule(
      'preload-holds-nothing',
      { path: '^src/preload' },
      { path: '^src/(main|renderer)' },
      'preload passes messages and holds nothing.',
    ),
    rule(
      'security-is-the-floor',
      { path: '^src/main/security' },
      { path: '^src/main/(app|ipc|cli|vault|memory|storage|observability)' },
      'security imports only shared.',
    ),
    rule(
      'observability-is-a-leaf',
      { path: '^src/main/observability' },
      { path: '^src/main/(?!observability)' },
      'observability imports only shared.',
    ),
    rule(
      'storage-knows-no-domain',
      { path: '^src/main/storage' },
      { path: '^src/main/(app|ipc|cli|vault|memory|maintenance)' },
      'The engine knows stores, not what people do with them.',
    ),
    rule(
      'vault-below-memory',
      { path: '^src/main/vault' },
      { path: '^src/main/(app|ipc|cli|memory|maintenance)' },
      'vault opens and closes; it does not know memories.',
    ),
    rule(
      'memory-below-the-shell',
      { path: '^src/main/memory' },
      { path: '^src/main/(app|ipc|cli|maintenance)' },
      'memory serves the window and the command line alike.',
    ),
    rule(
      'maintenance-below-the-shell',
      { path: '^src/main/maintenance' },
      { path: '^src/main/(app|ipc|cli)' },
      'maintenance serves the window and the command line alike.',
    ),
    rule(
      'ipc-below-app',
      { path: '^src/main/ipc' },
      { path: '^src/main/(app|cli)' },
      'Handlers serve the router; they know no window.',
    ),
    rule(
      'electron-only-in-the-shell',
      { path: '^src', pathNot: '^src/main/(app/|ipc/|index\\.ts)|^src/preload/' },
      { path: '(^|/)node_modules/electron/|^electron$' },
      'The engine runs and is tested without Electron.',
    ),
    rule(
      'sql-only-in-storage',
      { path: '^src', pathNot: '^src/main/storage/|\\.test\\.ts$' },
      { path: 'better-sqlite3-multiple-ciphers' },
      'Only the engine speaks SQL.',
    ),
    rule(
      'no-orphans',
      { orphan: true, pathNot: '\\.d\\.ts$|\\.test\\.tsx?$|^src/renderer/.*\\.css$' },
      {},
      'A file that nothing imports and that imports nothing is dead.',
    ),
    rule('not-to-unresolvable', {}, { couldNotResolve: true }, 'An import that resolves to nothing.'),
    rule(
      'no-dev-dependency-in-product',
      { path: '^src', pathNot: '\\.test\\.tsx?$|^src/renderer|/testing/' },
      { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(electron|@types)' },
      'What ships may not need what only developers have.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.css'],
    },
  },
};
