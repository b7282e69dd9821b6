/** Changes to a package before it is bundled, so that what a run doesn't use is left out or loaded later. */
export interface Adaptation {
  readonly name: string
  /** Fields to set in its `package.json`. */
  readonly manifest: Readonly<Record<string, unknown>>
  readonly edits?: readonly Edit[]
}

/** Text that a file contains exactly once, and its replacement. */
export interface Edit {
  readonly file: string
  readonly from: string
  readonly to: string
  /** What the file must not use, because the replacement doesn't have it. */
  readonly lacks?: RegExp
}

/** The text with the edit made. Throws if it doesn't fit any more, such as after an update of the package. */
export function edited(text: string, { file, from, to, lacks }: Edit): string {
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`)
  const result = text.replace(from, () => to)
  const missing = lacks?.exec(result)?.[0]
  if (missing !== undefined) throw new Error(`${file} uses this, which its replacement lacks: ${missing}`)
  return result
}

/** What undici asserts is an error as well without Node's module, which takes 2 ms to load. */
const WITHOUT_ASSERT: readonly Edit[] = [
  'api/api-connect.js',
  'api/api-request.js',
  'api/readable.js',
  'core/connect.js',
  'core/request.js',
  'core/util.js',
  'dispatcher/client.js',
  'dispatcher/client-h1.js',
].map((file) => ({
  file: `lib/${file}`,
  from: "const assert = require('node:assert')",
  to: "const assert = (value, message) => { if (!value) throw new Error(message ?? 'Assertion failed') }",
  lacks: /\bassert\.\w/,
}))

/** The methods of GitHub's REST API that `src/` calls. A call of another one fails in every test of whole runs. */
const CALLED = {
  actions: ['listWorkflowRuns'],
  issues: ['createComment', 'getComment', 'updateComment'],
} as const

const METHODS = '@octokit/plugin-rest-endpoint-methods'
const table = import.meta.resolve(METHODS).replace('index.js', 'generated/endpoints.js')
const { default: routes }: { default: Record<string, Record<string, unknown>> } = await import(table)
const called = Object.entries(CALLED).map(([scope, names]) => [
  scope,
  Object.fromEntries(names.map((name) => [name, routes[scope]?.[name]])),
])

/**
 * The figures are in docs/internals/performance.md. Without one of these, test/repository/budget.test.ts fails; the build fails if one
 * doesn't fit any more.
 */
export const ADAPTATIONS: readonly Adaptation[] = [
  {
    name: '@actions/core',
    // Otherwise its OIDC client and all of undici are bundled, because the package doesn't declare itself free of side effects.
    manifest: { sideEffects: false },
    // Node's crypto takes as long to load as the file to be parsed. Only outputs need it, and an invalid file sets none.
    edits: [
      {
        file: 'lib/file-command.js',
        from: "import * as crypto from 'crypto';",
        to: "const crypto = { randomUUID: () => process.getBuiltinModule('node:crypto').randomUUID() };",
      },
    ],
  },
  {
    name: '@actions/github',
    manifest: { sideEffects: false },
    // A client for its proxies, which the action's own connections are given instead of: Node's HTTP and all of undici's fetch.
    edits: [
      {
        file: 'lib/utils.js',
        from: `{
        agent: Utils.getProxyAgent(baseUrl),
        fetch: Utils.getProxyFetch(baseUrl)
    }`,
        to: '{}',
      },
      {
        file: 'lib/internal/utils.js',
        from: "import * as httpClient from '@actions/http-client';\nimport { fetch } from 'undici';",
        to: '',
      },
    ],
  },
  {
    name: METHODS,
    manifest: {},
    // The whole table has nine hundred methods, and takes 5 ms.
    edits: [
      {
        file: 'dist-src/endpoints-to-methods.js',
        from: 'import ENDPOINTS from "./generated/endpoints.js";',
        to: `const ENDPOINTS = ${JSON.stringify(Object.fromEntries(called))};`,
      },
    ],
  },
  {
    // The same code as ES modules, which ncc joins into one scope: sixty CommonJS wrappers fewer.
    name: 'yaml',
    manifest: { sideEffects: false, exports: './browser/dist/index.js' },
  },
  {
    name: 'undici',
    manifest: {},
    // HTTP/2 is off (src/system/connections.ts) and every body is text, so Node's HTTP/2 and undici's fetch are left out.
    edits: [
      ...WITHOUT_ASSERT,
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
      // The age of an idle connection doesn't need Node's `performance`, which takes 1.4 ms.
      ...['performance.now() - socket[kIdleSince]', 'socket[kIdleSince] = performance.now()'].map((from) => ({
        file: 'lib/dispatcher/client-h1.js',
        from,
        to: from.replace('performance', 'Date'),
      })),
      {
        // One parser, as in Node's own undici, without the experimental one.
        file: 'lib/dispatcher/client-h1.js',
        from: "? require('./parser-h1.js')",
        to: '? { getMiloEnabled: () => false }',
      },
      {
        // The parser is bundled once, in the form that every machine can run.
        file: 'lib/dispatcher/client-h1.js',
        from: "require('../llhttp/llhttp_simd-wasm.js')",
        to: "require('../llhttp/llhttp-wasm.js')",
      },
      {
        // A SOCKS proxy is refused before (src/system/proxy.ts).
        file: 'lib/dispatcher/proxy-agent.js',
        from: "const Socks5ProxyAgent = require('./socks5-proxy-agent')",
        to: "class Socks5ProxyAgent { constructor () { throw new Error('SOCKS is not bundled') } }",
      },
      {
        // All it takes from Node's HTTP is a default (Node: `http.maxHeaderSize`).
        file: 'lib/dispatcher/client.js',
        from: "const http = require('node:http')",
        to: 'const http = { maxHeaderSize: 16 * 1024 }',
        lacks: /\bhttp\.(?!maxHeaderSize\b)\w+/,
      },
      {
        // No body is a message of Node's HTTP.
        file: 'lib/core/util.js',
        from: "const { IncomingMessage } = require('node:http')",
        to: 'class IncomingMessage {}',
        lacks: /(?<!=== |class )\bIncomingMessage\b/,
      },
    ],
  },
]
