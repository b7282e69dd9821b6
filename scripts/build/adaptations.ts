/** What the bundler is given instead of a package's own files; the code that runs stays the package's. */
export interface Adaptation {
  readonly name: string
  /** Fields of `package.json` that are set. */
  readonly manifest: Readonly<Record<string, unknown>>
  /** Text that stands exactly once in a file, and what takes its place. */
  readonly edits?: readonly { readonly file: string; readonly from: string; readonly to: string }[]
}

/**
 * Each defers or leaves out what a run does not use; figures are in docs/performance.md. A test of the modules that a run
 * loads (test/repository/budget.test.ts) fails when one of these is taken out, and the build when one no longer fits.
 */
export const ADAPTATIONS: readonly Adaptation[] = [
  {
    name: '@actions/core',
    // The package does not say that its files only declare. Without this, its OIDC client comes along, and all of undici.
    manifest: { sideEffects: false },
    // Node's crypto takes as long to load as YAML to be read; only an output needs it, and a wrong file has none.
    edits: [
      {
        file: 'lib/file-command.js',
        from: "import * as crypto from 'crypto';",
        to: "const crypto = { randomUUID: () => process.getBuiltinModule('node:crypto').randomUUID() };",
      },
    ],
  },
  {
    // The same parser as ECMAScript modules, which are joined into one scope, instead of sixty CommonJS wrappers.
    name: 'yaml',
    manifest: { sideEffects: false, exports: './browser/dist/index.js' },
  },
  {
    name: 'undici',
    manifest: {},
    // HTTP/2 is off (src/system/connections.ts), and every body is text: neither Node's HTTP/2 nor undici's fetch comes along.
    edits: [
      {
        file: 'lib/dispatcher/client.js',
        from: "const connectH2 = require('./client-h2.js')",
        to: "const connectH2 = () => { throw new Error('HTTP/2 is not bundled') }",
      },
      {
        file: 'lib/dispatcher/client-h1.js',
        from: "extractBody = require('../web/fetch/body.js').extractBody",
        to: "throw new Error('FormData is not bundled')",
      },
      {
        file: 'lib/core/request.js',
        from: "require('../web/fetch/formdata')\n    isFormData = require('../web/webidl').webidl.is.FormData",
        to: 'isFormData = () => false',
      },
      {
        // As in the undici that Node has built in: one parser, and not the experimental one beside it.
        file: 'lib/dispatcher/client-h1.js',
        from: "? require('./parser-h1.js')",
        to: '? { getMiloEnabled: () => false }',
      },
      {
        // Of Node's own HTTP only the default of a limit is wanted (Node: `http.maxHeaderSize`).
        file: 'lib/dispatcher/client.js',
        from: "const http = require('node:http')",
        to: 'const http = { maxHeaderSize: 16 * 1024 }',
      },
      {
        // No body is a message of Node's own HTTP.
        file: 'lib/core/util.js',
        from: "const { IncomingMessage } = require('node:http')",
        to: 'class IncomingMessage {}',
      },
      {
        // The names of headers are looked up in this tree, and made lower-case where it lacks one: a run sees some fifty of
        // them, and filling the tree takes longer.
        file: 'lib/core/tree.js',
        from: 'i < wellknownHeaderNames.length',
        to: 'i < 0',
      },
    ],
  },
]
