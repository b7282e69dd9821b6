import { existsSync } from 'node:fs'

/** The rooms of src, floor by floor. A room may import from the floors below its own, and from none beside it. */
const FLOORS = [
  ['action', 'cli'],
  ['import', 'report', 'auco', 'github', 'endpoints'],
  ['config', 'plan', 'system'],
  ['core'],
]

/** Rooms that only compute. Which globals they may not use is in .oxlintrc.json. */
const PURE = ['import', 'report', 'config', 'plan', 'core']
const PURE_PACKAGES = ['^node_modules/(?:yaml|zod)/', '^(?:crypto|net|url)$', '^package\\.json$']

/** Packages that talk to the outside, and the rooms that may load them. */
const OWNERS = {
  '@actions/core': ['action', 'system'],
  '@actions/github': ['github'],
  undici: ['auco', 'github', 'system'],
}

/** Node's modules that ask for hosts of a file, and the room that may load them. */
const RECEIVERS = { modules: '^(?:dns|dns/promises|tls|dgram|https?|http2)$', room: 'endpoints' }

const MAIN = file('src/main.ts')
const CLI = file('src/cli.ts')
const PLAN = file('src/action/plan-job.ts')
const WRITE = file('src/auco/replace-webhooks.ts')
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
    rule('the-command-loads-its-room-only', { path: CLI }, { pathNot: inside('cli') }),
    // An older Node would fail on a static import before it gets to the check of its version.
    rule('the-command-loads-nothing-at-once', { path: CLI }, { dependencyTypesNot: ['dynamic-import'] }),
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
    rule(
      'receivers-have-their-room',
      { path: '^src/', pathNot: inside(RECEIVERS.room) },
      { path: RECEIVERS.modules },
    ),
    rule('no-plan-and-no-command-reaches-the-write', { path: [PLAN, CLI] }, { path: WRITE, reachable: true }),
    rule('nothing-missing', {}, { couldNotResolve: true }),
  ],
  options,
}

function rule(name, from, to) {
  return { name, severity: 'error', from, to }
}

/** The pattern of one file. Throws if it has moved, because a rule about no file holds nothing. */
function file(name) {
  if (!existsSync(new URL(name, import.meta.url))) throw new Error(`${name} is gone. Change its rules, too.`)
  return `^${name.replaceAll('.', '\\.')}$`
}
