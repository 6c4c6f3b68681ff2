const pure = '(oci|evidence|sigstore|attestation|notation|trust-root|sbom|trust|errors|format)'
// Data in a folder that does more than that.
const pureFiles = 'config/limits\\.ts$'
const notTest = '\\.test\\.tsx?$'

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    forbid(
      'pure-folders',
      'What decides about trust is given its bytes and its time: it can be read, tested and run anywhere.',
      { path: `^lib/${pure}/`, pathNot: notTest },
      { path: '^(app|components|lib|e2e)/', pathNot: `^lib/(${pure}/|${pureFiles})` },
    ),
    forbid(
      'pure-folders-no-input-output',
      'The pure folders neither read files nor talk to anybody, and know no framework.',
      { path: `^lib/${pure}/`, pathNot: notTest },
      {
        path: [
          '^(node:)?(fs|fs/promises|net|http|https|http2|tls|dns|dgram|child_process|worker_threads|cluster|os|process)$',
          'node_modules/(react|react-dom|next|undici|better-sqlite3|pg|kysely|pino|cacache)/',
        ],
      },
    ),
    forbid(
      'pure-files',
      'What pure folders import is as pure as they are.',
      { path: `^lib/${pureFiles}` },
      { path: '^(node:)?.', pathNot: `^lib/(${pure}/|${pureFiles})|^(node:)?(crypto|buffer)$|node_modules/zod/` },
    ),
    forbid(
      'contract',
      'The contract is what browser and server share, so it imports nothing that only one of them has.',
      { path: '^lib/api/contract/', pathNot: notTest },
      { path: '^(app|components|lib|e2e)/', pathNot: `^lib/(api/contract|${pure})/` },
    ),
    forbid(
      'queries',
      'What runs in the browser knows the contract, not the server.',
      { path: '^lib/queries/', pathNot: notTest },
      { path: '^(app|components|lib|e2e)/', pathNot: `^lib/(queries|api/contract|${pure})/` },
    ),
    forbid(
      'components',
      'Components show; they never talk to a registry and never verify.',
      { path: '^components/', pathNot: notTest },
      { path: '^(app|lib|e2e)/', pathNot: `^lib/(queries|api/contract|${pure})/` },
    ),
    forbid(
      'registry',
      'The registry client knows nothing of trust, and nothing of who calls it.',
      { path: '^lib/registry/', pathNot: notTest },
      { path: '^(app|components|lib|e2e)/', pathNot: '^lib/(registry|oci|evidence|errors|config)/' },
    ),
    forbid(
      'store',
      'The store knows nothing of HTTP and nothing of registries.',
      { path: '^lib/store/', pathNot: notTest },
      { path: '^(app|components|lib|e2e)/', pathNot: `^lib/(store|config|${pure})/` },
    ),
    forbid(
      'config',
      'The configuration is read before anything else is there.',
      { path: '^lib/(config|log)/', pathNot: notTest },
      { path: '^(app|components|lib|e2e)/', pathNot: `^lib/(config|log|${pure})/` },
    ),
    forbid(
      'inspection',
      'Use-cases know what they need, not who asks.',
      { path: '^lib/inspection/', pathNot: notTest },
      { path: '^(app|components|e2e|lib/(api|runtime|queries))/', pathNot: '^lib/api/contract/' },
    ),
    forbid(
      'runtime',
      'The runtime is put together below the routes.',
      { path: '^lib/runtime/', pathNot: notTest },
      { path: '^(app|components|e2e|lib/(api|queries))/' },
    ),
    forbid('routes-are-the-top', 'Nothing imports a route.', { path: '^(components|lib)/' }, { path: '^app/' }),
    forbid(
      'tests-stay-outside',
      'The product does not import tests.',
      { path: '^(app|components|lib)/', pathNot: [notTest, '^lib/testing/'] },
      { path: ['^lib/testing/', '^e2e/', notTest] },
    ),
    forbid(
      'no-circles',
      'Files that import each other cannot be read one after the other.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    ),
    forbid('not-to-unresolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
    forbid(
      'not-to-dev-dependencies',
      'The server needs nothing that only tests install.',
      { path: '^(app|components|lib)/', pathNot: [notTest, '^lib/testing/', '^lib/setup/'] },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^lib/sample/layouts/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css', '.json'],
    },
  },
}
