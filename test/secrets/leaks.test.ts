import { afterAll, describe, expect, it } from 'vitest'
import { failedAnswer, failedCall, notJson } from '../../src/auco/failures.ts'
import { Http } from '../../src/auco/http.ts'
import { type FileResult, readWebhooksFile } from '../../src/config/webhooks-file.ts'
import { withDeclared } from '../../src/core/declared.ts'
import { InvalidFileError, UserError } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import type { LiveCompany } from '../../src/core/webhook.ts'
import { HeaderName } from '../../src/core/webhook.ts'
import { WebhookUrl } from '../../src/core/webhook-url.ts'
import { planChanges } from '../../src/plan/plan-changes.ts'
import { renderComment } from '../../src/report/comment.ts'
import { failureText } from '../../src/report/failure-text.ts'
import { planJson } from '../../src/report/plan-json.ts'
import { planLines, planStatus } from '../../src/report/plan-words.ts'
import { type Report, renderReport } from '../../src/report/render-report.ts'
import { systemClock } from '../../src/system/clock.ts'
import { tellFigures } from '../campaign/figures.ts'
import { isSoak, sample } from '../campaign/soak.ts'
import { describeLeak, LeakFinder } from './find-leak.ts'
import { printsOf, type RunRecord, type Scenario, startRunner } from './run-in-process.ts'
import { flows } from './scenarios.ts'
import { illegalKinds, legalKinds } from './secret-kinds.ts'
import {
  encoded,
  fileOf,
  liveUrlOf,
  PUBLIC_VALUE,
  type SecretSet,
  SWAPPED_DECLARED,
  SWAPPED_VALUE,
  secretSetOf,
  secretsOf,
  variablesFor,
} from './secret-sets.ts'
import { spellings } from './spellings.ts'
import { wrongFiles } from './wrong-files.ts'

type Texts = Readonly<Record<string, string>>

const asIs = (text: string): string => text

const runner = await startRunner()
const figures = { runs: 0, renders: 0, texts: 0, comments: 0 }

// What a run shows with other secrets is no leak: it does not come from the secrets.
const control = secretSetOf({ name: 'control', make: (core) => core(24) }, 1)
const known: string[] = []
for (const [turn, { scenario }] of flows.entries()) {
  const { texts, comments } = await runner.run(scenario(control, turn))
  known.push(...Object.values(texts), ...comments)
}
for (const texts of [
  ...rendersOfPlans(control),
  ...rendersOfObjects(control),
  ...rendersOfWrongFiles(control),
])
  known.push(...Object.values(texts))

const secretSets = sample([...legalKinds, ...illegalKinds], 8).map((kind, index) => {
  const secretSet = secretSetOf(kind, 1_000 + index)
  return { ...secretSet, finder: new LeakFinder(secretsOf(secretSet), new Set(known)) }
})
const cases = secretSets.map((secretSet) => [secretSet.kind.name, secretSet] as const)

afterAll(() => runner.close())
tellFigures('Leaks', () => [
  ...Object.entries(figures),
  ['windows of secrets searched', secretSets.reduce((sum, { finder }) => sum + finder.searched, 0)],
])

/** The leaks in the texts, one line each, for the message of a failed test. */
function leaksIn({ finder }: { readonly finder: LeakFinder }, what: string, texts: Texts): readonly string[] {
  figures.texts += Object.keys(texts).length
  return finder
    .find(texts)
    .slice(0, 3)
    .map((leak) => `${what}: ${describeLeak(leak)}`)
}

describe('a whole run', () => {
  describe.each(flows)('$name', ({ name, scenario: scenarioOf, ends }) => {
    it.each(cases)('with secrets of the kind: %s', async (_, secretSet) => {
      const scenario = scenarioOf(secretSet, figures.runs)
      const record = await runner.run(scenario)
      figures.runs += 1
      figures.comments += record.comments.length
      expect(ends).toContain(record.code)
      expect(leaksIn(secretSet, name, { ...record.texts, comments: record.comments.join('\n') })).toEqual([])
      expectMasksInTime(scenario, record)
    })
  })

  it.each(sample(illegalKinds))('with a variable that no header can carry: $name', async (kind) => {
    const secretSet = secretSetOf(kind, 3_000)
    const { scenario } = flows[0] ?? expect.fail()
    const record = await runner.run({
      ...scenario(secretSet, 0),
      printsInternals: false,
      variables: { ...variablesFor(secretSet), AUCO_TOKEN: secretSet.live },
    })
    figures.runs += 1
    expect(record.code).toBe('illegal-variable')
    const finder = new LeakFinder(secretsOf(secretSet), known)
    expect(leaksIn({ finder }, 'variable', record.texts)).toEqual([])
    expect(maskedTooLate(linesOf(record), [secretSet.live], /^Mode: /)).toEqual([])
  })

  it.each(sample(illegalKinds))('with an invalid key: $name', async (kind) => {
    const secretSet = secretSetOf(kind, 4_000)
    const { scenario } = flows[0] ?? expect.fail()
    const bad = `puk_${secretSet.live}_`
    const record = await runner.run({
      ...scenario(secretSet, 0),
      printsInternals: false,
      inputs: { 'public-key': bad },
    })
    figures.runs += 1
    expect(record.code).toBe('not-a-key')
    const finder = new LeakFinder(secretsOf(secretSet), known)
    expect(leaksIn({ finder }, 'key', record.texts)).toEqual([])
    expect(maskedTooLate(linesOf(record), [bad])).toEqual([])
  })

  function linesOf({ events }: Pick<RunRecord, 'events'>): readonly string[] {
    return events.flatMap((event) => (event.kind === 'line' ? [event.line] : []))
  }

  /** Inputs are masked first, variables before the log mentions the file, live values right after they were read. */
  function expectMasksInTime(
    { inputs, variables, live, auco, github, cancelledAt, isFork }: Scenario,
    record: RunRecord,
  ): void {
    const given = ['public-key', 'private-key', 'github-token'].map((name) => inputs[name] ?? '')
    const lines = linesOf(record)
    expect(maskedTooLate(lines, given.filter(Boolean))).toEqual([])
    if (record.code === 'swapped-keys') return
    // A fork's plan has none, and a mask would tell its author which guess is right.
    const names = isFork === true ? [] : ['AUCO_TOKEN', 'AUCO_URL_PATH', 'AUCO_URL_SIG']
    const masked = names.map((name) => variables[name] ?? '').filter(({ length }) => length > 0)
    expect(maskedTooLate(lines, masked, /^Mode: /)).toEqual([])

    const answered = record.events.findIndex(({ kind }) => kind === 'answered')
    const isSuperseded =
      record.texts['outputs']?.includes('superseded') === true || record.code === 'head-unknown'
    if (
      auco !== undefined ||
      github !== undefined ||
      cancelledAt !== undefined ||
      answered === -1 ||
      isSuperseded
    )
      return
    const masks = linesOf({ events: record.events.slice(0, answered) }).filter((line) =>
      /^::add-mask::/.test(line),
    )
    const after = linesOf({ events: record.events.slice(answered) })
    const values = live
      .flatMap(({ header }) => header?.value ?? [])
      .filter((value) => ![PUBLIC_VALUE, SWAPPED_VALUE, SWAPPED_DECLARED, ''].includes(value))
    // What GitHub answers doesn't wait for Auco.
    expect(maskedTooLate([...masks, ...after], values, /^::notice::The comments cannot be read/)).toEqual([])
  }
})

describe('what is masked, and when', () => {
  const flow = (name: string) => flows.find((candidate) => candidate.name === name) ?? expect.fail()
  const linesAfter = (record: RunRecord, request: number) => {
    const answers = record.events.flatMap(({ kind }, index) => (kind === 'answered' ? [index] : []))
    return record.events
      .slice(answers[request])
      .flatMap((event) => (event.kind === 'line' ? [event.line] : []))
  }

  it.each(cases)('values of a read-back, right after it, of the kind: %s', async (_, secretSet) => {
    const record = await runner.run(flow('apply beside somebody else').scenario(secretSet, 0))
    figures.runs += 1
    expect(maskedTooLate(linesAfter(record, 2), [secretSet.other])).toEqual([])
  })

  it('the whole header as well as the variable, before the log mentions the file', async () => {
    const record = await runner.run(flow('plan').scenario(control, 0))
    const lines = record.events.flatMap((event) => (event.kind === 'line' ? [event.line] : []))
    expect(maskedTooLate(lines, [control.composed], /^Mode: /)).toEqual([])
  })

  it('the variables of the base file, before anything is planned', async () => {
    const record = await runner.run(flow('plan with a base file').scenario(control, 0))
    const lines = record.events.flatMap((event) => (event.kind === 'line' ? [event.line] : []))
    expect(maskedTooLate(lines, [control.other], /^Mode: |^webhooks\.yaml: /)).toEqual([])
  })

  it('no value that the file marks with `secret: false`', async () => {
    const record = await runner.run(flow('apply').scenario(control, 0))
    expect(JSON.stringify(record.events)).not.toContain(PUBLIC_VALUE)
    expect(record.stored.webhooks.map(({ header }) => header?.value)).toContain(PUBLIC_VALUE)
  })
})

describe('what Auco says', () => {
  const statuses = [400, 403, 404, 409, 418, 422, 429, 500]

  it.each(cases)('repeats no secret of the kind: %s', (_, secretSet) => {
    const { publicKey, privateKey, githubToken, variable, composed, live } = secretSet
    const registered = [publicKey, privateKey, githubToken, variable, composed, live]
    const secrets = registered.map((secret) => new Secret(secret))
    const leaks = registered.flatMap((secret, index) =>
      spellings.flatMap(([name, spell], turn) => {
        const field = ['message', 'error', 'code'][(turn + index) % 3] ?? ''
        const status = statuses[(turn + index) % statuses.length] ?? 400
        const body = JSON.stringify({ [field]: `The value ${spell(secret)} is not valid` })
        const error = failedAnswer(
          { status, contentType: 'application/json', body, retryAfter: null },
          { environment: 'stage', keyInput: 'private-key', secrets: () => secrets },
        )
        figures.renders += 1
        const texts = { message: error.message, summary: failureText(error) }
        return leaksIn(secretSet, `${name} in ${field}, ${status}`, texts)
      }),
    )
    expect(leaks).toEqual([])
  })

  it.each(cases)('outside a message is never repeated, with the kind: %s', (_, secretSet) => {
    const { variable } = secretSet
    const bodies = [
      variable,
      `<h1>${variable}</h1>`,
      JSON.stringify(variable),
      JSON.stringify([variable]),
      JSON.stringify({ detail: variable }),
      JSON.stringify({ message: { text: variable } }),
      `{"message": "${variable}`,
    ]
    const leaks = bodies.flatMap((body) => {
      const answer = { status: 400, contentType: 'text/html; charset=utf-8', body, retryAfter: null }
      const context = { environment: 'stage', keyInput: 'public-key', secrets: () => [] } as const
      const errors = [failedAnswer(answer, context), notJson(answer, context)]
      figures.renders += errors.length
      return errors.flatMap((error) => leaksIn(secretSet, body, Object.fromEntries(printsOf('error', error))))
    })
    expect(leaks).toEqual([])
  })

  it.each(cases)('as the type of its answer shows no secret of the kind: %s', (_, secretSet) => {
    const contentType = `text/${secretSet.publicKey}; charset=${secretSet.publicKey}`
    const answer = { status: 400, contentType, body: 'bad', retryAfter: null }
    const secrets = () => [new Secret(secretSet.publicKey)]
    const errors = [
      failedAnswer(answer, { environment: 'stage', keyInput: 'public-key', secrets }),
      notJson(answer, { keyInput: 'public-key' }),
    ]
    figures.renders += errors.length
    const leaks = errors.flatMap(({ message }) => leaksIn(secretSet, 'content type', { message }))
    expect(leaks).toEqual([])
  })
})

describe('a wrong file', () => {
  it.each(wrongFiles)('shows no secret: $name', (wrong) => {
    const leaks = secretSets.flatMap((secretSet) => {
      figures.renders += 1
      return leaksIn(secretSet, secretSet.kind.name, renderOfWrongFile(secretSet, wrong.text(secretSet.live)))
    })
    expect(leaks).toEqual([])
  })
})

it.each(cases)('a plan shows no secret of the kind: %s', (_, secretSet) => {
  const renders = rendersOfPlans(secretSet)
  figures.renders += renders.length
  expect(renders.flatMap((texts, index) => leaksIn(secretSet, `URL ${index}`, texts))).toEqual([])
})

describe('a URL', () => {
  const password = (secretSet: SecretSet) => encoded(secretSet.password)
  it.each<[string, (secretSet: SecretSet) => string]>([
    ['of a scheme with another one in it', (secretSet) => `jdbc:mysql://u:${password(secretSet)}@h.example/`],
    ['with another one in it', (secretSet) => `blob:https://u:${password(secretSet)}@h.example/`],
    ['of a mailbox', (secretSet) => `mailto:u:${password(secretSet)}@h.example`],
    ['of data', (secretSet) => `data:text/plain,${password(secretSet)}`],
    ['that is a secret with a colon', (secretSet) => `${secretSet.live.replaceAll(/[^A-Za-z0-9]/g, '')}:x`],
  ])('%s shows no secret', (_, urlOf) => {
    const leaks = secretSets.flatMap((secretSet) => {
      figures.renders += 1
      return renderPlans(secretSet, [urlOf(secretSet)]).flatMap((texts) =>
        leaksIn(secretSet, secretSet.kind.name, texts),
      )
    })
    expect(leaks).toEqual([])
  })
})

it.each(cases)('no way to print an object shows a secret of the kind: %s', (_, secretSet) => {
  const renders = rendersOfObjects(secretSet)
  figures.renders += renders.length
  expect(renders.flatMap((texts) => leaksIn(secretSet, 'object', texts))).toEqual([])
})

it.runIf(isSoak)('there were at least 700 runs, and 2,000 runs and renders', () => {
  expect(figures.runs).toBeGreaterThanOrEqual(700)
  expect(figures.runs + figures.renders).toBeGreaterThanOrEqual(2_000)
  expect(figures.comments).toBeGreaterThanOrEqual(90)
})

function reportOf(part: Partial<Report>): Report {
  return {
    notes: [],
    plan: null,
    problems: [],
    afterMerge: null,
    status: '',
    foldedUnder: null,
    links: {
      repositoryUrl: 'https://github.com/acme/hooks',
      runUrl: 'https://github.com/acme/hooks/actions/runs/7',
      sha: 'a'.repeat(40),
      config: 'webhooks.yaml',
      troubleshootingUrl: 'https://github.com/acme/action/blob/v1/docs/troubleshooting.md',
    },
    ...part,
  }
}

function readFile(secretSet: SecretSet, text: string): FileResult {
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
  return {
    summary: renderReport(reportOf({ problems }), 60_000),
    ...Object.fromEntries([...printsOf('result', result), ...printsOf('error', error)]),
  }
}

function rendersOfWrongFiles(secretSet: SecretSet): readonly Texts[] {
  return wrongFiles.map(({ text }) => renderOfWrongFile(secretSet, text(secretSet.live)))
}

/** Plans from URLs with secrets in every part that can hold one, and more. */
function rendersOfPlans(secretSet: SecretSet): readonly Texts[] {
  const { user, password, query, fragment, token } = secretSet
  return renderPlans(secretSet, [
    liveUrlOf(secretSet),
    `https://${encoded(user)}@h.example/`,
    `https://:${encoded(password)}@h.example/`,
    `wss://u:${encoded(password)}@h.example/`,
    `https://h.example/?${encoded(query)}`,
    `https://h.example/#${fragment}`,
    `not a URL: ${secretSet.live}`,
    `https://h.example/in/${encoded(token)}`,
    `https://hook.example.com/in/${encoded(token)}`,
  ])
}

/** Everything that is shown of plans in which these URLs are replaced and removed. */
function renderPlans(secretSet: SecretSet, urls: readonly string[]): readonly Texts[] {
  const read = readFile(secretSet, fileOf(secretSet))
  const desired = read.ok ? read.webhooks : []
  const values = [secretSet.live, secretSet.composed].map((value) => new Secret(value))
  return urls.map((url, turn) => {
    const secret = values[turn % values.length] ?? new Secret(secretSet.other)
    const answer: LiveCompany = {
      hasLegacyWebhook: turn % 2 === 0,
      unknownFields: [],
      webhooks: ['default', 'Bare', 'Gone', 'Hook'].map((id) => ({
        id,
        description: 'Every event',
        url: new WebhookUrl(url),
        header: { key: new HeaderName('X-Key', false), value: { known: true, secret } },
      })),
    }
    const live = withDeclared(answer, turn % 2 === 0 ? desired : [])
    const unlisted = {
      removed: live.webhooks.filter(({ id }) => id === 'Gone'),
      changedSince: [],
      foreign: [],
      unknown: null,
    }
    const file = turn % 3 === 0 ? { webhooks: desired, elsewhere: [] } : null
    const facts = { environment: 'stage', desired, live, unlisted } as const
    const plan = planChanges({ ...facts, defaultBranch: { name: 'main', file } }, asIs)
    const report = reportOf({ status: planStatus(plan), plan })
    const section = {
      environment: 'stage',
      config: 'webhooks.yaml',
      sha: 'a'.repeat(40),
      isFinal: false,
    } as const
    const text = renderReport(report, 60_000)
    return {
      comment: renderComment('Auco', [{ ...section, text }]),
      'short comment': renderReport(report, 500),
      log: planLines(plan).join('\n'),
      output: planJson(plan, 'live'),
      ...Object.fromEntries([
        ...printsOf('live', live),
        ...printsOf('desired', desired),
        ...printsOf('plan', plan),
      ]),
    }
  })
}

function rendersOfObjects(secretSet: SecretSet): readonly Texts[] {
  const secret = new Secret(secretSet.live)
  const http = new Http({
    baseUrl: 'https://auco.example',
    clock: systemClock,
    cancelled: new AbortController().signal,
    onRetry: () => {},
  })
  const objects = {
    secret,
    list: [secret],
    map: new Map([[secret, { secret }]]),
    set: new Set([secret]),
    url: new WebhookUrl(liveUrlOf(secretSet)),
    tokenUrl: new WebhookUrl(`https://h.example/${encoded(secretSet.token)}`),
    writtenUrl: new WebhookUrl(
      `https://h.example/${encoded(secretSet.urlPath)}`,
      'https://h.example/${AUCO_URL_PATH}',
    ),
    http,
    noAnswer: failedCall(
      { status: null, reason: 'No answer.', isFinal: false, code: 'auco-no-answer', retryAfter: null },
      { keyInput: 'public-key' },
    ),
    cause: new Error('A mistake of ours.', { cause: new UserError('auco-invalid', 'Reason.', 'Fix.') }),
    descriptors: Object.getOwnPropertyDescriptors(secret),
    clone: { ...secret },
    concatenation: `${secret} ${secret.toString()}`,
  }
  return Object.entries(objects).map(([name, object]) => Object.fromEntries(printsOf(name, object)))
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
