import { maskHeaderValue, type Webhook } from '../fakes/auco.ts'
import { sectionsOf } from '../fakes/comment.ts'
import type { Repository } from '../fakes/github.ts'
import { pullRequestEvent, pushEvent, workflowDispatchEvent } from '../fakes/github-events.ts'
import { type ActionEvent, codeOf, runAction } from '../fakes/run-action.ts'
import { VirtualClock } from '../faults/virtual-clock.ts'
import { judgeSections, type Sections } from './comments.ts'
import type { Environment, Head, Moment } from './contract.ts'
import { declaredBy, expanded } from './contract.ts'
import * as files from './files.ts'
import { type Ended, Judge } from './judge.ts'
import { type Lane, lagOfHeads, setServices } from './lane.ts'
import type { Edit, Fault, Setup, Step } from './steps.ts'

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

const NO_HEAD: Head = { sha: '', line: [], file: null, workflow: null, applied: null, versions: [] }
const told = ({ slot, version }: Edit) => `${slot} ${version}`

/** One repository and its companies, and what happens to them. */
export class World {
  readonly judge: Judge
  /** Results and error codes of the applies. */
  readonly endings: string[] = []
  readonly #lane: Lane
  readonly #setup: Setup
  readonly #repo: Repository
  readonly #fork: Repository
  readonly #pulls: Pull[] = []
  readonly #runs: Run[] = []
  /** Heads of `main`, oldest first. */
  readonly #heads: Head[] = []
  #count = 0
  #rotations = 0

  private constructor(lane: Lane, setup: Setup, repo: Repository, fork: Repository) {
    this.#lane = lane
    this.#setup = setup
    this.#repo = repo
    this.#fork = fork
    this.judge = new Judge(setup)
  }

  /** Auco has what the file declares, and a webhook that nobody has declared. */
  static async begin(lane: Lane, setup: Setup): Promise<World> {
    const { auco, github, accounts } = lane
    const file = setup.origin === 'generated' ? files.SOURCE : files.FILE
    const first = { [files.WORKFLOW]: files.workflowText(0), [file]: files.firstFile }
    const repo = await github.createRepository({ files: first, isPrivate: true })
    const world = new World(lane, setup, repo, await github.fork(repo, 'fork'))
    const head = await world.#headAt(repo.headSha, NO_HEAD, [])
    world.#heads.push(head)
    const variables = files.variablesOf(head.workflow, 0)
    for (const environment of setup.environments) {
      const declared = declaredBy(head.applied, environment) ?? []
      const webhooks = declared.map((entry) => expanded(entry, variables))
      webhooks.push(files.strangerOf('Partner', 0))
      auco.edit((company) => Object.assign(company, { webhooks }), accounts[environment].privateKey)
    }
    Object.assign(auco.quirks, { takesAnyForm: true, shows: setup.hides ? maskHeaderValue : undefined })
    return world
  }

  async perform(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await this[step.does](step)
      this.#lookAtLive()
    }
    for (const run of this.#waiting) await this.#perform(run)
    this.judge.judgeFinally()
  }

  /** Of the file, or of what it's made of. */
  get #path(): string {
    return this.#setup.origin === 'generated' ? files.SOURCE : files.FILE
  }

  get #head(): Head {
    return this.#heads.at(-1) ?? NO_HEAD
  }

  get #open(): readonly Pull[] {
    return this.#pulls.filter(({ isOpen }) => isOpen)
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

  async editAuco({ nth, byHand: edit }: Step): Promise<void> {
    for (const environment of pick(this.#setup.environments, nth)) {
      this.judge.tell(`Auco (${environment}): ${JSON.stringify(edit)}`)
      const variables = files.variablesOf(this.#head.workflow, this.#rotations)
      this.#lane.auco.edit(({ webhooks }) => {
        const at = webhooks.findIndex(({ id }) => id === edit.id)
        const webhook = files.byHand(webhooks[at], edit, environment, variables)
        webhooks.splice(at === -1 ? webhooks.length : at, 1, ...(webhook === undefined ? [] : [webhook]))
      }, this.#lane.accounts[environment].privateKey)
    }
  }

  async rotate(): Promise<void> {
    this.judge.tell('the secret is rotated')
    this.#rotations += 1
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

  async open({ edit, nth, isFork }: Step): Promise<Pull> {
    const { github } = this.#lane
    const others = this.#open.filter(({ origin }) => origin === this.#repo)
    const [{ branch: base } = { branch: 'main' }] = nth === 0 ? [] : pick(others, nth)
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

  async commit({ nth, edit, isPlanned }: Step): Promise<void> {
    for (const pull of pick(this.#open, nth)) await this.#pushTo(pull, edit, isPlanned)
  }

  /** Merges main into the branch of a pull request. */
  async update({ nth }: Step): Promise<void> {
    const { github } = this.#lane
    const own = this.#open.filter(({ origin }) => origin === this.#repo)
    for (const pull of pick(own, nth)) {
      this.judge.tell(`#${pull.number} is brought up to date`)
      const { number } = await github.openPullRequest(this.#repo, 'main', 'Update', { base: pull.branch })
      await github
        .mergePullRequest(this.#repo, number)
        .catch(() => github.closePullRequest(this.#repo, number))
      await this.#startPlan(pull, true)
    }
  }

  /** Opens a pull request, plans it, pushes once more, and merges it. */
  async change(step: Step): Promise<void> {
    const pull = await this.open({ ...step, nth: 0 })
    if (step.another !== null) await this.#pushTo(pull, step.another, true)
    await this.#merge([pull], step)
  }

  async merge(step: Step): Promise<void> {
    const [one] = pick(this.#open, step.nth)
    const onMain = this.#open.filter((pull) => pull !== one && pull.base === 'main')
    const others = one?.base !== 'main' || step.and === null ? [] : pick(onMain, step.and)
    if (one !== undefined) await this.#merge([one, ...others], step)
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

  async #merge(pulls: readonly [Pull, ...Pull[]], { method, isSilent }: Step): Promise<void> {
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

  async push({ edit, isSilent }: Pick<Step, 'edit' | 'isSilent'>): Promise<void> {
    this.judge.tell(`push to main${isSilent ? ', silently' : ''}: ${told(edit)}`)
    const sha = await this.#commitTo(this.#repo, 'main', edit)
    await this.#moveTo(await this.#headAt(sha, this.#head, []), isSilent)
  }

  async reset({ nth }: Step): Promise<void> {
    for (const head of this.#heads.slice(-2 - nth, -1).slice(0, 1)) {
      this.judge.tell(`main is reset to ${head.sha.slice(0, 7)}`)
      await this.#lane.github.forcePush(this.#repo, 'main', head.sha)
      await this.#moveTo({ ...head }, false)
    }
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

  async dispatch(): Promise<void> {
    await this.#start(workflowDispatchEvent(this.#repo, 'main'), this.#head)
  }

  async run({ which, nth, fault, at }: Step): Promise<void> {
    const newest = this.#runs.toReversed()
    const runs = {
      waiting: this.#waiting,
      ended: newest.filter(({ pull, state }) => pull === null && state !== 'waiting'),
      plans: newest.filter(({ pull }) => pull !== null),
    }
    const [run] = pick(runs[which], nth)
    if (run !== undefined) await this.#perform(run, which === 'plans' ? 'nothing' : fault, at)
  }

  async drop({ nth, conclusion }: Step): Promise<void> {
    for (const run of pick(this.#waiting, nth)) {
      run.state = 'dropped'
      await this.#lane.github.endRun(this.#repo, run.event.runId, conclusion)
      this.judge.noteChange(false)
      this.judge.tell(`${run.name} is ${conclusion}`)
    }
  }

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

  async #startPlan(pull: Pull, isPlanned: boolean): Promise<void> {
    const { github } = this.#lane
    const merge = await github.testMerge(this.#repo, pull.number)
    // GitHub starts nothing on a conflict.
    if (merge === null) return
    const event = pullRequestEvent(this.#repo, await github.pullRequest(this.#repo, pull.number))
    const run = await this.#start(event, await this.#headAt(merge, this.#head, []), pull)
    if (isPlanned) await this.#perform(run)
  }

  /** Performs a plan or an apply, a step for each environment, and judges it, and the comments after each step. */
  async #perform(run: Run, fault: Fault = 'nothing', at: Environment | null = null): Promise<void> {
    const { github } = this.#lane
    const { environments } = this.#setup
    const id = run.event.runId
    run.attempts += 1
    run.state = 'waiting'
    await github.setRun(this.#repo, id, { status: 'in_progress', conclusion: null })
    let isGreen = true
    for (const environment of environments) {
      const isHit = at === null || environments.length === 1 || environment === at
      const before = await this.#sections()
      const ended = await this.#execute(environment, run, isHit ? this.#faultFor(run, fault) : 'nothing')
      const after = await this.#sections()
      for (const [index, pull] of this.#pulls.entries()) {
        const [old = new Map(), now = new Map()] = [before[index], after[index]]
        for (const what of judgeSections(old, now, ended, this.#heads, pull))
          this.judge.violate(`#${pull.number}: ${what}`)
      }
      this.#lookAtLive()
      isGreen &&= ended.isGreen
    }
    run.state = isGreen ? 'green' : 'red'
    if (run.pull === null) this.judge.noteRun(id, isGreen)
    await github.endRun(this.#repo, id, isGreen ? 'success' : 'failure')
  }

  #sections(): Promise<readonly Sections[]> {
    const all = this.#pulls.map(async ({ number }) => {
      const comments = await this.#lane.github.comments(this.#repo, number)
      const sections = sectionsOf(comments.map(({ body }) => body).join('\n'))
      return new Map(sections.map((section) => [section.environment, section]))
    })
    return Promise.all(all)
  }

  #momentOf(run: Run): Moment {
    const newer = this.#runs.flatMap(({ event, state }) => {
      const isNewer = event.name === 'push' && event.runNumber > run.event.runNumber
      return isNewer && state !== 'dropped' ? [state] : []
    })
    return { head: this.#head, newer }
  }

  async #execute(environment: Environment, run: Run, fault: Fault): Promise<Ended> {
    const { auco, accounts, github, tokenWithoutRuns } = this.#lane
    const { removals, hides, origin } = this.#setup
    const { event, commit, attempts, pull } = run
    const isFork = pull?.origin === this.#fork
    const token = fault === 'actions: read is missing' ? tokenWithoutRuns : github.botToken
    const variables = files.variablesOf(commit.workflow, this.#rotations)
    const moment = this.#momentOf(run)
    const before = this.#webhooks(environment)
    const sent = auco.requests.length
    if (pull === null) this.judge.noteBegin(environment)
    const push = (isSilent: boolean) => this.push({ edit: { slot: 'default', version: 3 }, isSilent })
    setServices(this.#lane, this.#repo, fault, push)
    const { publicKey, privateKey } = accounts[environment]
    const file = origin === 'github' ? null : commit.applied
    const action = await runAction({
      inProcess: true,
      clock: new VirtualClock(),
      workspace: file === null ? {} : { [files.FILE]: file },
      inputs: {
        'api-url': auco.url,
        environment,
        removals,
        // The plan of a fork gets no secret.
        ...(!isFork && { 'public-key': publicKey, 'private-key': privateKey }),
      },
      env: isFork ? {} : variables,
      event: { ...event, runAttempt: attempts },
      token: isFork ? github.readOnlyToken : token,
      githubUrl: github.url,
    })
    setServices(this.#lane, this.#repo, 'nothing', push)
    const { exitCode, outputs } = action
    const [isGreen, code] = [exitCode === 0, codeOf(action)]
    this.judge.tell(`${run.name}, ${environment}, ${fault}: ${code}`)
    if (pull === null) this.endings.push(`${isGreen ? 'green' : 'red'}: ${code}`)
    const moments = [moment, this.#momentOf(run)]
    if (fault === 'runs lag') moments.push({ head: this.#head, newer: [] })
    const pushedFrom = event.name === 'push' ? String(event.payload['before']) : null
    const apply = { environment, removals, hides, commit, variables, pushedFrom }
    const hasWritten = auco.requests.slice(sent).some(({ method }) => method === 'PUT')
    const after = this.#webhooks(environment)
    const result = { isGreen, code, removed: outputs['removed'], isPlan: pull !== null }
    const ended = { apply, fault, moments, before, after, hasWritten, ...result }
    // Of a pull request into another branch, or after other merges, the merge does more.
    const isNext = !isFork && pull?.base === 'main' && commit.line.at(-1) === this.#head.sha
    if (ended.isPlan) this.judge.judgePlan(ended, isNext)
    else this.judge.judgeEnd(ended)
    return ended
  }

  /** GitHub's heads lag only for a moment after a push, and none of them was a reset. */
  #faultFor({ commit, event }: Run, fault: Fault): Fault {
    const [steps, then] = lagOfHeads(fault)
    const behind = Math.max(...steps, then)
    const isOld = commit.line.includes(this.#heads.at(-1 - behind)?.sha ?? '-')
    return behind === 0 || (isOld && commit === this.#head && event.name === 'push') ? fault : 'nothing'
  }
}

function pick<T>(items: readonly T[], nth: number): readonly [] | readonly [T] {
  const item = items[nth % items.length]
  return item === undefined ? [] : [item]
}
