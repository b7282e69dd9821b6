export const id = 394;
export const ids = [394];
export const modules = {

/***/ 1394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runApply: () => (/* binding */ runApply)
});

// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/plan/plan.js
var plan_plan = __webpack_require__(3866);
;// CONCATENATED MODULE: ./build/src/apply.js


const MAX_WRITES = 3;
const READ_BACK_PAUSES = [0, 500, 1_000, 2_000, 4_000];
async function apply(desired, before, tools) {
    const webhooks = (0,plan_plan/* inOrderOfSending */.D4)(desired);
    for (let writes = 1;; writes += 1) {
        tools.onState('unknown');
        const attempt = await tools.writer.replaceWebhooks(webhooks).catch((error) => {
            const isFinal = error instanceof errors/* UserError */.y && !tools.cancelled.aborted;
            if (isFinal && writes === 1)
                tools.onState('not-sent');
            throw error;
        });
        tools.log(`Write ${writes}: ${attempt.outcome}`);
        if (attempt.retryAfter !== null)
            await tools.clock.sleep(attempt.retryAfter, tools.cancelled);
        const seen = await readBack(webhooks, before, tools);
        if (seen.kind === 'equal') {
            tools.onState('confirmed');
            return { kind: 'verified', writes, hidden: seen.hidden };
        }
        if (seen.kind !== 'as-before')
            return seen;
        if (writes === MAX_WRITES)
            return { kind: 'not-applied', writes, lastOutcome: attempt.outcome };
    }
}
async function readBack(desired, before, tools) {
    const isShown = showsValueOf(before);
    let foreignIds = null;
    for (const pause of READ_BACK_PAUSES) {
        if (pause > 0)
            await tools.clock.sleep(pause, tools.cancelled);
        const live = await tools.reader.read().catch((error) => {
            if (error instanceof errors/* UserError */.y)
                return error;
            throw error;
        });
        if (live instanceof errors/* UserError */.y)
            return { kind: 'unknown', cause: live };
        tools.onRead(live);
        const differing = (0,plan_plan/* differingIds */.JJ)(desired, live.webhooks, isShown);
        if (differing.length === 0)
            return { kind: 'equal', hidden: (0,plan_plan/* hiddenIds */.Bk)(desired, live.webhooks) };
        if ((0,plan_plan/* differingIds */.JJ)(before.webhooks, live.webhooks, isShown).length > 0)
            foreignIds = differing;
        tools.log(`Read-back: live does not equal the file yet (${differing.length} of its ids differ).`);
    }
    return foreignIds === null ? { kind: 'as-before' } : { kind: 'somebody-else', ids: foreignIds };
}
function showsValueOf(before) {
    const known = new Map(before.webhooks.flatMap(({ id, header }) => (header === null ? [] : [[id, header.value.known]])));
    const showsAny = [...known.values()].some((isKnown) => isKnown);
    return (id) => known.get(id) ?? showsAny;
}

// EXTERNAL MODULE: ./build/src/auco/answer.js
var auco_answer = __webpack_require__(3510);
// EXTERNAL MODULE: ./build/src/auco/failures.js
var failures = __webpack_require__(5271);
;// CONCATENATED MODULE: ./build/src/auco/writer.js


class AucoWriter {
    #http;
    #key;
    #context;
    constructor(http, privateKey, context) {
        this.#http = http;
        this.#key = privateKey;
        this.#context = context;
    }
    async replaceWebhooks(webhooks) {
        const body = JSON.stringify({ webhooks: webhooks.map(payload) });
        try {
            const answer = await this.#http.put('/company', this.#key, body);
            if (answer.status >= 300 && !(0,auco_answer/* isPassing */.WG)(answer.status)) {
                throw (0,failures/* failedAnswer */.gk)(answer, { ...this.#context, keyInput: 'private-key' });
            }
            return { outcome: `Auco answered ${answer.status}.`, retryAfter: answer.retryAfter };
        }
        catch (error) {
            if (!(error instanceof auco_answer/* NoAnswerError */.i5))
                throw error;
            return { outcome: error.reason, retryAfter: null };
        }
    }
}
function payload(webhook) {
    const { id, description, url, header } = webhook;
    const fields = { id, description, url: url.reveal() };
    if (header === null)
        return fields;
    if (!header.value.known)
        throw new Error(`The header of a webhook that is to be written has no value.`);
    return { ...fields, header: { key: header.key, value: header.value.secret.reveal() } };
}

// EXTERNAL MODULE: ./build/src/live.js + 4 modules
var src_live = __webpack_require__(519);
// EXTERNAL MODULE: ./build/src/report/markdown.js
var markdown = __webpack_require__(75);
// EXTERNAL MODULE: ./build/src/report/report.js
var report_report = __webpack_require__(8456);
// EXTERNAL MODULE: ./build/src/github/client.js
var client = __webpack_require__(6330);
// EXTERNAL MODULE: ./build/src/github/comment.js
var github_comment = __webpack_require__(3812);
// EXTERNAL MODULE: ./build/src/github/repository.js
var repository = __webpack_require__(5);
// EXTERNAL MODULE: ./build/src/report/marker.js
var marker = __webpack_require__(4340);
// EXTERNAL MODULE: ./build/src/tools.js
var tools = __webpack_require__(1150);
;// CONCATENATED MODULE: ./build/src/review.js








async function findReview(run, publicKey) {
    const { context, cancelled } = run;
    const branch = /^refs\/heads\/(.+)$/.exec(context.ref)?.[1];
    const connecting = context.eventName === 'push' && branch !== undefined ? run.connectGitHub() : null;
    if (connecting === null || branch === undefined)
        return { plans: [], unavailable: null };
    const identity = (0,tools/* identityOf */.cu)(run);
    let unavailable = null;
    const plans = await (0,client/* optional */.lq)(async () => {
        const github = await connecting;
        const { owner, repo } = github.repository;
        const merged = await (0,repository/* mergedPullRequests */.S0)(github, branch, new Set([context.sha, ...context.pushedShas]));
        const found = await Promise.all(merged.map(async ({ number, headSha }) => {
            const comment = await (0,github_comment/* findComment */.h1)(github, number, (body) => (0,marker/* isMarked */.rZ)(body, identity));
            if (comment === null)
                return [];
            const expected = {
                repository: `${owner}/${repo}`,
                pullRequest: number,
                headSha,
            };
            const announced = (0,marker/* announcedRemovals */.rK)(comment.body, identity, expected, publicKey);
            const isApplied = (0,report_report/* statusOf */.c2)(comment.body).startsWith(APPLIED);
            return [{ github, comment, isApplied, announced }];
        }));
        return found.flat();
    }, cancelled, (reason) => {
        unavailable = reason;
    });
    return { plans: plans ?? [], unavailable };
}
function unreviewedRemovals(run, plan, review) {
    if (run.inputs.removals !== 'reviewed')
        return null;
    const unreviewed = (0,plan_plan/* idsOf */.UX)(plan, 'remove').filter((id) => !review.plans.some(({ announced, isApplied }) => !isApplied && announced(id)));
    if (unreviewed.length === 0)
        return null;
    const why = review.unavailable !== null
        ? `The plan comment could not be read. ${review.unavailable}`
        : run.context.eventName !== 'push'
            ? 'A manual run has no reviewed plan.'
            : review.plans.length === 0
                ? 'No merged pull request with a plan comment belongs to this commit.'
                : review.plans.some(({ isApplied }) => isApplied)
                    ? 'The plan of the merged pull request was applied before, and what came back since then was in no plan.'
                    : 'The plan comment of the merged pull request does not announce it for the merged commit.';
    return new errors/* UserError */.y('unreviewed-removals', `Nobody reviewed the removal of ${(0,report_report/* ids */.dK)(unreviewed)}. ${why}`, 'Nothing was written. Put the webhooks into the file, or open a pull request whose plan announces the removal; `removals: allow` removes them in one run without a review.');
}
const APPLIED = 'Applied and verified';
async function tellStatus(run, review, status, hasWritten) {
    const { runner, cancelled } = run;
    let url = null;
    for (const { github, comment } of review.plans) {
        const isKept = !hasWritten && (0,report_report/* statusOf */.c2)(comment.body).startsWith(APPLIED);
        const body = isKept ? comment.body : (0,report_report/* withStatus */.zC)(comment.body, status);
        const written = await (0,client/* optional */.lq)(async () => {
            if (body !== comment.body)
                await (0,github_comment/* updateComment */.vv)(github, comment, body);
            return comment.url;
        }, cancelled, (reason) => runner.notice(`The status in the plan comment cannot be written. ${reason}`));
        url ??= written;
    }
    return url;
}

;// CONCATENATED MODULE: ./build/src/superseded.js



const PAUSES = [1_000, 2_000];
async function findSuperseding(run) {
    const { clock, context, cancelled } = run;
    const { sha, pushedFrom } = context;
    const branch = /^refs\/heads\/(.+)$/.exec(context.ref)?.[1];
    if ((context.eventName !== 'push' && !context.isRepeated) || branch === undefined)
        return null;
    const cannotTell = (reason) => new errors/* UserError */.y('head-unknown', `It cannot be found out whether ${sha.slice(0, 7)} is still the head of the branch. ${reason}`, 'Nothing was written, because an old run that is repeated would roll Auco back. Give the job `contents: read` and run it again.');
    const github = run.connectGitHub();
    if (github === null)
        throw cannotTell('There is no `github-token`.');
    const askForHead = () => (0,client/* optional */.lq)(async () => ({ sha: await (0,repository/* headOfBranch */.SP)(await github, branch) }), cancelled, (reason) => {
        throw cannotTell(reason);
    });
    let head = await askForHead();
    for (const pause of PAUSES) {
        if (pushedFrom === null || head?.sha !== pushedFrom)
            break;
        await clock.sleep(pause, cancelled);
        head = await askForHead();
    }
    if (head === null || head.sha === sha)
        return null;
    return head.sha === null ? { by: 'deletion' } : { by: 'commit', sha: head.sha };
}

;// CONCATENATED MODULE: ./build/src/run-apply.js










async function runApply(run) {
    const { clock, inputs, webhooks } = run;
    const keys = requireKeys(run);
    const reading = (0,src_live/* readLive */.p9)(run, keys.publicKey).then((live) => ({ live, at: clock.now() }));
    reading.catch(() => { });
    const [superseded, review] = await Promise.all([findSuperseding(run), findReview(run, keys.publicKey)]);
    if (superseded !== null)
        return endSuperseded(run, review, superseded);
    const askedAt = clock.now();
    const { live, late } = await failing(run, null, review, async () => {
        const { live: first, at } = await reading;
        const late = clock.now() - askedAt > tools/* FRESH */.Nz ? await findSuperseding(run) : null;
        const isOld = late === null && clock.now() - at > tools/* FRESH */.Nz;
        return { live: isOld ? await (0,src_live/* readLive */.p9)(run, keys.publicKey) : first, late };
    });
    if (late !== null)
        return endSuperseded(run, review, late);
    const plan = (0,plan_plan/* planChanges */.XA)(inputs.environment, webhooks, live, null);
    await (0,src_live/* tellPlan */.fb)(run, plan);
    return failing(run, plan, review, async () => {
        const refusal = refusalOf(run, plan, review);
        if (refusal !== null)
            throw refusal;
        if (isNothingToDo(plan, live)) {
            return end(run, plan, review, 'unchanged', {
                verdict: '**Nothing to do.** Live equals the file.',
                status: `Nothing to do: live equals the file at ${commitOf(run)}, see ${runLink(run)}.`,
                hasWritten: false,
            });
        }
        const hidden = (await write(run, keys, live)).length;
        const except = hidden === 0
            ? ''
            : ` ${(0,markdown/* count */.U9)(hidden, 'header value')} could not be compared: Auco does not return ${hidden === 1 ? 'it' : 'them'}.`;
        const done = (0,report_report/* appliedCounts */.eL)(plan) || 'header values written again';
        return end(run, plan, review, 'applied', {
            verdict: `**Applied and verified:** ${done}.${except}`,
            status: `${APPLIED} by ${runLink(run)} at ${commitOf(run)}.${except}`,
            hasWritten: true,
        });
    });
}
function requireKeys({ inputs }) {
    const { publicKey, privateKey, environment } = inputs;
    if (publicKey !== null && privateKey !== null)
        return { publicKey, privateKey };
    const both = publicKey === null && privateKey === null;
    const missing = both
        ? '`public-key` and `private-key`'
        : publicKey === null
            ? '`public-key`'
            : '`private-key`';
    throw new errors/* UserError */.y('missing-key', `An apply needs ${missing}, which this run does not have.`, `Pass the secrets of ${environment} to the step (does the job name its \`environment:\`?), or plan with \`dry-run: true\`.`);
}
function refusalOf(run, plan, review) {
    return (0,src_live/* deniedRemovals */.v4)(run, plan) ?? unreviewedRemovals(run, plan, review);
}
function isNothingToDo(plan, live) {
    const isValueHidden = live.webhooks.some(({ header }) => header?.value.known === false);
    return plan.changes.length === 0 && !(isValueHidden && plan.cannotCompare.length > 0);
}
async function write(run, keys, live) {
    const { inputs, runner, webhooks } = run;
    const reader = await (0,src_live/* connectReader */.eZ)(run, keys.publicKey);
    const writer = new AucoWriter(await run.connectAuco(), keys.privateKey, {
        environment: inputs.environment,
        secrets: () => runner.secrets,
    });
    const outcome = await runner.group('Apply', () => apply(webhooks, live, {
        reader,
        writer,
        clock: run.clock,
        cancelled: run.cancelled,
        onState: run.onWriteState,
        onRead: (seen) => (0,tools/* maskLive */.t9)(run, seen),
        log: (line) => runner.info(line),
    }));
    if (outcome.kind !== 'verified')
        throw applyError(outcome);
    runner.info(`Verified: a read-back shows live equal to the file, after ${(0,markdown/* count */.U9)(outcome.writes, 'write')}.`);
    return outcome.hidden;
}
function applyError(outcome) {
    switch (outcome.kind) {
        case 'not-applied':
            return new errors/* UserError */.y('not-applied', `Not applied: after ${(0,markdown/* count */.U9)(outcome.writes, 'write')} live is still what it was before. The last time, ${lowerFirst(outcome.lastOutcome)}`, "Run the job again; if live stays as it is, check Auco's status.");
        case 'somebody-else':
            return new errors/* UserError */.y('somebody-else', `Somebody else is writing: live is neither the file nor what it was before. These ids differ from the file: ${(0,report_report/* ids */.dK)(outcome.ids)}.`, 'No further write was made. See what changed with a plan, and run one job at a time (`concurrency`).');
        case 'unknown':
            return new errors/* UserError */.y('unknown-outcome', `Unknown whether the write is live: it could not be read back. ${outcome.cause.reason}`, 'Run the job again: it reads first, and writes only what differs.', outcome.cause.quote);
    }
}
async function end(run, plan, review, result, ending) {
    run.runner.output('result', result);
    await tell(run, plan, review, ending);
    return result;
}
const AFTER_A_WRITE = ['not-applied', 'somebody-else', 'unknown-outcome'];
async function failing(run, plan, review, steps) {
    try {
        return await steps();
    }
    catch (error) {
        if (error instanceof errors/* UserError */.y && !run.cancelled.aborted) {
            const isRefusal = error.code === 'removals-denied' || error.code === 'unreviewed-removals';
            const word = isRefusal ? 'Refused' : 'Failed';
            await tell(run, plan, review, {
                verdict: `**${word}.** ${(0,report_report/* failure */.V2)(error)}`,
                notes: [(0,report_report/* helpLink */.Cp)(run.context.troubleshootingUrl, error.code)],
                status: `${word}: ${(0,report_report/* failure */.V2)(error)} See ${runLink(run)}.`,
                hasWritten: AFTER_A_WRITE.includes(error.code),
            });
        }
        throw error;
    }
}
async function endSuperseded(run, review, superseded) {
    const by = superseded.by === 'deletion' ? 'the deletion of the branch' : (0,markdown/* codeSpan */.SS)(superseded.sha.slice(0, 7));
    (0,src_live/* tellWithoutLive */.gR)(run, null);
    run.runner.notice(`Superseded by ${by}: this commit is no longer the head of its branch. Nothing was written.`);
    return end(run, null, review, 'superseded', {
        verdict: `**Superseded by ${by}.** Nothing was written.`,
        status: `Superseded by ${by}, see ${runLink(run)}.`,
        hasWritten: false,
    });
}
async function tell(run, plan, review, { verdict, notes = [], status, hasWritten }) {
    const { inputs, runner, warnings } = run;
    const url = await tellStatus(run, review, status, hasWritten);
    if (url !== null)
        runner.output('comment-url', url);
    const report = {
        title: inputs.title,
        verdict,
        notes,
        plan,
        problems: warnings,
        afterMerge: null,
        status: null,
        links: (0,tools/* linksOf */.hP)(run),
    };
    await runner.summary((0,report_report/* renderSummary */.Br)(report));
}
function runLink({ context }) {
    return context.runUrl === null ? 'a run' : `[run ${context.runId}](${context.runUrl})`;
}
function commitOf({ context }) {
    return (0,markdown/* codeSpan */.SS)(context.sha.slice(0, 7));
}
function lowerFirst(text) {
    return text.startsWith('Auco') ? text : text.charAt(0).toLowerCase() + text.slice(1);
}


/***/ })

};
