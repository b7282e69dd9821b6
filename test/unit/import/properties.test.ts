import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readWebhooksFile } from '../../../src/config/webhooks-file.ts'
import type { Environment } from '../../../src/core/webhook.ts'
import type { ImportResult } from '../../../src/import/import-live.ts'
import { differingIds } from '../../../src/plan/compare-webhooks.ts'
import { runs } from '../../campaign/soak.ts'
import { type AtAuco, companyOf, importing } from './importing.ts'

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
  readonly stage: readonly AtAuco[]
  readonly production: readonly AtAuco[]
}

/** Two environments that can differ in everything but the ids. */
const companies: fc.Arbitrary<Company> = fc
  .uniqueArray(legal, { maxLength: 5 })
  .chain((ids) =>
    fc.tuple(
      ...['default', ...ids.filter((id) => id !== 'default')].map((id) =>
        fc.record({
          id: fc.constant(id),
          descriptions: fc.tuple(description, description),
          isDescribed: fc.boolean(),
          urls: fc.tuple(url, url),
          header,
          otherName: fc.option(fc.constantFrom('X-Token', 'X-Other')),
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
        .map(({ id, descriptions, isDescribed, urls, header, otherName, otherValue }) => ({
          id,
          description: descriptions[isDescribed ? 0 : index],
          url: urls[index],
          header: header === null || index === 0 ? header : ([otherName ?? header[0], otherValue] as const),
        }))
    return { stage: of('stage', 0), production: of('production', 1) }
  })

/** The ids that a plan would change if every secret had its value; or the problems of the file. */
function changes(
  text: string,
  environment: Environment,
  webhooks: readonly AtAuco[],
  result: ImportResult,
): readonly unknown[] {
  const secrets = result.ok ? result.secrets : []
  const value = (name: string) => secrets.find((one) => one.name === name)?.value?.reveal()
  const file = readWebhooksFile(text, { environment, variable: value, ownSecrets: [], unset: 'error' })
  return file.ok ? differingIds(file.webhooks, companyOf(webhooks).webhooks) : file.problems
}

it('any two environments can be imported, and then plan to no changes', () => {
  fc.assert(
    fc.property(companies, fc.boolean(), ({ stage, production }, isStageFirst) => {
      const order = isStageFirst ? (['stage', 'production'] as const) : (['production', 'stage'] as const)
      const sketches = { stage, production }
      const first = importing(null, order[0], sketches[order[0]])
      if (!first.ok) throw new Error(JSON.stringify(first))
      expect(changes(first.text, order[0], sketches[order[0]], first)).toEqual([])
      const second = importing(first.text, order[1], sketches[order[1]])
      if (!second.ok) throw new Error(JSON.stringify(second))
      expect(changes(second.text, order[1], sketches[order[1]], second)).toEqual([])
      // The first environment is unchanged: importing it again changes nothing.
      const again = importing(second.text, order[0], sketches[order[0]])
      expect(again).toMatchObject({ ok: true, text: second.text })
      expect(changes(second.text, order[0], sketches[order[0]], again)).toEqual([])
    }),
    runs(15, 1_500),
  )
})

it('an import never throws and never returns a header value, whatever is live', () => {
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
        const first = importing(null, 'stage', company.stage)
        const existing = first.ok ? first.text : null
        const result = importing(existing, 'production', [...company.production, ...sketches])
        for (const [, , , , value] of strange) expect(JSON.stringify(result)).not.toContain(value)
      },
    ),
    runs(15, 1_500),
  )
})
