import type { Webhook } from '../fakes/auco.ts'
import type { MergeMethod } from '../fakes/github/merging.ts'
import type { Repository } from '../fakes/github.ts'
import { pullRequestEvent, pushEvent, workflowDispatchEvent } from '../fakes/github-events.ts'
import { type ActionEvent, eventVariables } from '../fakes/run-action.ts'
import { codeOf, type InProcessRun, type Stage } from '../faults/in-process.ts'
import { VirtualClock } from '../faults/virtual-clock.ts'
import { judgeSections, sectionsOf } from './comments.ts'
import {
  type Apply,
  declaredBy,
  type Environment,
  expanded,
  type Head,
  type Moment,
  outcomeOf,
} from './contract.ts'
import {
  editByHand,
  FILE,
  fileWith,
  firstFile,
  SOURCE,
  strangerOf,
  variablesOf,
  WORKFLOW,
  workflowText,
} from './files.ts'
import { type Ended, Judge } from './judge.ts'
import { breakGitHub, headsBehind, type Lane, mendGitHub, withoutValue } from './lane.ts'
import type { Edit, Fault, Setup, Step, StepOf } from './steps.ts'

interface Pull {
  readonly number: number
  readonly branch: string
  /** The repository that has the branch: a fork, or the repository itself. */
  readonly origin: Repository
  /** The head of `main` that merged it, and its own file there. */
  merge?: { readonly head: Head; readonly file: string | null }
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

/** What comes with the faults in which somebody pushes. */
const EDIT_MEANWHILE: Edit = { what: 'entry', slot: 'default', version: 3 }

/** One repository and its companies, and what happens to them. */
export class World {
  readonly judge: Judge
  /** Results and error codes of the applies. */
  readonly endings: string[] = []
  readonly #lane: Lane
  readonly #stage: Stage
  readonly #setup: Setup
  readonly #repo: Repository
  readonly #fork: Repository
  readonly #pulls: Pull[] = []
  readonly #runs: Run[] = []
  /** Heads of `main`, oldest first. */
  readonly #heads: Head[] = []
  #count = 0
  #rotations = 0

  private constructor(lane: Lane, stage: Stage, setup: Setup, repo: Repository, fork: Repository) {
    this.#lane = lane
    this.#stage = stage
    this.#setup = setup
    this.#repo = repo
    this.#fork = fork
    this.judge = new Judge(setup)
  }

  static async create(lane: Lane, stage: Stage, setup: Setup): Promise<World> {
    const { auco, github, accounts } = lane
    const files = {
      [setup.origin === 'generated' ? SOURCE : FILE]: firstFile,
      ...(setup.origin === 'changed' && { [SOURCE]: '1' }),
      [WORKFLOW]: workflowText(0),
    }
    const repo = await github.createRepository({ files, isPrivate: true })
    const world = new World(lane, stage, setup, repo, await github.fork(repo, 'fork'))
    const head = await world.#headAt(repo.headSha, null, [])
    world.#heads.push(head)
    for (const environment of setup.environments) {
      const declared = declaredBy(head.applied, environment) ?? []
      const variables = variablesOf(head.workflow, 0)
      const webhooks = [...declared.map((entry) => expanded(entry, variables)), strangerOf('Partner', 0)]
      auco.edit((company) => Object.assign(company, { webhooks }), accounts[environment].privateKey)
    }
    Object.assign(auco.quirks, { takesAnyForm: true, shows: setup.hides ? withoutValue : undefined })
    return world
  }

  async perform(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await this.#take(step)
      this.#lookAtLive()
    }
    for (const run of this.#waiting()) await this.#apply(run, 'nothing', null)
    this.judge.judgeFinally()
    for (const repo of [this.#fork, this.#repo]) await this.#lane.github.deleteRepository(repo)
  }

  async #take(step: Step): Promise<unknown> {
    switch (step.do) {
      case 'open':
        return this.#open(step)
      case 'commit': {
        const pull = pick(await this.#openPulls(), step.nth)
        return pull && this.#pushTo(pull, step.edit, step.isPlanned)
      }
      case 'plan again': {
        const run = pick(this.#runs.filter(({ pull }) => pull !== null).toReversed(), step.nth)
        return run && this.#plan(run)
      }
      case 'merge':
        return this.#merge(step)
      case 'change': {
        const pull = await this.#open({ ...step, onto: 0 })
        if (step.another !== null) await this.#pushTo(pull, step.another, true)
        return this.#mergePulls([pull], 'main', step.method, step.isSilent)
      }
      case 'push':
        return this.#push(step.edits, step.isSilent)
      case 'reset':
        return this.#reset(step.back)
      case 'apply': {
        const run = pick(this.#waiting(), step.nth)
        return run && this.#apply(run, step.fault, step.at)
      }
      case 'repeat': {
        const ended = this.#runs.filter(({ pull, state }) => pull === null && state !== 'waiting')
        const run = pick(ended.toReversed(), step.nth)
        return run && this.#apply(run, step.fault, step.at)
      }
      case 'drop':
        return this.#drop(step)
      case 'dispatch':
        return this.#start(workflowDispatchEvent(this.#repo, 'main'), this.#head)
      case 'rotate':
        this.judge.tell('the secret is rotated')
        this.#rotations += 1
        return
      case 'edit Auco':
        return this.#editAuco(step)
      case 'delete comments': {
        const { number = 0 } = pick(this.#pulls, step.nth) ?? {}
        const comments = number === 0 ? [] : await this.#lane.github.comments(this.#repo, number)
        for (const { id } of comments) await this.#lane.github.deleteComment(this.#repo, id)
        return this.judge.tell(`comments of #${number} are deleted`)
      }
    }
  }

  get #head(): Head {
    const head = this.#heads.at(-1)
    if (head === undefined) throw new Error('There is no head')
    return head
  }

  #waiting(): readonly Run[] {
    return this.#runs.filter(({ pull, state }) => pull === null && state === 'waiting')
  }

  #webhooks(environment: Environment): readonly Webhook[] {
    return this.#lane.auco.company(this.#lane.accounts[environment].privateKey).webhooks
  }

  #lookAtLive(): void {
    for (const environment of this.#setup.environments)
      this.judge.lookAtLive(environment, this.#webhooks(environment), this.#head)
  }

  #editAuco({ environment: nth, edit }: StepOf<'edit Auco'>): void {
    const environment = pick(this.#setup.environments, nth) ?? 'stage'
    this.judge.tell(`Auco (${environment}): ${JSON.stringify(edit)}`)
    const variables = variablesOf(this.#head.workflow, this.#rotations)
    const { privateKey } = this.#lane.accounts[environment]
    this.#lane.auco.edit(({ webhooks }) => editByHand(webhooks, edit, environment, variables), privateKey)
  }

  // Branches and pull requests

  /** A new head: `through` are the commits that `main` got one after the other, a merged pull request as one. */
  async #headAt(sha: string, before: Head | null, through: readonly string[]): Promise<Head> {
    const at = (commit: string, path: string) => this.#lane.github.fileAt(this.#repo, commit, path)
    const files = await Promise.all([...through, sha].map((commit) => at(commit, FILE)))
    const versions = [...(before?.versions ?? []), ...files]
    const file = await at(sha, FILE)
    const source = await at(sha, SOURCE)
    const isChanged = this.#setup.origin === 'changed' && file !== null
    return {
      sha,
      line: before === null ? [] : [...before.line, before.sha],
      file,
      workflow: await at(sha, WORKFLOW),
      applied:
        this.#setup.origin === 'generated' ? source : isChanged ? fileWith(file, 'C', Number(source)) : file,
      versions: versions.filter((version, index) => version !== (versions[index - 1] ?? null)),
    }
  }

  async #open({ edit, onto, isFork }: Omit<StepOf<'open'>, 'do'>): Promise<Pull> {
    const { github } = this.#lane
    const open = (await this.#openPulls()).filter(({ origin }) => origin === this.#repo)
    const base = onto === 0 ? 'main' : (pick(open, onto - 1)?.branch ?? 'main')
    this.#count += 1
    // Whoever has a fork may push to its `main`.
    const branch = isFork && this.#pulls.length === 0 ? 'main' : `change-${this.#count}`
    const origin = isFork ? this.#fork : this.#repo
    await github.forcePush(origin, branch, await github.headOf(this.#repo, base))
    await this.#commitTo(origin, branch, edit)
    const { number } = await github.openPullRequest(this.#repo, branch, 'Change', { base, from: origin })
    this.judge.tell(`#${number}${isFork ? ' of a fork' : ''} into ${base}: ${JSON.stringify(edit)}`)
    const pull = { number, branch, origin }
    this.#pulls.push(pull)
    await this.#startPlan(pull, true)
    return pull
  }

  async #pushTo(pull: Pull, edit: Edit, isPlanned: boolean): Promise<void> {
    this.judge.tell(`push to #${pull.number}: ${JSON.stringify(edit)}`)
    await this.#commitTo(pull.origin, pull.branch, edit)
    await this.#startPlan(pull, isPlanned)
  }

  async #commitTo(repo: Repository, branch: string, edit: Edit): Promise<string> {
    const { github } = this.#lane
    const path = this.#setup.origin === 'generated' ? SOURCE : FILE
    const text = await github.fileAt(repo, await github.headOf(repo, branch), path)
    const isOfStep = this.#setup.origin === 'changed' && edit.what === 'entry' && edit.slot === 'C'
    this.#count += 1
    const changes = isOfStep
      ? { [SOURCE]: String(edit.version) }
      : edit.what === 'entry'
        ? { [path]: fileWith(text, edit.slot, edit.version) }
        : edit.what === 'workflow'
          ? { [WORKFLOW]: workflowText(edit.version) }
          : {
              [edit.what === 'no file' ? path : `docs/${this.#count}.md`]:
                edit.what === 'no file' ? null : '',
            }
    return github.commit(repo, branch, changes, 'feat: change')
  }

  async #openPulls(base?: string): Promise<readonly Pull[]> {
    const { github } = this.#lane
    const states = await Promise.all(this.#pulls.map(({ number }) => github.pullRequest(this.#repo, number)))
    return this.#pulls.filter((_, index) => {
      const state = states[index]
      return state?.state === 'open' && (base === undefined || state.base.ref === base)
    })
  }

  async #merge({ nth, and, method, isSilent }: StepOf<'merge'>): Promise<void> {
    const one = pick(await this.#openPulls(), nth)
    if (one === undefined) return
    const base = (await this.#lane.github.pullRequest(this.#repo, one.number)).base.ref
    const others = (await this.#openPulls(base)).filter((pull) => pull !== one)
    const other = and === null || base !== 'main' ? undefined : pick(others, and)
    await this.#mergePulls(other === undefined ? [one] : [one, other], base, method, isSilent)
  }

  async #mergePulls(pulls: Pull[], base: string, method: MergeMethod, isSilent: boolean): Promise<void> {
    const { github } = this.#lane
    const numbers = pulls.map(({ number }) => number)
    const told = `#${numbers.join(', #')}`
    let commits: readonly string[] = []
    try {
      commits = await github.mergeQueue(this.#repo, numbers, method)
    } catch {
      return this.judge.tell(`${told}: conflict`)
    }
    this.judge.tell(`${told} merged into ${base} (${method})${isSilent ? ', silently' : ''}`)
    if (base !== 'main') {
      const parent = (await this.#openPulls()).find(({ branch }) => branch === base)
      if (parent !== undefined) await this.#startPlan(parent, true)
      return
    }
    await this.#afterPush(commits, isSilent, pulls)
  }

  async #push(edits: readonly Edit[], isSilent: boolean): Promise<void> {
    const told = edits.length > 3 ? `${edits.length} edits` : edits.map((edit) => JSON.stringify(edit)).join()
    this.judge.tell(`push to main${isSilent ? ', silently' : ''}: ${told}`)
    this.#count += 1
    const branch = `direct-${this.#count}`
    await this.#lane.github.forcePush(this.#repo, branch, this.#head.sha)
    const commits: string[] = []
    for (const edit of edits) commits.push(await this.#commitTo(this.#repo, branch, edit))
    await this.#lane.github.forcePush(this.#repo, 'main', commits.at(-1) ?? this.#head.sha)
    await this.#afterPush(commits, isSilent, [])
  }

  async #afterPush(commits: readonly string[], isSilent: boolean, pulls: readonly Pull[]): Promise<void> {
    const { github } = this.#lane
    const sha = await github.headOf(this.#repo, 'main')
    const head = await this.#headAt(sha, this.#head, commits)
    for (const [index, pull] of pulls.entries())
      pull.merge = { head, file: await github.fileAt(this.#repo, commits[index] ?? sha, FILE) }
    await this.#moveTo(head, isSilent)
  }

  async #reset(back: number): Promise<void> {
    const head = this.#heads.at(-2 - back)
    if (head === undefined) return
    this.judge.tell(`main reset to ${head.sha.slice(0, 7)}`)
    await this.#lane.github.forcePush(this.#repo, 'main', head.sha)
    await this.#moveTo(head, false)
  }

  /** Starts a run where `on.push.paths` lists what has changed. */
  async #moveTo(head: Head, isSilent: boolean): Promise<void> {
    const before = this.#head
    const { paths } = this.#setup
    const isListed =
      paths === 'everything' ||
      before.file !== head.file ||
      before.applied !== head.applied ||
      (paths === 'file and workflow' && before.workflow !== head.workflow)
    this.#heads.push(head)
    if (before.applied !== head.applied) this.judge.noteChange(isListed && !isSilent)
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
    const name = `run ${runNumber} (${event.name}${pull === null ? '' : ` #${pull.number}`} at ${commit.sha.slice(0, 7)})`
    const own = { ...event, sha: commit.sha, runId, runNumber }
    const run: Run = { name, event: own, commit, pull, attempts: 0, state: 'waiting' }
    this.#runs.push(run)
    this.judge.tell(`  ${name} is waiting`)
    return run
  }

  async #drop({ nth, conclusion }: StepOf<'drop'>): Promise<void> {
    const run = pick(this.#waiting(), nth)
    if (run === undefined) return
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

  async #plan(run: Run): Promise<void> {
    const { github, auco } = this.#lane
    const { commit, pull } = run
    const isFork = pull?.origin === this.#fork
    const { base } = await github.pullRequest(this.#repo, pull?.number ?? 0)
    const sent = auco.requests.length
    const { isGreen } = await this.#perform(run, async (environment) => {
      const before = this.#webhooks(environment)
      const { ending, stdout } = await this.#execute(run, environment, isFork ? null : github.botToken)
      this.judge.tell(`${run.name}, ${environment}: ${codeOf(ending)}`)
      const outcome = outcomeOf(this.#applyOf(environment, run), before, commit)
      if (outcome === null) return { ending, ended: null }
      if (!ending.ok) this.judge.violate(`a plan is red: ${codeOf(ending)}`)
      // What the merge would do now.
      const removed = before.filter(({ id }) => !outcome.some((webhook) => webhook.id === id))
      const told = /^::set-output name=removed::(.*)$/m.exec(stdout)?.[1] ?? 'nothing'
      const expected = JSON.stringify(removed.map(({ id }) => id))
      const isComparable = !isFork && base.ref === 'main' && commit.line.at(-1) === this.#head.sha
      if (isComparable && told !== expected)
        this.judge.violate(`a plan would remove ${told}, but the merge ${expected}`)
      return { ending, ended: null }
    })
    if (auco.requests.slice(sent).some(({ method }) => method === 'PUT')) this.judge.violate('a plan wrote')
    run.state = isGreen ? 'green' : 'red'
  }

  async #apply(run: Run, fault: Fault, at: number | null): Promise<void> {
    const { environments } = this.#setup
    const { isGreen } = await this.#perform(run, async (environment) => {
      const isHit = at === null || environments.length === 1 || environments[at] === environment
      const ended = await this.#applyTo(environment, run, isHit ? this.#faultFor(run, fault) : 'nothing')
      this.#lookAtLive()
      return { ending: ended.ending, ended }
    })
    run.state = isGreen ? 'green' : 'red'
    this.judge.noteRun(run.event.runId, isGreen)
  }

  /** Performs a run, a step for each environment, and judges the comments after each. */
  async #perform(
    run: Run,
    perform: (environment: Environment) => Promise<{ ending: InProcessRun['ending']; ended: Ended | null }>,
  ): Promise<{ isGreen: boolean }> {
    const { github } = this.#lane
    const id = run.event.runId
    run.attempts += 1
    run.state = 'waiting'
    await github.setRun(this.#repo, id, { status: 'in_progress', conclusion: null, attempt: run.attempts })
    let isGreen = true
    for (const environment of this.#setup.environments) {
      const before = await this.#sections()
      const { ending, ended } = await perform(environment)
      const after = await this.#sections()
      for (const [index, { number, merge }] of this.#pulls.entries()) {
        const isOwn = merge?.head === run.commit
        const sections = {
          before: before[index] ?? [],
          after: after[index] ?? [],
          merged: merge?.file,
          isOwn,
        }
        for (const what of judgeSections(sections, ended, this.#heads))
          this.judge.violate(`#${number}: ${what}`)
      }
      isGreen &&= ending.ok
    }
    await github.endRun(this.#repo, id, isGreen ? 'success' : 'failure')
    return { isGreen }
  }

  async #sections(): Promise<ReturnType<typeof sectionsOf>[]> {
    const comments = this.#pulls.map(({ number }) => this.#lane.github.comments(this.#repo, number))
    return (await Promise.all(comments)).map((own) => sectionsOf(own.map(({ body }) => body)))
  }

  #applyOf(environment: Environment, { event, commit }: Run): Apply {
    const { removals, hides } = this.#setup
    const variables = variablesOf(commit.workflow, this.#rotations)
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
    const { auco, github, tokenWithoutRuns } = this.#lane
    const apply = this.#applyOf(environment, run)
    const moment = this.#momentOf(run)
    const before = this.#webhooks(environment)
    const sent = auco.requests.length
    this.judge.noteBegin(apply)
    breakGitHub(this.#lane, this.#repo, fault)
    this.#breakAuco(fault)
    const token = fault === 'actions: read is missing' ? tokenWithoutRuns : github.botToken
    const { ending, stdout } = await this.#execute(run, environment, token)
    Object.assign(auco.quirks, { respond: undefined, storesNothing: false })
    mendGitHub(this.#lane, this.#repo)
    const code = codeOf(ending)
    this.endings.push(`${ending.ok ? 'green' : 'red'}: ${code}`)
    this.judge.tell(`${run.name}, ${environment}, ${fault}: ${code}${code.startsWith('bug') ? stdout : ''}`)
    const moments = [moment, this.#momentOf(run)]
    const hasWritten = auco.requests.slice(sent).some(({ method }) => method === 'PUT')
    const after = this.#webhooks(environment)
    const ended = { apply, fault, moments, before, after, hasWritten, ending }
    this.judge.judgeEnd(ended)
    this.judge.noteEnd(ended)
    return ended
  }

  /** GitHub's heads lag only for a moment after a push, and none of them was a reset. */
  #faultFor(run: Run, fault: Fault): Fault {
    const seen = this.#heads.at(-1 - headsBehind(fault))
    const isPossible = run.commit === this.#head && run.commit.line.includes(seen?.sha ?? '')
    return isPossible || seen === this.#head ? fault : 'nothing'
  }

  #breakAuco(fault: Fault): void {
    const { quirks } = this.#lane.auco
    let asked = 0
    quirks.storesNothing = fault === 'writes do nothing'
    quirks.respond = async ({ method }, own) => {
      asked += 1
      if (fault.endsWith('push comes meanwhile') && asked === 1)
        await this.#push([EDIT_MEANWHILE], fault.startsWith('a silent'))
      if (fault === 'Auco is down') return { status: 503, body: '' }
      if (method !== 'PUT') return undefined
      if (fault === 'writes are refused') return { status: 403, body: '' }
      if (fault === 'writes are lost') return { status: 503, body: '' }
      if (fault !== 'answers to writes are lost') return undefined
      await own()
      return 'reset'
    }
  }

  /** Without a token it is the plan of a fork, which gets no secret. */
  #execute(run: Run, environment: Environment, token: string | null): Promise<InProcessRun> {
    const { auco, accounts, github, name: lane } = this.#lane
    const { event, commit, attempts } = run
    return this.#stage.perform({
      url: auco.url,
      account: token === null ? { publicKey: '', privateKey: '' } : accounts[environment],
      clock: new VirtualClock(),
      file: this.#setup.origin === 'github' ? null : commit.applied,
      lane,
      payload: event.payload,
      env: {
        ...eventVariables({ ...event, runAttempt: attempts }, github.url),
        INPUT_ENVIRONMENT: environment,
        'INPUT_DRY-RUN': 'auto',
        'INPUT_GITHUB-TOKEN': token ?? github.readOnlyToken,
        INPUT_REMOVALS: this.#setup.removals,
        ...(token !== null && variablesOf(commit.workflow, this.#rotations)),
      },
    })
  }
}

function pick<T>(items: readonly T[], nth: number): T | undefined {
  return items[nth % items.length]
}
