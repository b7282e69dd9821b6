/** The rooms of src, floor by floor. A room may import from the floors below its own, and from none beside it. */
const FLOORS = [
  ['action', 'cli'],
  ['import', 'report', 'auco', 'github'],
  ['config', 'plan', 'system'],
  ['core'],
]

/** Rooms that only compute. Which globals they may not use is in .oxlintrc.json. */
const PURE = ['import', 'report', 'config', 'plan', 'core']
const PURE_PACKAGES = ['^node_modules/(?:leven|yaml|zod)/', '^(?:crypto|net)$', '^package\\.json$']

/** Packages that talk to the outside, and the rooms that may load them. */
const OWNERS = {
  '@actions': ['action', 'system'],
  '@octokit': ['github'],
  undici: ['auco', 'github', 'system'],
}

const MAIN = '^src/main\\.ts$'
const CLI = '^src/cli\\.ts$'
const inside = (...rooms) => `^src/(?:${rooms.join('|')})/`

/** @type {import('dependency-cruiser').ICruiseOptions} */
const options = {
  // TypeScript 7 has no API to parse with.
  parser: 'swc',
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'] },
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...FLOORS.flatMap((rooms, floor) =>
      rooms.map((room) =>
        rule(
          `${room}-imports-lower-floors`,
          { path: inside(room) },
          { path: '^src/', pathNot: inside(room, ...FLOORS.slice(floor + 1).flat()) },
        ),
      ),
    ),
    rule(
      'the-action-does-not-load-the-commands',
      { path: MAIN },
      { path: '^src/', pathNot: inside('action', ...FLOORS.slice(1).flat()) },
    ),
    rule(
      'the-command-checks-node-before-it-loads-anything',
      { path: CLI },
      { pathNot: '^src/cli/', dependencyTypesNot: ['dynamic-import'] },
    ),
    rule('no-cycles', {}, { circular: true }),
    rule(
      'pure-rooms-load-pure-packages',
      { path: inside(...PURE) },
      { pathNot: ['^src/', ...PURE_PACKAGES] },
    ),
    ...Object.entries(OWNERS).map(([name, rooms]) =>
      rule(
        `${name}-has-its-rooms`,
        { path: '^src/', pathNot: inside(...rooms) },
        { path: `^node_modules/${name}/` },
      ),
    ),
    // Together with the floors and without cycles: neither a plan nor a command can reach the writer.
    rule(
      'only-an-apply-writes',
      { pathNot: '^src/action/apply-job\\.ts$' },
      { path: '^src/auco/replace-webhooks\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'only-a-run-applies',
      { pathNot: '^src/action/run\\.ts$' },
      { path: '^src/action/apply-job\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    rule('nothing-missing', {}, { couldNotResolve: true }),
  ],
  options,
}

function rule(name, from, to) {
  return { name, severity: 'error', from, to }
}
