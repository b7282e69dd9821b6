import * as z from 'zod'
import type { MergeMethod } from '../fakes/github/merging.ts'
import type { Repository } from '../fakes/github.ts'
import { pullRequestEvent, pushEvent, workflowDispatchEvent } from '../fakes/github-events.ts'
import { type ActionEvent, eventVariables } from '../fakes/run-action.ts'
import { codeOf, type InProcessRun, type Stage } from '../faults/in-process.ts'
import { VirtualClock } from '../faults/virtual-clock.ts'
import { Branches, type Head } from './branches.ts'
import { changesOf, editByHand, told } from './edits.ts'
import {
  CALLED,
  calledText,
  contentOf,
  declaredBy,
  FILE,
  fileWith,
  type Tree,
  tokensOf,
  unlistedIn,
  WORKFLOW,
  workflowText,
} from './files.ts'
import { breakGitHub, headsBehind, type Lane, mendGitHub } from './lane.ts'
import { type Pull, type Push, Rules } from './rules.ts'
import type { Edit, Fault, HandEdit, Step } from './steps.ts'
import { hideVault, strangerOf } from './strangers.ts'

/** A run of the plan or the apply workflow that GitHub has started. */
interface Run {
  readonly name: string
  readonly event: ActionEvent
  readonly sha: string
  readonly tree: Tree
  attempts: number
}

interface PlanRun extends Run {
  readonly pull: Pull
}

interface ApplyRun extends Run {
  readonly allowsRemovals: boolean
  /** Number of the change of the branch that it was started after. */
  readonly change: number
}

/** What comes with the fault `a push comes meanwhile`. */
const EDIT_MEANWHILE = { what: 'webhook', slot: 'default', version: 3 } as const

const text = z.string().nullable().exactOptional()
const Written = z.object({
  webhooks: z.array(
    z.object({
      id: z.string(),
      description: text,
      url: z.string(),
      header: z.object({ key: text, value: text }).nullable().exactOptional(),
    }),
  ),
})

/** One repository and one company, what happens to them, and the rules that are broken on the way. */
export class World {
  readonly rules: Rules
  /** Results and error codes of the runs. */
  readonly endings: string[] = []

  readonly #lane: Lane
  readonly #stage: Stage
  readonly #repo: Repository
  readonly #branches: Branches
  readonly #pulls: Pull[] = []
  readonly #plans: PlanRun[] = []
  readonly #waiting: ApplyRun[] = []
  readonly #ended: ApplyRun[] = []
  readonly #heads: string[]
  readonly #keeps: boolean
  #count = 0

  private constructor(lane: Lane, stage: Stage, repo: Repository, keeps: boolean) {
    this.#lane = lane
    this.#stage = stage
    this.#repo = repo
    this.#branches = new Branches(lane.github, repo)
    this.#keeps = keeps
    this.rules = new Rules(lane.auco, this.#branches, keeps)
    this.#heads = [repo.headSha]
  }

  static async create(lane: Lane, stage: Stage, keeps: boolean): Promise<World> {
    const text = fileWith(fileWith(fileWith(null, 'default', 1), 'A', 1), 'B', 1)
    const files = { [FILE]: text, [WORKFLOW]: workflowText(0), [CALLED]: calledText(0) }
    const repo = await lane.github.createRepository({ files })
    lane.auco.edit((company) => {
      const strangers = keeps ? [strangerOf('Partner', 0), strangerOf('Zapier', 4)] : []
      company.webhooks = [...(declaredBy(files) ?? []), ...strangers]
    })
    Object.assign(lane.auco.quirks, { takesAnyForm: keeps, shows: keeps ? hideVault : undefined })
    return new World(lane, stage, repo, keeps)
  }

  async perform(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await this.#take(step)
      await this.rules.lookAtLive()
    }
    while (this.#waiting.length > 0) {
      await this.#applyWaiting(0, 'nothing')
      await this.rules.lookAtLive()
    }
    await this.rules.judgeEnd()
    await this.#lane.github.deleteRepository(this.#repo)
  }

  #take(step: Step): Promise<unknown> {
    switch (step.do) {
      case 'open':
        return this.#open(step.edit, step.onto, step.planned)
      case 'commit':
        return this.#commit(step.pull, step.edit, step.planned)
      case 'plan':
        return this.#planAgain(step.nth, step.isForeign)
      case 'merge':
        return this.#merge(step.pull, step.and, step.method)
      case 'change':
        return this.#changeByPull(step)
      case 'push':
        return this.#push(step.edit, step.skips)
      case 'reset':
        return this.#reset(step.back)
      case 'apply':
        return this.#applyWaiting(step.nth, step.fault)
      case 'repeat':
        return this.#repeat(step.nth, step.fault)
      case 'drop':
        return this.#drop(step.nth)
      case 'dispatch':
        return this.#dispatch(step.allowsRemovals && !this.#keeps)
      case 'edit Auco':
        return this.#editAuco(step.edit)
      default:
        return this.#meddle(step.do, step.pull, step.nth)
    }
  }

  // Branches and pull requests

  async #changeByPull({ edit, isForeign, another, method }: Extract<Step, { do: 'change' }>): Promise<void> {
    const pull = await this.#open(edit, 0, !isForeign)
    if (isForeign) await this.#planAgain(0, true)
    if (another !== null) await this.#pushTo(pull, another, false)
    await this.#mergePulls([pull], method)
  }

  async #open(edit: Edit, onto: number, isPlanned: boolean): Promise<Pull> {
    const { github } = this.#lane
    const open = await this.#openPulls()
    const base = onto === 0 ? 'main' : (pick(open, onto - 1)?.branch ?? 'main')
    this.#count += 1
    const branch = `change-${this.#count}`
    await github.forcePush(this.#repo, branch, await github.headOf(this.#repo, base))
    await this.#commitTo(branch, edit, 'feat: change')
    const { number } = await github.openPullRequest(this.#repo, branch, 'Change', { base })
    this.rules.tell(`#${number} into ${base}: ${told(edit)}`)
    const pull = { number, branch, commits: 1, bodies: [], isTampered: false, mayBeApplied: false }
    this.#pulls.push(pull)
    await this.#startPlan(pull, isPlanned)
    return pull
  }

  async #commit(nth: number, edit: Edit, isPlanned: boolean): Promise<void> {
    const pull = pick(await this.#openPulls(), nth)
    if (pull !== undefined) await this.#pushTo(pull, edit, isPlanned)
  }

  async #pushTo(pull: Pull, edit: Edit, isPlanned: boolean): Promise<void> {
    this.rules.tell(`push to #${pull.number}: ${told(edit)}`)
    await this.#commitTo(pull.branch, edit, 'feat: change')
    pull.commits += 1
    await this.#startPlan(pull, isPlanned)
  }

  async #commitTo(branch: string, edit: Edit, message: string): Promise<string> {
    const { github } = this.#lane
    const tree = await this.#branches.treeAt(await github.headOf(this.#repo, branch))
    this.#count += 1
    const changes = changesOf(tree, edit, this.#count)
    return github.commit(this.#repo, branch, changes, message)
  }

  async #openPulls(): Promise<readonly Pull[]> {
    const states = await Promise.all(this.#pulls.map(({ number }) => this.#branches.pullRequest(number)))
    return this.#pulls.filter((_, index) => states[index]?.state === 'open')
  }

  async #merge(nth: number, and: number | null, method: MergeMethod): Promise<void> {
    const open = await this.#openPulls()
    const states = await Promise.all(open.map(({ number }) => this.#branches.pullRequest(number)))
    const onMain = open.filter((_, index) => states[index]?.base.ref === 'main')
    const [one, other] = [pick(open, nth), and === null ? undefined : pick(onMain, and)]
    if (one === undefined) return
    const isQueue = onMain.includes(one) && other !== undefined && other !== one
    await this.#mergePulls(isQueue ? [one, other] : [one], method)
  }

  async #mergePulls(pulls: readonly Pull[], method: MergeMethod): Promise<void> {
    const { github } = this.#lane
    const numbers = pulls.map(({ number }) => number)
    const [first] = numbers
    if (first === undefined) return
    const { base } = await this.#branches.pullRequest(first)
    try {
      await github.mergeQueue(this.#repo, numbers, method)
    } catch {
      this.rules.tell(`#${numbers.join(', #')}: conflict`)
      return
    }
    this.rules.tell(`#${numbers.join(' and #')} merged into ${base.ref} (${method})`)
    if (base.ref === 'main') return this.#afterPush('merge', pulls)
    const parent = this.#pulls.find(({ branch }) => branch === base.ref)
    if (parent !== undefined) parent.commits += 1 + Math.max(...pulls.map(({ commits }) => commits))
    if (parent !== undefined && (await this.#branches.pullRequest(parent.number)).state === 'open') {
      await this.#startPlan(parent, true)
    }
  }

  async #push(edit: Edit, skips: boolean): Promise<void> {
    this.rules.tell(`push to main${skips ? ' [skip ci]' : ''}: ${told(edit)}`)
    await this.#commitTo('main', edit, `chore: change${skips ? ' [skip ci]' : ''}`)
    await this.#afterPush('push', [])
  }

  async #reset(back: number): Promise<void> {
    const sha = this.#heads.at(-1 - back)
    if (sha === undefined) return
    this.rules.tell(`main reset by ${back} to ${sha.slice(0, 7)}`)
    await this.#lane.github.forcePush(this.#repo, 'main', sha)
    await this.#afterPush('reset', [])
  }

  /** Starts a run where `on.push.paths` has the file and the workflows. */
  async #afterPush(how: Push['how'], pulls: readonly Pull[]): Promise<void> {
    const before = this.#heads.at(-1) ?? ''
    const [old, head] = await Promise.all([this.#branches.treeAt(before), this.#branches.head()])
    const { sha, tree, skips } = head
    this.#heads.push(sha)
    if (!this.rules.notePush(how, pulls, old, head) || skips) return
    const event = pushEvent(this.#repo, { before, after: sha, branch: 'main' })
    this.#start(event, sha, tree, false)
  }

  #start(event: ActionEvent, sha: string, tree: Tree, allowsRemovals: boolean): void {
    const name = `${event.name} at ${sha.slice(0, 7)}${allowsRemovals ? ', allows removals' : ''}`
    const { change } = this.rules
    this.rules.tell(`  waiting: ${name}`)
    this.#waiting.push({ name, event, sha, tree, allowsRemovals, change, attempts: 0 })
  }

  async #dispatch(allowsRemovals: boolean): Promise<void> {
    const sha = await this.#lane.github.headOf(this.#repo, 'main')
    const event = { ...workflowDispatchEvent(this.#repo, 'main'), sha }
    this.#start(event, sha, await this.#branches.treeAt(sha), allowsRemovals)
  }

  async #drop(nth: number): Promise<void> {
    const run = pick(this.#waiting, nth)
    if (run === undefined) return
    this.#waiting.splice(this.#waiting.indexOf(run), 1)
    this.rules.noteDropped(run.change)
    this.rules.tell(`dropped: ${run.name}`)
  }

  // Plans

  async #startPlan(pull: Pull, isPlanned: boolean): Promise<void> {
    const { github } = this.#lane
    const merge = await github.testMerge(this.#repo, pull.number)
    // GitHub starts nothing on a conflict.
    if (merge === null) return
    const json = await this.#branches.pullRequest(pull.number)
    const event = { ...pullRequestEvent(this.#repo, json), sha: merge }
    const name = `plan of #${pull.number} at ${json.head.sha.slice(0, 7)}`
    const run = {
      name,
      event,
      sha: json.head.sha,
      tree: await this.#branches.treeAt(merge),
      attempts: 0,
      pull,
    }
    this.#plans.push(run)
    if (isPlanned) await this.#plan(run, false)
  }

  async #planAgain(nth: number, isForeign: boolean): Promise<void> {
    const run = pick(this.#plans.toReversed(), nth)
    if (run !== undefined) await this.#plan(run, isForeign)
  }

  async #plan(run: PlanRun, isForeign: boolean): Promise<void> {
    const { auco, github, foreignToken } = this.#lane
    const { pull, sha, tree } = run
    const before = await this.#branches.pullRequest(pull.number)
    const written = auco.requests.length
    const { ending } = await this.#execute(run, isForeign ? foreignToken : github.botToken)
    if (auco.requests.slice(written).some(({ method }) => method === 'PUT'))
      this.rules.violate('a plan wrote')
    await this.#rememberComments(pull)
    this.rules.tell(`${run.name}${isForeign ? ' by another app' : ''}: ${codeOf(ending)}`)
    const declared = declaredBy(tree)
    if (declared === null) return
    if (!ending.ok) return this.rules.violate(`a plan is red: ${codeOf(ending)}`)
    if (before.state !== 'open' || this.#keeps) return
    const contents = new Set(unlistedIn(auco.company().webhooks, declared).map(contentOf))
    this.rules.noteAnnouncement({ pull, sha, isForeign, contents })
  }

  async #rememberComments(pull: Pull): Promise<void> {
    for (const { id, body } of await this.#lane.github.comments(this.#repo, pull.number)) {
      if (!pull.bodies.some((known) => known.body === body)) pull.bodies.push({ id, body })
    }
  }

  /** Somebody edits a comment back, deletes it, or posts a copy of it: as the bot elsewhere, or as a person. */
  async #meddle(what: 'restore' | 'delete' | 'copy' | 'quote', number: number, nth: number): Promise<void> {
    const { github } = this.#lane
    const pull = pick(this.#pulls, number)
    const found = pick(pull?.bodies ?? [], nth)
    if (pull === undefined || found === undefined) return
    const { id, body } = found
    const exists = (await github.comments(this.#repo, pull.number)).some((comment) => comment.id === id)
    this.rules.tell(`comment of #${pull.number}: ${what}`)
    if (what === 'quote') {
      await github.comment(this.#repo, pull.number, body, github.humanToken)
    } else if (what === 'copy') {
      const other = this.#pulls.at(-1) ?? pull
      await github.comment(this.#repo, other.number, body, github.botToken)
      this.rules.noteTampering(other)
    } else if (exists) {
      await (what === 'delete'
        ? github.deleteComment(this.#repo, id)
        : github.editComment(this.#repo, id, body))
      this.rules.noteTampering(pull)
    }
  }

  // Applies

  async #applyWaiting(nth: number, fault: Fault): Promise<void> {
    const run = pick(this.#waiting, nth)
    if (run === undefined) return
    this.#waiting.splice(this.#waiting.indexOf(run), 1)
    this.#ended.push(run)
    await this.#apply(run, fault)
  }

  async #repeat(nth: number, fault: Fault): Promise<void> {
    const run = pick(this.#ended.toReversed(), nth)
    if (run !== undefined) await this.#apply(run, fault)
  }

  async #apply(run: ApplyRun, fault: Fault): Promise<void> {
    const before = await this.#branches.head()
    const real = this.#faultFor(run, fault, before.sha)
    breakGitHub(this.#lane, this.#repo, real)
    this.#watchAuco(run, before, real)
    const { auco, github } = this.#lane
    const live = auco.company().webhooks
    const { ending, stdout } = await this.#execute(run, github.botToken)
    auco.quirks.respond = undefined
    mendGitHub(this.#lane, this.#repo)
    for (const pull of this.#pulls) await this.#rememberComments(pull)
    const code = codeOf(ending)
    this.endings.push(`${this.#keeps ? 'keep, ' : ''}${ending.ok ? 'green' : 'red'}: ${code}`)
    this.rules.tell(`${run.name}, ${real}: ${code}`)
    if (code.startsWith('bug')) this.rules.violate(`${code}: ${stdout}`)

    this.rules.noteEnd(ending.ok)
    const heads = [before, await this.#branches.head()]
    this.rules.judgeKept(heads, live)
    if (ending.ok) await this.rules.judgeGreen(run, ending.result, heads, real, live)
    else await this.rules.judgeRed(run, code, heads, real, live)
  }

  /**
   * GitHub lags only for a moment after a push: a run for another commit than the head finds it up to date. The branch was
   * always there. After a reset, an older head looks like a newer push; only the push itself tells where it came from.
   */
  #faultFor(run: ApplyRun, fault: Fault, head: string): Fault {
    const lag = headsBehind(fault)
    const { pushesSinceReset: since } = this.rules
    const isOfReset = since === 0 && run.event.payload['before'] === this.#heads.at(-2)
    const known = isOfReset ? 1 : (since ?? this.#heads.length - 1)
    return lag > 0 && (run.sha !== head || lag > known) ? 'nothing' : fault
  }

  #watchAuco(run: ApplyRun, before: Head, fault: Fault): void {
    const { auco } = this.#lane
    let asked = 0
    const counting = this.rules.pullsThatCount()
    auco.quirks.respond = async ({ method, body }, own) => {
      asked += 1
      if (fault === 'Auco is down') return { status: 503, body: '' }
      if (fault === 'a push comes meanwhile' && asked === 1) await this.#push(EDIT_MEANWHILE, false)
      if (method !== 'PUT') return undefined
      const { webhooks } = Written.parse(body)
      const heads = [before, await this.#branches.head()]
      this.rules.judgeWrite(webhooks, heads)
      const removed = unlistedIn(auco.company().webhooks, webhooks)
      if (!run.allowsRemovals) for (const webhook of removed) await this.rules.judgeRemoval(webhook, counting)
      if (fault === 'writes are refused') return { status: 403, body: '' }
      if (fault === 'writes are lost') return { status: 503, body: '' }
      if (fault !== 'answers to writes are lost') return undefined
      await own()
      return 'reset'
    }
  }

  async #execute(run: Run, token: string): Promise<InProcessRun> {
    const { auco, github, name: lane } = this.#lane
    const { event, tree } = run
    const { caller, called } = tokensOf(tree)
    run.attempts += 1
    return this.#stage.perform({
      url: auco.url,
      account: auco,
      clock: new VirtualClock(),
      file: tree[FILE] ?? null,
      lane,
      payload: event.payload,
      env: {
        ...eventVariables({ ...event, runAttempt: run.attempts }, github.url),
        'INPUT_DRY-RUN': 'auto',
        'INPUT_GITHUB-TOKEN': token,
        INPUT_REMOVALS: this.#keeps
          ? 'keep'
          : 'allowsRemovals' in run && run.allowsRemovals
            ? 'allow'
            : 'reviewed',
        AUCO_CALLER: caller,
        AUCO_CALLED: called,
      },
    })
  }

  async #editAuco(edit: HandEdit): Promise<void> {
    this.rules.tell(`Auco: ${JSON.stringify(edit)}`)
    this.#lane.auco.edit((company) => editByHand(company, edit))
  }
}

function pick<T>(items: readonly T[], nth: number): T | undefined {
  return items[nth % items.length]
}
