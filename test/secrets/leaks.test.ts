import { afterAll, describe, expect, it } from 'vitest'
import { NoAnswerError } from '../../src/auco/answer.ts'
import { failedAnswer, failedCall, wrongShape } from '../../src/auco/failures.ts'
import { Http } from '../../src/auco/http.ts'
import { type FileResult, readWebhooksFile } from '../../src/config/webhooks-file.ts'
import { InvalidFileError, UserError } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import type { LiveCompany } from '../../src/core/webhook.ts'
import { WebhookUrl } from '../../src/core/webhook-url.ts'
import { planChanges } from '../../src/plan/plan-changes.ts'
import { failureText } from '../../src/report/failure-text.ts'
import { renderMarker } from '../../src/report/marker.ts'
import { planVerdict } from '../../src/report/plan-counts.ts'
import { planJson } from '../../src/report/plan-json.ts'
import { planLines } from '../../src/report/plan-log.ts'
import { type Report, renderReport } from '../../src/report/render-report.ts'
import { systemClock } from '../../src/system/clock.ts'
import { tellFigures } from '../campaign/figures.ts'
import { isSoak, sample } from '../campaign/soak.ts'
import { describeLeak, LeakFinder } from './find-leak.ts'
import { flows } from './flows.ts'
import { encoded, fileOf, type Hand, handOf, liveUrlOf, PUBLIC_VALUE, secretsOf } from './hands.ts'
import { maskedTooLate } from './mask-order.ts'
import { illegalKinds, legalKinds } from './secret-kinds.ts'
import { doubleSpellings, spellings } from './spellings.ts'
import { printsOf, type Scenario, startWorld, type Told } from './world.ts'
import { wrongFiles } from './wrong-files.ts'

type Texts = Readonly<Record<string, string>>

const world = await startWorld()
const figures = { runs: 0, renders: 0, texts: 0, comments: 0 }

// What another company with other secrets gets to see is known to everybody.
const control = handOf({ name: 'control', make: (core) => core(24) }, 1)
const known: string[] = []
for (const [turn, { scenario }] of flows.entries()) {
  const { texts, comments } = await world.run(scenario(control, turn))
  known.push(...Object.values(texts), ...comments)
}
for (const texts of [
  ...rendersOfPlans(control),
  ...rendersOfObjects(control),
  ...rendersOfWrongFiles(control),
])
  known.push(...Object.values(texts))

const hands = sample([...legalKinds, ...illegalKinds], 8).map((kind, index) => {
  const hand = handOf(kind, 1_000 + index)
  return { ...hand, finder: new LeakFinder(secretsOf(hand), new Set(known)) }
})
const cases = hands.map((hand) => [hand.kind.name, hand] as const)

afterAll(() => world.close())
tellFigures('Leaks', () => [
  ...Object.entries(figures),
  ['windows of secrets searched', hands.reduce((sum, { finder }) => sum + finder.searched, 0)],
])

/** The leaks in the texts, as lines that a failed test can show. */
function leaksIn({ finder }: { readonly finder: LeakFinder }, what: string, texts: Texts): readonly string[] {
  figures.texts += Object.keys(texts).length
  return finder
    .find(texts)
    .slice(0, 3)
    .map((leak) => `${what}: ${describeLeak(leak)}`)
}

describe('a whole run in this process', () => {
  describe.each(flows)('$name', ({ name, scenario: scenarioOf, ends }) => {
    it.each(cases)('with secrets of the kind: %s', async (_, hand) => {
      const scenario = scenarioOf(hand, figures.runs)
      const told = await world.run(scenario)
      figures.runs += 1
      figures.comments += told.comments.length
      expect(ends).toContain(told.code)
      expect(leaksIn(hand, name, { ...told.texts, comments: told.comments.join('\n') })).toEqual([])
      expectMasksInTime(scenario, told)
    })
  })

  it.each(sample(illegalKinds))('with a variable that no header can carry: $name', async (kind) => {
    const hand = handOf(kind, 3_000)
    const { scenario } = flows[0] ?? expect.fail()
    const told = await world.run({
      ...scenario(hand, 0),
      printsTools: false,
      variables: { TOKEN: hand.live },
    })
    figures.runs += 1
    expect(told.code).toBe('invalid-file')
    const finder = new LeakFinder(secretsOf(hand), known)
    expect(leaksIn({ finder }, 'variable', told.texts)).toEqual([])
    expect(maskedTooLate(linesOf(told), [hand.live], /^Mode: /)).toEqual([])
  })

  it.each(sample(illegalKinds))('with a key that is none: $name', async (kind) => {
    const hand = handOf(kind, 4_000)
    const { scenario } = flows[0] ?? expect.fail()
    const bad = `puk_${hand.live}_`
    const told = await world.run({ ...scenario(hand, 0), printsTools: false, inputs: { 'public-key': bad } })
    figures.runs += 1
    expect(told.code).toBe('not-a-key')
    const finder = new LeakFinder(secretsOf(hand), known)
    expect(leaksIn({ finder }, 'key', told.texts)).toEqual([])
    expect(maskedTooLate(linesOf(told), [bad])).toEqual([])
  })

  function linesOf({ events }: Pick<Told, 'events'>): readonly string[] {
    return events.flatMap((event) => (event.kind === 'line' ? [event.line] : []))
  }

  /** Inputs before anything else; variables before the file is spoken of; live values right after they were read. */
  function expectMasksInTime({ inputs, variables, live, auco, github }: Scenario, told: Told): void {
    const given = ['public-key', 'private-key', 'github-token'].map((name) => inputs[name] ?? '')
    const lines = linesOf(told)
    expect(maskedTooLate(lines, given.filter(Boolean))).toEqual([])
    if (told.code === 'swapped-keys') return
    const variable = [variables['TOKEN'] ?? ''].filter(Boolean)
    expect(maskedTooLate(lines, variable, /^Mode: /)).toEqual([])

    const answered = told.events.findIndex(({ kind }) => kind === 'answered')
    const isSuperseded =
      told.texts['outputs']?.includes('superseded') === true || told.code === 'head-unknown'
    if (auco !== undefined || github !== undefined || answered === -1 || isSuperseded) return
    const masks = linesOf({ events: told.events.slice(0, answered) }).filter((line) =>
      /^::add-mask::/.test(line),
    )
    const after = linesOf({ events: told.events.slice(answered) })
    const values = live.flatMap(({ header }) => header?.value ?? []).filter((value) => value !== PUBLIC_VALUE)
    expect(maskedTooLate([...masks, ...after], values)).toEqual([])
  }
})

describe('what is masked, and when', () => {
  const flow = (name: string) => flows.find((candidate) => candidate.name === name) ?? expect.fail()
  const linesAfter = (told: Told, request: number) => {
    const answers = told.events.flatMap(({ kind }, index) => (kind === 'answered' ? [index] : []))
    return told.events.slice(answers[request]).flatMap((event) => (event.kind === 'line' ? [event.line] : []))
  }

  it.each(cases)('values that a read-back shows, right after it, of the kind: %s', async (_, hand) => {
    const told = await world.run(flow('apply beside somebody else').scenario(hand, 0))
    figures.runs += 1
    expect(maskedTooLate(linesAfter(told, 2), [hand.other])).toEqual([])
  })

  it('the whole header beside the variable, before the file is spoken of', async () => {
    const told = await world.run(flow('plan').scenario(control, 0))
    const lines = told.events.flatMap((event) => (event.kind === 'line' ? [event.line] : []))
    expect(maskedTooLate(lines, [control.composed], /^Mode: /)).toEqual([])
  })

  it('the variables of the base file, before anything is planned', async () => {
    const told = await world.run(flow('plan with a base file').scenario(control, 0))
    const lines = told.events.flatMap((event) => (event.kind === 'line' ? [event.line] : []))
    expect(maskedTooLate(lines, [control.other], /^Mode: |^webhooks\.yaml: /)).toEqual([])
  })

  it('no value that the file shows with `secret: false`', async () => {
    const told = await world.run(flow('apply').scenario(control, 0))
    expect(JSON.stringify(told.events)).not.toContain(PUBLIC_VALUE)
    expect(told.stored.webhooks.map(({ header }) => header?.value)).toContain(PUBLIC_VALUE)
  })
})

describe('what Auco says', () => {
  const statuses = [400, 403, 404, 409, 418, 422, 429, 500]

  describe.each([
    ['repeats no secret', spellings],
    ['repeats no secret in two encodings', doubleSpellings],
  ])('%s', (_, ways) => {
    it.each(cases)('of the kind: %s', (_, hand) => {
      const { publicKey, privateKey, githubToken, variable, composed, live } = hand
      const registered = [publicKey, privateKey, githubToken, variable, composed, live]
      const secrets = registered.map((secret) => new Secret(secret))
      const leaks = registered.flatMap((secret, index) =>
        ways.flatMap(([name, spell], turn) => {
          const field = ['message', 'error', 'code'][(turn + index) % 3] ?? ''
          const status = statuses[(turn + index) % statuses.length] ?? 400
          const body = JSON.stringify({ [field]: `The value ${spell(secret)} is not valid` })
          const error = failedAnswer(
            { status, contentType: 'application/json', body, retryAfter: null },
            { environment: 'stage', keyInput: 'private-key', secrets: () => secrets },
          )
          figures.renders += 1
          const texts = { message: error.message, summary: failureText(error) }
          return leaksIn(hand, `${name} in ${field}, ${status}`, texts)
        }),
      )
      expect(leaks).toEqual([])
    })
  })

  it.each(cases)('in another form than a message is never repeated, with the kind: %s', (_, hand) => {
    const { variable } = hand
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
      const errors = [
        failedAnswer(answer, context),
        wrongShape(answer, true, context),
        wrongShape(answer, false, context),
      ]
      figures.renders += errors.length
      return errors.flatMap((error) => leaksIn(hand, body, Object.fromEntries(printsOf('error', error))))
    })
    expect(leaks).toEqual([])
  })

  it.each(cases)('of the type of its answer is no secret of the kind: %s', (_, hand) => {
    const contentType = `text/${hand.publicKey}; charset=${hand.publicKey}`
    const answer = { status: 400, contentType, body: 'bad', retryAfter: null }
    const secrets = () => [new Secret(hand.publicKey)]
    const errors = [
      failedAnswer(answer, { environment: 'stage', keyInput: 'public-key', secrets }),
      wrongShape(answer, false, { keyInput: 'public-key' }),
    ]
    figures.renders += errors.length
    const leaks = errors.flatMap(({ message }) => leaksIn(hand, 'content type', { message }))
    expect(leaks).toEqual([])
  })
})

describe('a wrong file', () => {
  it.each(wrongFiles)('tells no secret: $name', (wrong) => {
    const leaks = hands.flatMap((hand) => {
      figures.renders += 1
      return leaksIn(hand, hand.kind.name, renderOfWrongFile(hand, wrong.text(hand.live)))
    })
    expect(leaks).toEqual([])
  })
})

it.each(cases)('a plan shows no secret of the kind: %s', (_, hand) => {
  const renders = rendersOfPlans(hand)
  figures.renders += renders.length
  expect(renders.flatMap((texts, index) => leaksIn(hand, `URL ${index}`, texts))).toEqual([])
})

describe('a URL', () => {
  const password = (hand: Hand) => encoded(hand.password)
  const query = (hand: Hand) => encoded(hand.query)
  it.each<[string, (hand: Hand) => string]>([
    [
      'whose query is one value that ends in `=`, as base64 does',
      (hand) => `https://h.example/?${query(hand)}==`,
    ],
    ['whose query is one value that ends in one `=`', (hand) => `https://h.example/?${query(hand)}=`],
    ['whose query has a value that ends in `=`', (hand) => `https://h.example/?page=1&${query(hand)}=`],
    ['whose query has a value without a name', (hand) => `https://h.example/?page=1&${query(hand)}`],
    ['of a scheme with another one in it', (hand) => `jdbc:mysql://u:${password(hand)}@h.example/`],
    ['with another one in it', (hand) => `blob:https://u:${password(hand)}@h.example/`],
    ['of a mailbox', (hand) => `mailto:u:${password(hand)}@h.example`],
    ['of data', (hand) => `data:text/plain,${password(hand)}`],
    ['that is a secret with a colon', (hand) => `${hand.live.replaceAll(/[^A-Za-z0-9]/g, '')}:x`],
  ])('%s shows no secret', (_, urlOf) => {
    const leaks = hands.flatMap((hand) => {
      figures.renders += 1
      return renderPlans(hand, [urlOf(hand)]).flatMap((texts) => leaksIn(hand, hand.kind.name, texts))
    })
    expect(leaks).toEqual([])
  })
})

it.each(cases)('an object can be printed in whatever way, with secrets of the kind: %s', (_, hand) => {
  const renders = rendersOfObjects(hand)
  figures.renders += renders.length
  expect(renders.flatMap((texts) => leaksIn(hand, 'object', texts))).toEqual([])
})

it.runIf(isSoak)('there were at least 700 runs, and 2,000 runs and renders', () => {
  expect(figures.runs).toBeGreaterThanOrEqual(700)
  expect(figures.runs + figures.renders).toBeGreaterThanOrEqual(2_000)
  expect(figures.comments).toBeGreaterThanOrEqual(90)
})

function reportOf(part: Partial<Report>): Report {
  return {
    title: 'Auco webhooks · stage',
    verdict: '',
    notes: [],
    plan: null,
    problems: [],
    afterMerge: null,
    status: null,
    links: {
      repositoryUrl: 'https://github.com/acme/hooks',
      runUrl: null,
      sha: 'a'.repeat(40),
      config: 'webhooks.yaml',
      troubleshootingUrl: 'https://github.com/acme/action/blob/v1/docs/troubleshooting.md',
    },
    ...part,
  }
}

function readFile(hand: Hand, text: string): FileResult {
  return readWebhooksFile(text, {
    environment: 'stage',
    variable: (name) => (name === 'TOKEN' ? hand.variable : undefined),
    ownSecrets: [new Secret(hand.publicKey)],
    unset: 'error',
  })
}

function renderOfWrongFile(hand: Hand, text: string): Texts {
  const result = readFile(hand, text)
  const problems = result.ok ? result.warnings : result.problems
  const error = new InvalidFileError('webhooks.yaml', problems)
  return {
    summary: renderReport(reportOf({ problems }), { limit: 60_000 }),
    ...Object.fromEntries([...printsOf('result', result), ...printsOf('error', error)]),
  }
}

function rendersOfWrongFiles(hand: Hand): readonly Texts[] {
  return wrongFiles.map(({ text }) => renderOfWrongFile(hand, text(hand.live)))
}

/** Plans from URLs with secrets in every part that can hold one, and more. */
function rendersOfPlans(hand: Hand): readonly Texts[] {
  const { user, password, query, fragment } = hand
  return renderPlans(hand, [
    liveUrlOf(hand),
    `https://${user.replaceAll(/[/\\?#@]/g, '')}@h.example/`,
    `https://${encoded(user)}@h.example/`,
    `https://:${encoded(password)}@h.example/`,
    `wss://u:${encoded(password)}@h.example/`,
    `https://h.example/?${encoded(query)}`,
    `https://h.example/?key=${query.replaceAll(/[#&]/g, '')}`,
    `https://h.example/?key=&page=1&list[]=${encoded(query)}`,
    `https://h.example/#${fragment}`,
    `https://h.example/#key=${fragment}`,
    `not a URL: ${hand.live}`,
  ])
}

/** Everything that is told of plans in which these URLs are replaced and removed. */
function renderPlans(hand: Hand, urls: readonly string[]): readonly Texts[] {
  const read = readFile(hand, fileOf(hand))
  const desired = read.ok ? read.webhooks : []
  const values = [hand.live, hand.composed].map((value) => new Secret(value))
  return urls.map((url, turn) => {
    const secret = values[turn % values.length] ?? new Secret(hand.other)
    const live: LiveCompany = {
      hasLegacyWebhook: turn % 2 === 0,
      webhooks: ['default', 'Bare', 'Gone'].map((id) => ({
        id,
        description: 'Every event',
        url: new WebhookUrl(url),
        header: { key: 'X-Key', value: { known: true, secret } },
      })),
    }
    const plan = planChanges('stage', desired, live, turn % 3 === 0 ? desired : null)
    const identity = { title: 'Auco', config: 'webhooks.yaml', environment: 'stage' }
    const announcement = {
      repository: 'acme/hooks',
      pullRequest: 1,
      headSha: 'a'.repeat(40),
      removals: ['Gone'],
    }
    const report = reportOf({ verdict: planVerdict(plan), plan })
    return {
      comment: renderReport(report, {
        limit: 60_000,
        marker: renderMarker(identity, announcement, new Secret(hand.publicKey)),
      }),
      'short comment': renderReport(report, { limit: 500 }),
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

function rendersOfObjects(hand: Hand): readonly Texts[] {
  const secret = new Secret(hand.live)
  const http = new Http({
    baseUrl: 'https://auco.example',
    userAgent: 'auco-webhooks-action/test',
    clock: systemClock,
    cancelled: new AbortController().signal,
    onRetry: () => {},
  })
  const objects = {
    secret,
    list: [secret],
    map: new Map([[secret, { secret }]]),
    set: new Set([secret]),
    url: new WebhookUrl(liveUrlOf(hand)),
    http,
    noAnswer: failedCall(new NoAnswerError('No answer.', true), { keyInput: 'public-key' }),
    cause: new Error('A mistake of ours.', { cause: new UserError('auco-invalid', 'Reason.', 'Fix.') }),
    descriptors: Object.getOwnPropertyDescriptors(secret),
    clone: { ...secret },
    concatenation: `${secret} ${secret.toString()}`,
  }
  return Object.entries(objects).map(([name, object]) => Object.fromEntries(printsOf(name, object)))
}
