import type { Webhook } from '../fakes/auco.ts'
import type { Apply, Environment, Head, Moment } from './contract.ts'
import { contentsOf, has, isCurrent, isTakenOver, outcomeOf } from './contract.ts'
import { FAULTS, type Fault, type Setup } from './steps.ts'

/** An apply of one environment that has ended: what was true while it ran, and what Auco had before and after. */
export interface Ended {
  readonly apply: Apply
  readonly fault: Fault
  readonly moments: readonly Moment[]
  readonly before: readonly Webhook[]
  readonly after: readonly Webhook[]
  readonly hasWritten: boolean
  readonly isGreen: boolean
  /** Its result, or the code of its error. */
  readonly code: string
  /** Its output. */
  readonly removed: string | undefined
  readonly isPlan: boolean
}

/** What became of the newest change of the file of `main`, in one environment. */
interface Duty {
  /** Auco has had the file since then, and no run has changed it. */
  isLive: boolean
  /** A run began after it. */
  isSeen: boolean
  /** It isn't in git, and no push run tells an older one that its own file is old. */
  isInvisible: boolean
  /** Red runs since an apply was last green. */
  readonly red: Set<number>
}

/** A run needs to know them only if its file or its workflow isn't the head's. */
const ABOUT_RUNS: readonly Fault[] = ['runs lag', 'runs cannot be listed', 'actions: read is missing']

const isSame = (one: readonly Webhook[], other: readonly Webhook[] | null) =>
  other !== null && contentsOf(one) === contentsOf(other)

/** Compares what happens with the contract. */
export class Judge {
  readonly violations: string[] = []
  /** What happened, a line each. */
  readonly story: string[] = []
  readonly #setup: Setup
  readonly #duties: Readonly<Record<Environment, Duty>>

  constructor(setup: Setup) {
    this.#setup = setup
    const duty = () => ({ isLive: true, isSeen: false, isInvisible: false, red: new Set<number>() })
    this.#duties = { stage: duty(), production: duty() }
    this.tell(JSON.stringify(setup))
  }

  tell(line: string): void {
    this.story.push(line)
  }

  violate(what: string): void {
    this.violations.push(what)
    this.tell(`  !! ${what}`)
  }

  /** `isNext`: the plan is about what its merge would do now. */
  judgePlan({ apply, before, hasWritten, isGreen, code, removed: says }: Ended, isNext: boolean): void {
    const outcome = outcomeOf(apply, before, apply.commit)
    const removed = before.filter(({ id }) => !outcome?.some((webhook) => webhook.id === id))
    if (hasWritten) this.violate('a plan wrote')
    if (outcome === null) return
    if (!isGreen) this.violate(`a plan is red: ${code}`)
    if (isNext && says !== JSON.stringify(removed.map(({ id }) => id)))
      this.violate(`a plan says that the merge removes ${says}`)
  }

  judgeEnd(run: Ended): void {
    const { apply, fault, moments, before, after, hasWritten, isGreen, code } = run
    const duty = this.#duties[apply.environment]
    const current = moments.filter((moment) => isCurrent(apply, moment).current)
    const isExpected = current.some(({ head }) => isSame(after, outcomeOf(apply, before, head)))
    if (hasWritten && current.length === 0) this.violate('an outdated run wrote')
    if (!isSame(before, after)) duty.isLive = false
    if (!isGreen) {
      if (!isExpected && !isSame(before, after)) this.violate('a red run changed Auco otherwise')
      if (!this.#isReason(run)) this.violate(`red without a reason: ${code}`)
    } else if (code !== 'superseded') {
      if (!isExpected) this.violate(`${code}, but Auco has not the file and what stays`)
      duty.red.clear()
    } else {
      if (hasWritten) this.violate('a run that a newer one has taken over from wrote')
      if (current.length === moments.length) this.violate('a current run says that a newer one took over')
      const isTrue = moments.some((moment) => isTakenOver(apply, moment, after))
      if (!isTrue && fault === 'runs lag') duty.isSeen = false
      else if (!isTrue) this.violate('no newer run takes over, and Auco has not the file of the head')
    }
  }

  /** Whether a red run is red for a good reason. */
  #isReason({ code, apply, fault, moments, before, after }: Ended): boolean | undefined {
    const outcome = outcomeOf(apply, before, apply.commit)
    const isAsked = moments.some((moment) => isCurrent(apply, moment).isAsked)
    if (outcome === null || (!FAULTS[fault] && (isAsked || !ABOUT_RUNS.includes(fault)))) return true
    const isLost = (moment: Moment) => !isCurrent(apply, moment).current && !isTakenOver(apply, moment, after)
    const isHidden = (webhook: Webhook) => webhook.header != null && before.includes(webhook)
    // A reset looks like a head that lags.
    const older = [...apply.commit.line, apply.pushedFrom]
    switch (code) {
      case 'run-outdated':
        return moments.some(isLost)
      case 'head-unknown':
        return isAsked && moments.some(({ head }) => older.includes(head.sha))
      case 'cannot-keep':
        return apply.hides && moments.some(({ head }) => outcomeOf(apply, before, head)?.some(isHidden))
      default:
        return apply.hides && fault === 'answers to writes are lost'
    }
  }

  // Whatever was merged becomes live or turns a run red

  /** Another file is at the head, or the run that would apply it was dropped. */
  noteChange(startsRun: boolean): void {
    const isInvisible = !startsRun && this.#setup.origin === 'generated'
    for (const duty of Object.values(this.#duties))
      Object.assign(duty, { isLive: false, isSeen: false, isInvisible })
  }

  noteBegin(environment: Environment): void {
    this.#duties[environment].isSeen = true
  }

  noteRun(id: number, isGreen: boolean): void {
    for (const { red } of Object.values(this.#duties)) isGreen ? red.delete(id) : red.add(id)
  }

  lookAtLive(environment: Environment, live: readonly Webhook[], head: Head): void {
    const { removals, hides } = this.#setup
    const apply = { environment, removals, hides, commit: head, variables: null, pushedFrom: null }
    if (has(live, apply, head)) this.#duties[environment].isLive = true
  }

  judgeFinally(): void {
    for (const environment of this.#setup.environments) {
      const { isLive, isSeen, isInvisible, red } = this.#duties[environment]
      if (!isLive && isSeen && !isInvisible && red.size === 0)
        this.violate(`Auco (${environment}) has not had the file of the head, and no run is red`)
    }
  }
}
