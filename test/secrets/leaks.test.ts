import { inspect } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { failedAnswer } from '../../src/auco/failures.ts'
import { readWebhooksFile } from '../../src/config/webhooks-file.ts'
import { withDeclared } from '../../src/core/declared.ts'
import { InvalidFileError } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import type { LiveCompany } from '../../src/core/webhook.ts'
import { HeaderName } from '../../src/core/webhook.ts'
import { WebhookUrl } from '../../src/core/webhook-url.ts'
import { planChanges } from '../../src/plan/plan-changes.ts'
import { renderComment } from '../../src/report/comment.ts'
import { planJson } from '../../src/report/plan-json.ts'
import { planLines, planStatus } from '../../src/report/plan-words.ts'
import { type Report, renderReport } from '../../src/report/render-report.ts'
import { sample } from '../campaign/soak.ts'
import { startCompany } from '../fakes/company.ts'
import { links } from '../unit/report/fixtures.ts'
import { LeakFinder } from './find-leak.ts'
import { ANSWERED, flows, perform } from './scenarios.ts'
import { illegalKinds, legalKinds } from './secret-kinds.ts'
import {
  encoded,
  fileOf,
  liveUrlOf,
  type SecretSet,
  secretSetOf,
  secretsOf,
  variablesFor,
} from './secret-sets.ts'
import { spellings } from './spellings.ts'
import { wrongFiles } from './wrong-files.ts'

type Texts = Readonly<Record<string, string>>

const asIs = (text: string): string => text

const company = await startCompany({ inProcess: true })
let runs = 0

const control = secretSetOf({ name: 'control', make: (core) => core(24) }, 1)
const secretSets = sample([...legalKinds, ...illegalKinds], 8).map((kind, index) =>
  secretSetOf(kind, 1_000 + index),
)
const cases = secretSets.map((secretSet) => [secretSet.kind.name, secretSet] as const)
const finders = new Map<SecretSet, LeakFinder>()

// What a run shows with other secrets is no leak: it does not come from the secrets.
const known = new Set<string>()
beforeEach(async () => {
  if (known.size > 0) return
  const add = (texts: Texts) => Object.values(texts).map((text) => known.add(text))
  for (const [turn, { scenario }] of flows.entries())
    add((await perform(company, scenario(control, turn))).texts)
  for (const texts of [...rendersOfPlans(control), ...rendersOfObjects(control)]) add(texts)
  for (const { text } of wrongFiles) add(renderOfWrongFile(control, text(control.live)))
}, 120_000)

/** The leaks in the texts, one line each, for the message of a failed test. */
function leaksIn(secretSet: SecretSet, what: string, texts: Texts): readonly string[] {
  const finder = finders.get(secretSet) ?? new LeakFinder(secretsOf(secretSet), known)
  finders.set(secretSet, finder)
  return finder
    .find(texts)
    .slice(0, 3)
    .map((leak) => `${what}: ${leak}`)
}

describe.each(flows)('a whole run: $name', ({ name, scenario: scenarioOf, ends }) => {
  it.each(cases)('with secrets of the kind: %s', async (_, secretSet) => {
    const scenario = scenarioOf(secretSet, runs)
    const { kind, texts, lines } = await perform(company, scenario)
    runs += 1
    expect(ends).toContain(kind ?? 'ok')
    expect(leaksIn(secretSet, name, texts)).toEqual([])

    // Inputs are masked first, variables before the log mentions the file.
    const { inputs, variables, isFork } = scenario
    const keys = ['public-key', 'private-key', 'github-token'].map((input) => inputs[input] ?? '')
    expect(maskedTooLate(lines, keys)).toEqual([])
    if (kind === 'auco-keys') return
    // A fork's plan has none, and a mask would tell its author which guess is right.
    const { AUCO_TOKEN_OF_BASE: ofBase, ...ofFile } = variables
    const values = isFork === true ? [] : Object.values(ofFile)
    expect(maskedTooLate(lines, values, /^Mode: /)).toEqual([])
  })
})

/** The lines of the log of a flow, after so many answers of Auco. */
async function linesOf(name: string, secretSet: SecretSet, answers = 0): Promise<readonly string[]> {
  const { scenario } = flows.find((flow) => flow.name === name) ?? expect.fail()
  const { lines } = await perform(company, scenario(secretSet, 0))
  const answered = lines.flatMap((line, at) => (line === ANSWERED ? [at] : []))
  return lines.slice(([-1, ...answered][answers] ?? expect.fail()) + 1)
}

it.each(cases)('what Auco has is masked right after it was read, with the kind: %s', async (_, secretSet) => {
  const { live, removed, dropped, other } = secretSet
  const read = await linesOf('plan', secretSet, 1)
  expect(maskedTooLate(read, [`Bearer ${live}`, removed, dropped])).toEqual([])
  const readBack = await linesOf('apply beside somebody else', secretSet, 3)
  expect(maskedTooLate(readBack, [other])).toEqual([])
})

it('the whole header is masked as well as its variable, before the log mentions the file', async () => {
  expect(maskedTooLate(await linesOf('plan', control), [control.composed], /^Mode: /)).toEqual([])
})

it('the variables of the base file are masked before anything is planned', async () => {
  const lines = await linesOf('plan with a base file', control)
  expect(maskedTooLate(lines, [control.other], /^Mode: |^webhooks\.yaml: /)).toEqual([])
})

it.each(cases)('a message of Auco repeats no secret of the kind: %s', (_, secretSet) => {
  const { publicKey, privateKey, githubToken, variable, composed, live } = secretSet
  const registered = [publicKey, privateKey, githubToken, variable, composed, live]
  const secrets = registered.map((secret) => new Secret(secret))
  const context = { environment: 'stage', keyInput: 'private-key', secrets: () => secrets } as const
  const leaks = registered.flatMap((secret) =>
    spellings.flatMap(([name, spell]) => {
      const body = JSON.stringify({ message: `The value ${spell(secret)} is not valid` })
      const answer = { status: 400, body, retryAfter: null }
      return leaksIn(secretSet, name, { message: failedAnswer(answer, context).message })
    }),
  )
  expect(leaks).toEqual([])
})

it.each(wrongFiles)('a wrong file shows no secret: $name', ({ text }) => {
  const leaks = secretSets.flatMap((secretSet) =>
    leaksIn(secretSet, secretSet.kind.name, renderOfWrongFile(secretSet, text(secretSet.live))),
  )
  expect(leaks).toEqual([])
})

it.each(cases)('a plan shows no secret of the kind: %s', (_, secretSet) => {
  const leaks = rendersOfPlans(secretSet).flatMap((texts, index) => leaksIn(secretSet, `URL ${index}`, texts))
  expect(leaks).toEqual([])
})

it.each(cases)('no way to print an object shows a secret of the kind: %s', (_, secretSet) => {
  const leaks = rendersOfObjects(secretSet).flatMap((texts) => leaksIn(secretSet, 'object', texts))
  expect(leaks).toEqual([])
})

/** Every way an object can get into a log by mistake. */
function printsOf(name: string, object: unknown): Texts {
  const all = {
    depth: Number.POSITIVE_INFINITY,
    showHidden: true,
    maxStringLength: null,
    maxArrayLength: null,
  }
  return {
    [`inspection of ${name}`]: inspect(object, all),
    [`raw inspection of ${name}`]: inspect(object, { ...all, customInspect: false, getters: true }),
    [`JSON of ${name}`]: JSON.stringify(object) ?? '',
    [`text of ${name}`]: String(object),
  }
}

function reportOf(part: Partial<Report>): Report {
  const nothing = { notes: [], plan: null, problems: [], afterMerge: null, status: '', foldedUnder: null }
  return { ...nothing, links, ...part }
}

function readFile(secretSet: SecretSet, text: string) {
  return readWebhooksFile(text, {
    environment: 'stage',
    variable: (name) => variablesFor(secretSet)[name],
    ownSecrets: [new Secret(secretSet.publicKey)],
    unset: 'error',
  })
}

function renderOfWrongFile(secretSet: SecretSet, text: string): Texts {
  const result = readFile(secretSet, text)
  const problems = result.ok ? result.warnings : result.problems
  const error = new InvalidFileError('webhooks.yaml', problems)
  const summary = renderReport(reportOf({ problems }), 60_000)
  return { summary, ...printsOf('result', result), ...printsOf('error', error) }
}

/** Everything that is shown of plans in which URLs with secrets in every part that can hold one are replaced and removed. */
function rendersOfPlans(secretSet: SecretSet): readonly Texts[] {
  const { live: secret, user, query, fragment, token } = secretSet
  const password = encoded(secretSet.password)
  const read = readFile(secretSet, fileOf(secretSet))
  const desired = read.ok ? read.webhooks : []
  const urls = [
    liveUrlOf(secretSet),
    `https://${encoded(user)}@h.example/`,
    `https://:${password}@h.example/`,
    `wss://u:${password}@h.example/`,
    `https://h.example/?${encoded(query)}`,
    `https://h.example/#${fragment}`,
    `not a URL: ${secret}`,
    `https://h.example/in/${encoded(token)}`,
    `https://hook.example.com/in/${encoded(token)}`,
    `jdbc:mysql://u:${password}@h.example/`,
    `blob:https://u:${password}@h.example/`,
    `mailto:u:${password}@h.example`,
    `data:text/plain,${password}`,
    `${secret.replaceAll(/[^A-Za-z0-9]/g, '')}:x`,
  ]
  return urls.map((url, turn) => {
    const value = new Secret(turn % 2 === 0 ? secret : secretSet.composed)
    const answer: LiveCompany = {
      hasLegacyWebhook: turn % 2 === 0,
      unknownFields: [],
      webhooks: ['default', 'Bare', 'Gone', 'Hook'].map((id) => ({
        id,
        description: 'Every event',
        url: new WebhookUrl(url),
        header: { key: new HeaderName('X-Key', false), value: { known: true, secret: value } },
      })),
    }
    const live = withDeclared(answer, turn % 2 === 0 ? desired : [])
    const removed = live.webhooks.filter(({ id }) => id === 'Gone')
    const unlisted = { removed, changedSince: [], foreign: [], unknown: null }
    const file = turn % 3 === 0 ? { webhooks: desired, elsewhere: [] } : null
    const facts = { environment: 'stage', desired, live, unlisted } as const
    const plan = planChanges({ ...facts, defaultBranch: { name: 'main', file } }, asIs)
    const report = reportOf({ status: planStatus(plan), plan })
    const text = renderReport(report, 60_000)
    const section = { environment: 'stage', config: 'webhooks.yaml', sha: links.sha, isFinal: false } as const
    return {
      comment: renderComment('Auco', [{ ...section, text }]),
      'short comment': renderReport(report, 500),
      log: planLines(plan).join('\n'),
      output: planJson(plan, 'live'),
      ...printsOf('live', live),
      ...printsOf('desired', desired),
      ...printsOf('plan', plan),
    }
  })
}

function rendersOfObjects(secretSet: SecretSet): readonly Texts[] {
  const secret = new Secret(secretSet.live)
  const written = 'https://h.example/${AUCO_URL_PATH}'
  const objects = {
    secret,
    map: new Map([[secret, { list: [secret] }]]),
    url: new WebhookUrl(liveUrlOf(secretSet)),
    tokenUrl: new WebhookUrl(`https://h.example/${encoded(secretSet.token)}`),
    writtenUrl: new WebhookUrl(`https://h.example/${encoded(secretSet.urlPath)}`, written),
    descriptors: Object.getOwnPropertyDescriptors(secret),
    clone: { ...secret },
  }
  return Object.entries(objects).map(([name, object]) => printsOf(name, object))
}

/** The line of stdout that masks this value, escaped as the runner expects (actions/toolkit: command.ts). */
function maskLine(value: string): string {
  return `::add-mask::${value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`
}

/** What is shorter would blank out ordinary words, so it is never masked; in characters. */
const MIN_MASK = 4

/**
 * The lines of values that were masked too late, or not at all. Every line before a value's mask must be a mask itself or match
 * `allowed`.
 */
function maskedTooLate(
  lines: readonly string[],
  values: readonly string[],
  allowed: RegExp = /^$/,
): readonly string[] {
  const firstOther = lines.findIndex((line) => !line.startsWith('::add-mask::') && !allowed.test(line))
  const inTime = new Set(firstOther === -1 ? lines : lines.slice(0, firstOther))
  return values
    .flatMap((value) => value.split(/[\r\n]+/))
    .filter((line) => line.length >= MIN_MASK && !inTime.has(maskLine(line)))
}
