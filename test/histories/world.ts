import type { Webhook } from '../fakes/auco.ts'
import type { MergeMethod } from '../fakes/github/merging.ts'
import type { Repository } from '../fakes/github.ts'
import { pullRequestEvent, pushEvent, workflowDispatchEvent } from '../fakes/github-events.ts'
import { type ActionEvent, eventVariables } from '../fakes/run-action.ts'
import { codeOf, type InProcessRun, type Stage } from '../faults/in-process.ts'
import { VirtualClock } from '../faults/virtual-clock.ts'
import { judgeSections, type Sections, sectionsOf } from './comments.ts'
import type { Apply, Environment, Head, Moment } from './contract.ts'
import { declaredBy, expanded, outcomeOf } from './contract.ts'
import * as files from './files.ts'
import { type Ended, Judge } from './judge.ts'
import { breakServices, headsBehind, type Lane, mendServices, withoutValue } from './lane.ts'
import type { Edit, Fault, Setup, Step, StepOf } from './steps.ts'

interface Pull {
  readonly number: number
  /** Its branch, of a fork or of the repository itself. */
  readonly branch: string
  readonly origin: Repository
  readonly base: string
  isOpen: boolean
  /** The head of `main` that merged it, with its own file. */
  merge?: Head
}

/** A run that GitHub has started: of an apply, or of the plan of a pull request. */
interface Run {
  readonly name: string
  readonly event: ActionEvent & { readonly runId: number; readonly runNumber: number }
  /** A head of `main`, or the test merge of a pull request. */
  readonly commit: Head
  readonly pull: Pull | null
  attempts: number
  state: Moment['newer'][number] | 'dropped'
}

const NOWHERE: Repository = { owner: '', name: '', headSha: '' }
const NO_HEAD: Head = { sha: '', line: [], file: null, workflow: null, applied: null, versions: [] }
const told = (edits: readonly Edit[]) =>
  edits.length > 3
    ? `${edits.length} edits`
    : edits.map(({ slot, version }) => `${slot} ${version}`).join(', ')

/** One repository and its companies, and what happens to them. */
export class World {
  readonly judge: Judge
  /** Results and error codes of the applies. */
  readonly endings: string[] = []
  readonly #lane: Lane
  readonly #stage: Stage
  readonly #setup: Setup
  #repo = NOWHERE
  #fork = NOWHERE
  readonly #pulls: Pull[] = []
  readonly #runs: Run[] = []
  /** Heads of `main`, oldest first. */
  readonly #heads: Head[] = []
  #count = 0
  #rotations = 0

  constructor(lane: Lane, stage: Stage, setup: Setup) {
    this.#lane = lane
    this.#stage = stage
    this.#setup = setup
    this.judge = new Judge(setup)
  }

  async perform(steps: readonly Step[]): Promise<void> {
    await this.#begin()
    for (const step of steps) {
      await this.#take(step)
      this.#lookAtLive()
    }
    for (const run of this.#waiting) await this.#apply(run, 'nothing', null)
    this.judge.judgeFinally()
    for (const repo of [this.#fork, this.#repo]) await this.#lane.github.deleteRepository(repo)
  }

  /** Auco has what the file declares, and a webhook that nobody has declared. */
  async #begin(): Promise<void> {
    const { auco, github, accounts } = this.#lane
    const first = { [files.WORKFLOW]: files.workflowText(0), [this.#path]: files.firstFile }
    this.#repo = await github.createRepository({ files: first, isPrivate: true })
    this.#fork = await github.fork(this.#repo, 'fork')
    const head = await this.#headAt(this.#repo.headSha, NO_HEAD, [])
    this.#heads.push(head)
    const variables = files.variablesOf(head.workflow, 0)
    for (const environment of this.#setup.environments) {
      const declared = (declaredBy(head.applied, environment) ?? []).map((entry) =>
        expanded(entry, variables),
      )
      const webhooks = [...declared, files.strangerOf('Partner', 0)]
      auco.edit((company) => Object.assign(company, { webhooks }), accounts[environment].privateKey)
    }
    const shows = this.#setup.hides ? withoutValue : undefined
    Object.assign(auco.quirks, { takesAnyForm: true, shows })
  }

  async #take(step: Step): Promise<void> {
    const open = this.#pulls.filter(({ isOpen }) => isOpen)
    const runs = this.#runs.toReversed()
    switch (step.do) {
      case 'open':
        await this.#open(step.edit, step.onto, step.isFork)
        break
      case 'commit':
        for (const pull of pick(open, step.nth)) await this.#pushTo(pull, step.edit, step.isPlanned)
        break
      case 'plan again':
        for (const run of pick(
          runs.filter(({ pull }) => pull !== null),
          step.nth,
        ))
          await this.#plan(run)
        break
      case 'merge': {
        const [one] = pick(open, step.nth)
        const onMain = open.filter((pull) => pull !== one && pull.base === 'main')
        const others = one?.base !== 'main' || step.and === null ? [] : pick(onMain, step.and)
        if (one !== undefined) await this.#merge([one, ...others], step.method, step.isSilent)
        break
      }
      case 'change': {
        const pull = await this.#open(step.edit, 0, step.isFork)
        if (step.another !== null) await this.#pushTo(pull, step.another, true)
        await this.#merge([pull], step.method, step.isSilent)
        break
      }
      case 'push':
        await this.#push(step.edit, step.isSilent)
        break
      case 'reset':
        for (const head of this.#heads.slice(-2 - step.back, -1).slice(0, 1)) {
          this.judge.tell(`main is reset to ${head.sha.slice(0, 7)}`)
          await this.#lane.github.forcePush(this.#repo, 'main', head.sha)
          await this.#moveTo(head, false)
        }
        break
      case 'apply':
        for (const run of pick(this.#waiting, step.nth)) await this.#apply(run, step.fault, step.at)
        break
      case 'repeat': {
        const ended = runs.filter(({ pull, state }) => pull === null && state !== 'waiting')
        for (const run of pick(ended, step.nth)) await this.#apply(run, step.fault, step.at)
        break
      }
      case 'drop':
        for (const run of pick(this.#waiting, step.nth)) await this.#drop(run, step.conclusion)
        break
      case 'dispatch':
        await this.#start(workflowDispatchEvent(this.#repo, 'main'), this.#head)
        break
      case 'rotate':
        this.judge.tell('the secret is rotated')
        this.#rotations += 1
        break
      case 'edit Auco':
        for (const environment of pick(this.#setup.environments, step.environment))
          this.#editAuco(environment, step)
    }
  }

  /** Of the file, or of what it's made of. */
  get #path(): string {
    return this.#setup.origin === 'generated' ? files.SOURCE : files.FILE
  }

  get #head(): Head {
    return this.#heads.at(-1) ?? NO_HEAD
  }

  get #waiting(): readonly Run[] {
    return this.#runs.filter(({ pull, state }) => pull === null && state === 'waiting')
  }

  #webhooks(environment: Environment): readonly Webhook[] {
    return this.#lane.auco.company(this.#lane.accounts[environment].privateKey).webhooks
  }

  #lookAtLive(): void {
    for (const environment of this.#setup.environments)
      this.judge.lookAtLive(environment, this.#webhooks(environment), this.#head)
  }

  #editAuco(environment: Environment, { edit }: StepOf<'edit Auco'>): void {
    this.judge.tell(`Auco (${environment}): ${JSON.stringify(edit)}`)
    const variables = files.variablesOf(this.#head.workflow, this.#rotations)
    this.#lane.auco.edit(({ webhooks }) => {
      const at = webhooks.findIndex(({ id }) => id === edit.id)
      const webhook = files.byHand(webhooks[at], edit, environment, variables)
      webhooks.splice(at === -1 ? webhooks.length : at, 1, ...(webhook === undefined ? [] : [webhook]))
    }, this.#lane.accounts[environment].privateKey)
  }

  // Branches and pull requests

  /** A new head: `through` are the commits that `main` got one after the other, a merged pull request as one. */
  async #headAt(sha: string, before: Head, through: readonly string[]): Promise<Head> {
    const at = (commit: string, path: string) => this.#lane.github.fileAt(this.#repo, commit, path)
    const versions = await Promise.all([...through, sha].map((commit) => at(commit, files.FILE)))
    const all = [...before.versions, ...versions]
    return {
      sha,
      line: [...before.line, before.sha],
      file: await at(sha, files.FILE),
      workflow: await at(sha, files.WORKFLOW),
      applied: await at(sha, this.#path),
      versions: all.filter((version, index) => version !== (all[index - 1] ?? null)),
    }
  }

  async #open(edit: Edit, onto: number, isFork: boolean): Promise<Pull> {
    const { github } = this.#lane
    const others = this.#pulls.filter(({ origin, isOpen }) => isOpen && origin === this.#repo)
    const [{ branch: base } = { branch: 'main' }] = onto === 0 ? [] : pick(others, onto)
    this.#count += 1
    // Whoever has a fork may push to its `main`.
    const branch = isFork && this.#pulls.length === 0 ? 'main' : `change-${this.#count}`
    const origin = isFork ? this.#fork : this.#repo
    await github.forcePush(origin, branch, await github.headOf(this.#repo, base))
    await this.#commitTo(origin, branch, edit)
    const { number } = await github.openPullRequest(this.#repo, branch, 'Change', { base, from: origin })
    this.judge.tell(`#${number}${isFork ? ' of a fork' : ''} into ${base}: ${told(edit)}`)
    const pull = { number, branch, origin, base, isOpen: true }
    this.#pulls.push(pull)
    await this.#startPlan(pull, true)
    return pull
  }

  async #pushTo(pull: Pull, edit: Edit, isPlanned: boolean): Promise<void> {
    this.judge.tell(`push to #${pull.number}: ${told(edit)}`)
    await this.#commitTo(pull.origin, pull.branch, edit)
    await this.#startPlan(pull, isPlanned)
  }

  async #commitTo(repo: Repository, branch: string, edit: Edit): Promise<string> {
    const { github } = this.#lane
    this.#count += 1
    const others = { workflow: files.WORKFLOW, unrelated: `docs/${this.#count}.md` }
    const path = edit.slot === 'workflow' || edit.slot === 'unrelated' ? others[edit.slot] : this.#path
    const text = await github.fileAt(repo, await github.headOf(repo, branch), path)
    return github.commit(repo, branch, { [path]: files.textAfter(text, path, edit) }, 'feat: change')
  }

  async #merge(pulls: readonly [Pull, ...Pull[]], method: MergeMethod, isSilent: boolean): Promise<void> {
    const { github } = this.#lane
    const numbers = pulls.map(({ number }) => number)
    const [{ base }] = pulls
    const commits = await github.mergeQueue(this.#repo, numbers, method).catch(() => null)
    const done = commits === null ? 'conflict' : `merged into ${base} (${method})`
    this.judge.tell(`#${numbers.join(', #')}: ${done}${isSilent ? ', silently' : ''}`)
    if (commits === null) return
    for (const pull of pulls) pull.isOpen = false
    const parent = this.#pulls.find(({ branch, isOpen }) => isOpen && branch === base)
    if (base !== 'main') return parent && this.#startPlan(parent, true)
    const head = await this.#headAt(await github.headOf(this.#repo, base), this.#head, commits)
    for (const [index, pull] of pulls.entries())
      pull.merge = await this.#headAt(commits[index] ?? '', this.#head, [])
    await this.#moveTo(head, isSilent)
  }

  async #push(edit: Edit, isSilent: boolean): Promise<void> {
    this.judge.tell(`push to main${isSilent ? ', silently' : ''}: ${told(edit)}`)
    const sha = await this.#commitTo(this.#repo, 'main', edit)
    await this.#moveTo(await this.#headAt(sha, this.#head, []), isSilent)
  }

  /** Starts a run where `on.push.paths` lists what has changed. */
  async #moveTo(head: Head, isSilent: boolean): Promise<void> {
    const before = this.#head
    const { paths } = this.#setup
    const hasNewWorkflow = before.workflow !== head.workflow
    const hasNewFile = before.applied !== head.applied
    const isListed = paths === 'everything' || hasNewFile || (paths === 'file and workflow' && hasNewWorkflow)
    this.#heads.push(head)
    if (hasNewFile) this.judge.noteChange(!isSilent)
    if (isSilent) return
    const ci = { event: 'push', branch: 'main', headSha: head.sha, workflow: 'ci.yml' }
    await this.#lane.github.startRun(this.#repo, ci)
    const event = pushEvent(this.#repo, { before: before.sha, after: head.sha, branch: 'main' })
    if (isListed) await this.#start(event, head)
  }

  // Runs

  async #start(event: ActionEvent, commit: Head, pull: Pull | null = null): Promise<Run> {
    const { branch = 'main', origin: from = this.#repo } = pull ?? {}
    const started = { event: event.name, branch, headSha: commit.sha, from, status: 'waiting' } as const
    const { id: runId, runNumber } = await this.#lane.github.startRun(this.#repo, started)
    const name = `run ${runNumber} (${event.name} ${pull?.number ?? ''} ${commit.sha.slice(0, 7)})`
    const own = { ...event, sha: commit.sha, runId, runNumber }
    const run: Run = { name, event: own, commit, pull, attempts: 0, state: 'waiting' }
    this.#runs.push(run)
    this.judge.tell(`  ${name} is waiting`)
    return run
  }

  async #drop(run: Run, conclusion: 'cancelled' | 'skipped'): Promise<void> {
    run.state = 'dropped'
    await this.#lane.github.endRun(this.#repo, run.event.runId, conclusion)
    this.judge.noteChange(false)
    this.judge.tell(`${run.name} is ${conclusion}`)
  }

  async #startPlan(pull: Pull, isPlanned: boolean): Promise<void> {
    const { github } = this.#lane
    const merge = await github.testMerge(this.#repo, pull.number)
    // GitHub starts nothing on a conflict.
    if (merge === null) return
    const event = pullRequestEvent(this.#repo, await github.pullRequest(this.#repo, pull.number))
    const run = await this.#start(event, await this.#headAt(merge, this.#head, []), pull)
    if (isPlanned) await this.#plan(run)
  }

  #plan(run: Run): Promise<void> {
    const { commit, pull } = run
    const isFork = pull?.origin === this.#fork
    return this.#perform(run, async (environment) => {
      const before = this.#webhooks(environment)
      const apply = this.#applyOf(environment, run)
      const { ending, stdout, hasWritten } = await this.#execute(run, environment, !isFork)
      if (hasWritten) this.judge.violate('a plan wrote')
      const outcome = outcomeOf(apply, before, commit)
      if (outcome === null) return { ending }
      if (!ending.ok) this.judge.violate(`a plan is red: ${codeOf(ending)}`)
      // What the merge would do now.
      const removed = before.filter(({ id }) => !outcome.some((webhook) => webhook.id === id))
      const says = /^::set-output name=removed::(.*)$/m.exec(stdout)?.[1]
      const isComparable = !isFork && pull?.base === 'main' && commit.line.at(-1) === this.#head.sha
      if (isComparable && says !== JSON.stringify(removed.map(({ id }) => id)))
        this.judge.violate(`a plan says that the merge removes ${says}`)
      return { ending }
    })
  }

  async #apply(run: Run, fault: Fault, at: Environment | null): Promise<void> {
    const { environments } = this.#setup
    await this.#perform(run, async (environment) => {
      const isHit = at === null || environments.length === 1 || environment === at
      const ended = await this.#applyTo(environment, run, isHit ? this.#faultFor(run, fault) : 'nothing')
      this.#lookAtLive()
      return { ending: ended.ending, ended }
    })
    this.judge.noteRun(run.event.runId, run.state === 'green')
  }

  /** Performs a run, a step for each environment, and judges the comments after each. */
  async #perform(
    run: Run,
    perform: (environment: Environment) => Promise<{ ending: InProcessRun['ending']; ended?: Ended }>,
  ): Promise<void> {
    const { github } = this.#lane
    const id = run.event.runId
    run.attempts += 1
    run.state = 'waiting'
    await github.setRun(this.#repo, id, { status: 'in_progress', conclusion: null, attempt: run.attempts })
    let isGreen = true
    for (const environment of this.#setup.environments) {
      const before = await this.#sections()
      const { ending, ended = null } = await perform(environment)
      const after = await this.#sections()
      for (const [index, { number, merge }] of this.#pulls.entries()) {
        const sections = { before: before[index], after: after[index] }
        for (const what of judgeSections(sections, ended, { heads: this.#heads, merge }))
          this.judge.violate(`#${number}: ${what}`)
      }
      isGreen &&= ending.ok
    }
    run.state = isGreen ? 'green' : 'red'
    await github.endRun(this.#repo, id, isGreen ? 'success' : 'failure')
  }

  #sections(): Promise<readonly Sections[]> {
    const all = this.#pulls.map(async ({ number }) => {
      const comments = await this.#lane.github.comments(this.#repo, number)
      return sectionsOf(comments.map(({ body }) => body).join('\n'))
    })
    return Promise.all(all)
  }

  #applyOf(environment: Environment, { event, commit }: Run): Apply {
    const { removals, hides } = this.#setup
    const variables = files.variablesOf(commit.workflow, this.#rotations)
    return { environment, removals, hides, commit, variables, isPush: event.name === 'push' }
  }

  #momentOf(run: Run): Moment {
    const newer = this.#runs.flatMap(({ event, state }) => {
      const isNewer = event.name === 'push' && event.runNumber > run.event.runNumber
      return isNewer && state !== 'dropped' ? [state] : []
    })
    return { head: this.#head, newer }
  }

  async #applyTo(environment: Environment, run: Run, fault: Fault): Promise<Ended> {
    const apply = this.#applyOf(environment, run)
    const moment = this.#momentOf(run)
    const before = this.#webhooks(environment)
    const meanwhile = async () => {
      if (fault.endsWith('push comes meanwhile'))
        await this.#push({ slot: 'default', version: 3 }, fault.startsWith('a silent'))
    }
    this.judge.noteBegin(environment)
    breakServices(this.#lane, this.#repo, fault, meanwhile)
    const { ending, hasWritten } = await this.#execute(run, environment, true, fault)
    mendServices(this.#lane, this.#repo)
    this.endings.push(`${ending.ok ? 'green' : 'red'}: ${codeOf(ending)}`)
    const moments = [moment, this.#momentOf(run)]
    if (fault === 'runs lag') moments.push({ head: this.#head, newer: [] })
    const ended = { apply, fault, moments, before, after: this.#webhooks(environment), hasWritten, ending }
    this.judge.judgeEnd(ended)
    return ended
  }

  /** GitHub's heads lag only for a moment after a push, and none of them was a reset. */
  #faultFor(run: Run, fault: Fault): Fault {
    const seen = this.#heads.at(-1 - headsBehind(fault))
    const isPossible = run.commit === this.#head && run.commit.line.includes(seen?.sha ?? '-')
    return isPossible || headsBehind(fault) === 0 ? fault : 'nothing'
  }

  /** The plan of a fork gets no secret. */
  async #execute(run: Run, environment: Environment, hasSecrets: boolean, fault: Fault = 'nothing') {
    const { auco, accounts, github, name: lane, tokenWithoutRuns } = this.#lane
    const { event, commit, attempts } = run
    const token = fault === 'actions: read is missing' ? tokenWithoutRuns : github.botToken
    const sent = auco.requests.length
    const ended = await this.#stage.perform({
      url: auco.url,
      account: hasSecrets ? accounts[environment] : { publicKey: '', privateKey: '' },
      clock: new VirtualClock(),
      file: this.#setup.origin === 'github' ? null : commit.applied,
      lane,
      payload: event.payload,
      env: {
        ...eventVariables({ ...event, runAttempt: attempts }, github.url),
        INPUT_ENVIRONMENT: environment,
        'INPUT_DRY-RUN': 'auto',
        'INPUT_GITHUB-TOKEN': hasSecrets ? token : github.readOnlyToken,
        INPUT_REMOVALS: this.#setup.removals,
        ...(hasSecrets && files.variablesOf(commit.workflow, this.#rotations)),
      },
    })
    this.judge.tell(`${run.name}, ${environment}, ${fault}: ${codeOf(ended.ending)}`)
    return { ...ended, hasWritten: auco.requests.slice(sent).some(({ method }) => method === 'PUT') }
  }
}

function pick<T>(items: readonly T[], nth: number): readonly [] | readonly [T] {
  const item = items[nth % items.length]
  return item === undefined ? [] : [item]
}
