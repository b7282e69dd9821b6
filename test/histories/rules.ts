import type { FakeAuco, Webhook } from '../fakes/auco.ts'
import type { Branches, Head } from './branches.ts'
import { contentOf, contentsOf, declaredBy, FILE, isSame, type Tree, targetOf, unlistedIn } from './files.ts'
import type { Fault } from './steps.ts'

/** A pull request, and what has happened to it. */
export interface Pull {
  readonly number: number
  readonly branch: string
  /** Bodies that its comments have had. */
  readonly bodies: { readonly id: number; readonly body: string }[]
  /** How many commits it has at most. */
  commits: number
  /** Somebody has edited or deleted its comment, or posted a copy of one. */
  isTampered: boolean
  /** A green run may have marked its plan as applied. */
  mayBeApplied: boolean
}

/** What a plan showed as to be removed, while its pull request was open. */
export interface Announcement {
  readonly pull: Pull
  readonly sha: string
  readonly isForeign: boolean
  readonly contents: ReadonlySet<string>
  /** A green run has marked it as applied. */
  isApplied: boolean
}

/** A push to the default branch. */
export interface Push {
  readonly how: 'merge' | 'push' | 'reset'
  readonly pulls: readonly Pull[]
  readonly changesFile: boolean
}

/** What became of the newest change of the file or the workflows of the default branch. */
export interface Change {
  readonly number: number
  wasLive: boolean
  wasRed: boolean
  /** A run that it started was cancelled before it began. */
  wasDropped: boolean
  /** Its push started no run, and it changed only workflows or was a reset: only a run that finds it at the head can know. */
  readonly isUnseen: boolean
  runs: number
}

/** A run of the apply workflow, as far as it matters here. */
interface Judged {
  readonly tree: Tree
}

/** Faults that a run has to get over. */
const SURVIVABLE: readonly Fault[] = [
  'nothing',
  'answers to writes are lost',
  'comments cannot be written',
  'heads lag by one',
  'heads lag by two',
  'merges lag by one',
  'comments lag by one',
  'a push comes meanwhile',
]

/** Commits of the file's history that are looked at for reviews; the model counts every commit. */
const MAX_COMMITS = 10

/** What has happened as far as it matters to the rules, and which of them were broken. */
export class Rules {
  readonly violations: string[] = []
  /** What happened, a line each. */
  readonly story: string[] = []
  readonly #auco: FakeAuco
  readonly #branches: Branches
  readonly #keeps: boolean
  readonly #announcements: Announcement[] = []
  readonly #pushes: Push[] = []
  #change: Change = { number: 0, wasLive: true, wasRed: false, wasDropped: false, isUnseen: false, runs: 0 }
  #hasSkipped = false

  constructor(auco: FakeAuco, branches: Branches, keeps: boolean) {
    this.#auco = auco
    this.#branches = branches
    this.#keeps = keeps
  }

  tell(line: string): void {
    this.story.push(line)
  }

  violate(what: string): void {
    this.violations.push(what)
    this.story.push(`  !! ${what}`)
  }

  /** Number of the newest change of the file or the workflows. */
  get change(): number {
    return this.#change.number
  }

  /** How many pushes came after the last reset of the branch; null without one. */
  get pushesSinceReset(): number | null {
    const last = this.#pushes.findLastIndex(({ how }) => how === 'reset')
    return last === -1 ? null : this.#pushes.length - 1 - last
  }

  /** A push to the default branch. Returns whether it changed the file or the workflows. */
  notePush(how: Push['how'], pulls: readonly Pull[], before: Tree, { tree, skips }: Head): boolean {
    const changesFile = before[FILE] !== tree[FILE]
    this.#pushes.push({ how, pulls, changesFile })
    this.#hasSkipped ||= skips
    if (isSame(before, tree)) return false
    const number = this.#change.number + 1
    const isUnseen = skips && (!changesFile || how === 'reset')
    this.#change = { number, wasLive: false, wasRed: false, wasDropped: false, isUnseen, runs: 0 }
    return true
  }

  /** A run that was started after this change never ran. */
  noteDropped(change: number): void {
    if (change === this.#change.number) this.#change.wasDropped = true
  }

  noteEnd(isGreen: boolean): void {
    this.#change.runs += 1
    if (!isGreen) this.#change.wasRed = true
  }

  noteAnnouncement(announcement: Omit<Announcement, 'isApplied'>): void {
    this.#announcements.push({ ...announcement, isApplied: false })
  }

  /** What its comment says may be forged, or older than it was. */
  noteTampering(pull: Pull): void {
    pull.isTampered = true
    for (const announcement of this.#announcements) {
      if (announcement.pull === pull) announcement.isApplied = false
    }
  }

  async lookAtLive(): Promise<void> {
    const { tree } = await this.#branches.head()
    const live = this.#auco.company().webhooks
    if (contentsOf(live) === contentsOf(targetOf(tree, live, this.#keeps))) this.#change.wasLive = true
  }

  /** To be called when every run has ended. */
  async judgeEnd(): Promise<void> {
    const { wasLive, wasRed, wasDropped, isUnseen, runs } = this.#change
    const isExcused = wasDropped || (isUnseen && !(await this.#branches.head()).skips)
    if (runs > 0 && !wasLive && !wasRed && !isExcused) {
      this.violate('what was merged is live nowhere, and no run was red')
    }
  }

  /** What a run wrote has to be the file of a head, and with `keep` what is live beside it, to the letter. */
  judgeWrite(webhooks: readonly Webhook[], heads: readonly Head[]): void {
    const live = this.#auco.company().webhooks
    const isTarget = ({ tree }: Head) =>
      contentsOf(webhooks) === contentsOf(targetOf(tree, live, this.#keeps))
    if (!heads.some(isTarget)) {
      this.violate('a run wrote what is not in the file of the head, with the workflows of the head')
    }
  }

  /** With `keep`, what no file of a head lists is after every run what it was before. */
  judgeKept(heads: readonly Head[], before: readonly Webhook[]): void {
    if (!this.#keeps) return
    const listed = heads.flatMap(({ tree }) => declaredBy(tree) ?? [])
    const after = new Set(this.#auco.company().webhooks.map(contentOf))
    for (const webhook of unlistedIn(before, listed)) {
      if (!after.has(contentOf(webhook))) this.violate(`${webhook.id} is not in the file, and has changed`)
    }
  }

  async judgeGreen(
    run: Judged,
    result: string,
    heads: readonly Head[],
    fault: Fault,
    before: readonly Webhook[],
  ): Promise<void> {
    if (result === 'superseded') {
      if (heads.every(({ tree }) => isSame(run.tree, tree))) {
        this.violate('superseded by the same file and workflows')
      }
      return
    }
    const live = contentsOf(this.#auco.company().webhooks)
    if (!heads.some(({ tree }) => contentsOf(targetOf(tree, before, this.#keeps)) === live)) {
      this.violate(`green, ${result}, but live is not the file of the head`)
    }
    const newest = this.#pushes.at(-1)
    for (const pull of newest?.pulls ?? []) {
      const plan = await this.#planOf(pull)
      if (fault === 'nothing' && plan !== null && !pull.isTampered) plan.isApplied = true
    }
    for (const { pulls } of this.#pushes) for (const pull of pulls) pull.mayBeApplied = true
  }

  async judgeRed(
    run: Judged,
    code: string,
    heads: readonly Head[],
    fault: Fault,
    live: readonly Webhook[],
  ): Promise<void> {
    const declared = declaredBy(run.tree)
    if (!SURVIVABLE.includes(fault) || declared === null) return
    if (code === 'head-skips-workflows') {
      // A commit that skips workflows may be a part of a later push that doesn't.
      if (!this.#hasSkipped || heads.every(({ tree }) => isSame(run.tree, tree))) {
        this.violate(`red without a reason: ${code}`)
      }
      return
    }
    // A branch that was reset looks like one whose newest push GitHub doesn't show yet.
    if (code === 'head-unknown' && this.#pushes.some(({ how }) => how === 'reset')) return
    if (code === 'cannot-keep' && this.#keeps && live.some(({ id }) => id === 'Vault')) return
    if (code !== 'unreviewed-removals' || this.#keeps) return this.violate(`red without a reason: ${code}`)
    const isReviewed = await Promise.all(
      unlistedIn(live, declared).map((webhook) => this.#isCertainlyReviewed(webhook)),
    )
    if (isReviewed.every(Boolean)) this.violate('a reviewed removal was refused')
  }

  /** Some merged pull request's plan has to have shown the webhook as it is. */
  async judgeRemoval(webhook: Webhook, counting: ReadonlySet<Pull> | null): Promise<void> {
    if (this.#keeps) return this.violate(`${webhook.id} was removed, in spite of \`keep\``)
    const content = contentOf(webhook)
    // Once it was copied by the bot, a plan by another app is one by the bot.
    const plans = this.#announcements.filter(
      ({ contents, isForeign, pull }) => contents.has(content) && (!isForeign || pull.isTampered),
    )
    const merged = await Promise.all(
      plans.map(async ({ pull, sha }) => {
        const { merged: isMerged, base, head } = await this.#branches.pullRequest(pull.number)
        return isMerged && base.ref === 'main' && head.sha === sha
      }),
    )
    const reviewed = plans.filter(({ pull }, index) => merged[index] && (counting?.has(pull) ?? true))
    if (reviewed.length === 0) this.violate(`${webhook.id} was removed, but no plan showed it as it was`)
    else if (reviewed.every(({ isApplied }) => isApplied)) {
      this.violate(`${webhook.id} was removed by a plan that was applied before`)
    }
  }

  /** Those that were merged since the last direct push that changed the file; null where a reset makes it uncertain. */
  pullsThatCount(): ReadonlySet<Pull> | null {
    if (this.#pushes.some(({ how }) => how === 'reset')) return null
    const last = this.#pushes.findLastIndex(({ how, changesFile }) => how === 'push' && changesFile)
    return new Set(this.#pushes.slice(last + 1).flatMap(({ pulls }) => pulls))
  }

  /** Whether the removal was certainly announced: false where this model is not sure. */
  async #isCertainlyReviewed(webhook: Webhook): Promise<boolean> {
    if (this.#pushes.some(({ how }) => how === 'reset')) return false
    let commits = 0
    for (const push of this.#pushes.toReversed()) {
      const { pulls, changesFile } = push
      // Only the newest push counts if it leaves the file alone.
      if (!changesFile && push !== this.#pushes.at(-1)) continue
      if (pulls.length === 0 && changesFile) return false
      for (const pull of pulls) {
        commits += pull.commits + 1
        const plan = await this.#planOf(pull)
        if (plan === null || pull.isTampered || pull.mayBeApplied || commits > MAX_COMMITS) return false
        // Of several that were merged at once, only the last one certainly left a commit that is looked at.
        if (plan.contents.has(contentOf(webhook))) return pull === pulls.at(-1)
      }
    }
    return false
  }

  /** The newest plan of what was merged, if its comment is by the token of the applies. */
  async #planOf(pull: Pull): Promise<Announcement | null> {
    const { head } = await this.#branches.pullRequest(pull.number)
    const own = this.#announcements.filter((plan) => plan.pull === pull && !plan.isForeign)
    return own.findLast(({ sha }) => sha === head.sha) ?? null
  }
}
