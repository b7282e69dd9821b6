import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readWebhooksFile } from '../../../src/config/webhooks-file.ts'
import type { Environment, LiveCompany } from '../../../src/core/webhook.ts'
import { type ImportResult, importLive } from '../../../src/import/import-live.ts'
import { matchUrl } from '../../../src/import/match-url.ts'
import { differingIds } from '../../../src/plan/compare-webhooks.ts'
import { runs } from '../../campaign/soak.ts'
import { live, liveWebhook, type Sketch } from '../plan/webhooks.ts'
import { plainly } from './importing.ts'

/** The soak takes minutes; in milliseconds. */
const SOAK_TIME = 600_000

/** Text that YAML could read as something else than a string. */
const word = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.constantFrom(
    ...['yes', 'null', '~', '12', '1e3', '0x1f', '- a', 'a: b', 'a # b', '#a', '*a'],
    ...['&a', '!a', '{a}', '[a]', '"', "'", '`', '@a', '%a', '|', '>'],
    ...['? a', 'a:', '---', '...', '<<', '__proto__', '=', '2026-01-01', '${AUCO_A}', 'a\\nb', '\\'],
  ),
)
// What the file allows: no control characters, and no spaces around.
const legal = word.filter(
  (text) =>
    text.trim() === text && /^[^\p{C}\u2028\u2029]*$/u.test(text) && /\S/.test(text) && text.length <= 100,
)
const description = fc.oneof(
  legal,
  fc.tuple(legal, legal).map((lines) => lines.join('\n')),
)
const url = fc
  .tuple(
    fc.constantFrom('a.example.com', 'b.example.com', 'hooks.zapier.com', 'hooks.slack.com'),
    fc.webPath(),
    fc.constantFrom('', '/hooks/catch/12/3ab', '/T0/q4Wm2Lk9Zx7Cv5Bn', '/q4Wm2Lk9Zx7Cv5Bn/a b'),
    fc.constantFrom('', '?t=secret-part', '?a=1&b', '?t=a b', '?', '#part', '?x#part'),
  )
  .map(([host, path, token, rest]) => `https://${host}${path}${token}${rest}`.replaceAll(/\s/g, '%20'))
const header = fc.option(
  fc.tuple(
    fc.constantFrom('Authorization', 'X-Token', 'x-token', 'X.Proxy', '__proto__'),
    fc
      .string({ unit: fc.constantFrom(...'QZXJ0123456789"\'\\${}: '), minLength: 4, maxLength: 30 })
      .map((text) => `v${text}v`),
  ),
)

interface Company {
  readonly stage: readonly Sketch[]
  readonly production: readonly Sketch[]
}

/** Two environments with the same descriptions and header names, so that one file can declare both. */
const companies: fc.Arbitrary<Company> = fc
  .uniqueArray(legal, { maxLength: 5 })
  .chain((ids) =>
    fc.tuple(
      ...['default', ...ids.filter((id) => id !== 'default')].map((id) =>
        fc.record({
          id: fc.constant(id),
          description,
          urls: fc.tuple(url, url),
          header,
          otherValue: fc.string({ unit: fc.constantFrom(...'QZXJ0123456789'), minLength: 4, maxLength: 30 }),
          where: id === 'default' ? fc.constant('both') : fc.constantFrom('both', 'stage', 'production'),
        }),
      ),
    ),
  )
  .map((all) => {
    const of = (environment: Environment, index: 0 | 1) =>
      all
        .filter(({ where }) => where === 'both' || where === environment)
        .map(({ id, description, urls, header, otherValue }) => ({
          id,
          description,
          url: urls[index],
          header: header === null ? null : ([header[0], index === 0 ? header[1] : otherValue] as const),
        }))
    return { stage: of('stage', 0), production: of('production', 1) }
  })

function imported(environment: Environment, company: LiveCompany, existing: string | null): ImportResult {
  return importLive({ environment, live: company, existing, ownSecrets: [], ...plainly })
}

/** The ids that a plan would change if every secret had its live value; or the problems of the file. */
function changes(
  text: string,
  environment: Environment,
  sketches: readonly Sketch[],
  result: ImportResult,
): readonly unknown[] {
  const secrets = result.ok ? result.secrets : []
  const written = readWebhooksFile(text, {
    environment,
    variable: () => undefined,
    ownSecrets: [],
    unset: 'allowed',
  })
  const value = (name: string) => {
    const secret = secrets.find((one) => one.name === name)
    const sketch = sketches.find(({ id }) => id === secret?.id)
    if (secret === undefined || sketch === undefined) return undefined
    if (secret.headerKey !== null) {
      const { header } = sketch
      return typeof header?.[1] === 'string' ? header[1] : undefined
    }
    const entry = written.ok ? written.webhooks.find(({ id }) => id === sketch.id) : undefined
    const match = entry === undefined ? null : matchUrl(liveWebhook(sketch).url, entry)
    return match?.kind === 'variable' ? match.variable.value?.reveal() : undefined
  }
  const file = readWebhooksFile(text, { environment, variable: value, ownSecrets: [], unset: 'error' })
  if (!file.ok) return file.problems
  return differingIds(file.webhooks, live(...sketches).webhooks)
}

it(
  'any two environments can be imported, and then plan to no changes',
  () => {
    fc.assert(
      fc.property(companies, fc.boolean(), ({ stage, production }, isStageFirst) => {
        const order = isStageFirst ? (['stage', 'production'] as const) : (['production', 'stage'] as const)
        const sketches = { stage, production }
        const first = imported(order[0], live(...sketches[order[0]]), null)
        if (!first.ok) throw new Error(JSON.stringify(first))
        expect(changes(first.text, order[0], sketches[order[0]], first)).toEqual([])
        const second = imported(order[1], live(...sketches[order[1]]), first.text)
        if (!second.ok) throw new Error(JSON.stringify(second))
        expect(changes(second.text, order[1], sketches[order[1]], second)).toEqual([])
        // The first environment is unchanged: importing it again changes nothing.
        const again = imported(order[0], live(...sketches[order[0]]), second.text)
        expect(again).toMatchObject({ ok: true, text: second.text })
        expect(changes(second.text, order[0], sketches[order[0]], again)).toEqual([])
      }),
      runs(15, 1_500),
    )
  },
  SOAK_TIME,
)

it(
  'an import never throws and never returns a header value, whatever is live',
  () => {
    const secret = fc.string({ unit: fc.constantFrom(...'QZXJ0123456789'), minLength: 12, maxLength: 40 })
    const anything = fc.string({ unit: 'binary', maxLength: 30 })
    fc.assert(
      fc.property(
        companies,
        fc.uniqueArray(fc.tuple(anything, anything, anything, anything, secret), {
          selector: ([id]) => id,
          maxLength: 4,
        }),
        (company, strange) => {
          const sketches = strange.map(([id, description, url, key, value]) => ({
            id,
            description,
            url,
            header: [key, value] as const,
          }))
          const first = imported('stage', live(...company.stage), null)
          const existing = first.ok ? first.text : null
          const result = imported('production', live(...company.production, ...sketches), existing)
          for (const [, , , , value] of strange) expect(JSON.stringify(result)).not.toContain(value)
        },
      ),
      runs(15, 1_500),
    )
  },
  SOAK_TIME,
)
