export const id = 256;
export const ids = [256];
export const modules = {

/***/ 3256:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runPlan: () => (/* binding */ runPlan)
});

// EXTERNAL MODULE: ./build/src/config/webhooks-file.js + 4 modules
var webhooks_file = __webpack_require__(9886);
// EXTERNAL MODULE: ./build/src/github/client.js
var client = __webpack_require__(6330);
// EXTERNAL MODULE: ./build/src/github/repository.js
var github_repository = __webpack_require__(5);
;// CONCATENATED MODULE: ./build/src/base.js



async function readBase(run, variable) {
    const { inputs, context, cancelled } = run;
    const { pullRequest } = context;
    if (pullRequest === null)
        return unknown('There is no pull request, so there is no base branch to compare with.');
    const connecting = run.connectGitHub();
    if (connecting === null)
        return unknown('Without `github-token` the base branch cannot be read.');
    let failure = '';
    const found = await (0,client/* optional */.lq)(async () => ({ text: await (0,github_repository/* fileAt */.Wd)(await connecting, inputs.config, pullRequest.baseSha) }), cancelled, (reason) => {
        failure = `The base branch's file cannot be read. ${reason}`;
    });
    if (found === null)
        return unknown(failure);
    if (found.text === null) {
        return { known: false, why: 'The base branch does not have this file yet.', isNew: true };
    }
    if (found.text === run.text)
        return { known: true, webhooks: run.webhooks };
    const file = (0,webhooks_file/* readWebhooksFile */.t)(found.text, {
        environment: inputs.environment,
        variable,
        ownSecrets: [],
        unset: 'warning',
    });
    return file.ok ? { known: true, webhooks: file.webhooks } : unknown("The base branch's file is not valid.");
}
function unknown(why) {
    return { known: false, why, isNew: false };
}

// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/live.js + 4 modules
var src_live = __webpack_require__(519);
// EXTERNAL MODULE: ./build/src/number.js
var src_number = __webpack_require__(2020);
// EXTERNAL MODULE: ./build/src/plan/plan.js
var plan_plan = __webpack_require__(3866);
// EXTERNAL MODULE: ./build/src/github/comment.js
var comment = __webpack_require__(3812);
// EXTERNAL MODULE: ./build/src/report/marker.js
var marker = __webpack_require__(4340);
// EXTERNAL MODULE: ./build/src/report/report.js
var report_report = __webpack_require__(8456);
// EXTERNAL MODULE: ./build/src/tools.js
var tools = __webpack_require__(1150);
;// CONCATENATED MODULE: ./build/src/plan-comment.js






async function findPlace(run) {
    const { inputs, context, runner, clock, cancelled } = run;
    const { pullRequest } = context;
    if (inputs.comment === 'never' || pullRequest === null)
        return null;
    const connecting = run.connectGitHub();
    if (connecting === null) {
        runner.notice('Without `github-token` there is no comment; the summary has everything.');
        return null;
    }
    const identity = (0,tools/* identityOf */.cu)(run);
    return (0,client/* optional */.lq)(async () => {
        const github = await connecting;
        const [existing, isOpen] = await Promise.all([
            (0,comment/* findComment */.h1)(github, pullRequest.number, (body) => (0,marker/* isMarked */.rZ)(body, identity)),
            (0,github_repository/* isPullRequestOpen */.lt)(github, pullRequest.number),
        ]);
        if (isOpen)
            return { github, pullRequest: pullRequest.number, existing, openAt: clock.now() };
        tellClosed(run);
        return null;
    }, cancelled, (reason) => runner.notice(`The comments cannot be read. ${reason} The summary has everything.`));
}
async function writeComment(run, place, report, announcement) {
    const { inputs, runner, clock, cancelled } = run;
    const { github, pullRequest, existing, openAt } = place;
    if (existing === null && inputs.comment === 'changes' && !hasSomethingToSay(report))
        return null;
    const repository = `${github.repository.owner}/${github.repository.repo}`;
    const whole = announcement === null ? null : { repository, pullRequest, ...announcement };
    const body = (0,report_report/* renderComment */.wQ)(report, (0,marker/* marker */.xL)((0,tools/* identityOf */.cu)(run), whole, inputs.publicKey));
    if (existing !== null && (0,report_report/* withoutFooter */.sj)(existing.body) === (0,report_report/* withoutFooter */.sj)(body)) {
        runner.info(`The comment is up to date: ${existing.url}`);
        return existing.url;
    }
    const url = await (0,client/* optional */.lq)(async () => {
        if (clock.now() - openAt > tools/* FRESH */.Nz && !(await (0,github_repository/* isPullRequestOpen */.lt)(github, pullRequest))) {
            tellClosed(run);
            return null;
        }
        if (existing === null)
            return (0,comment/* createComment */.eT)(github, pullRequest, body);
        await (0,comment/* updateComment */.vv)(github, existing, body);
        return existing.url;
    }, cancelled, (reason) => runner.notice(`The comment cannot be written. ${reason} The summary has everything.`));
    if (url !== null)
        runner.info(`The comment is ${existing === null ? 'written' : 'updated'}: ${url}`);
    return url;
}
function tellClosed({ runner }) {
    runner.notice('The pull request is closed: its comment stays as it is, and nothing is announced.');
}
function hasSomethingToSay({ plan, problems }) {
    return problems.length > 0 || (plan !== null && plan.changes.length + plan.cautions.length > 0);
}

;// CONCATENATED MODULE: ./build/src/run-plan.js









async function runPlan(run) {
    const { context, inputs, runner } = run;
    const [made, place] = await Promise.all([makePlan(run), findPlace(run)]);
    if (made.live)
        await (0,src_live/* tellPlan */.fb)(run, made.plan);
    else
        (0,src_live/* tellWithoutLive */.gR)(run, made.plan);
    const report = planReport(run, made, place !== null);
    const announcement = made.live ? { headSha: context.sha, removals: (0,plan_plan/* idsOf */.UX)(made.plan, 'remove') } : null;
    const url = place === null ? null : await writeComment(run, place, report, announcement);
    if (url !== null)
        runner.output('comment-url', url);
    await runner.summary((0,report_report/* renderSummary */.Br)(planReport(run, made, url !== null)));
    runner.output('result', 'planned');
    const denial = made.plan === null ? null : (0,src_live/* deniedRemovals */.v4)(run, made.plan);
    if (denial !== null)
        throw denial;
    if (inputs.failOnChanges) {
        if (!made.live)
            throw blindCheckError();
        if (made.plan.changes.length > 0)
            throw driftError(made.plan);
    }
    return 'planned';
}
async function makePlan(run) {
    const { inputs, runner, webhooks } = run;
    if (inputs.publicKey === null) {
        runner.notice('Without `public-key` this plan is limited: the file is valid, but it was not compared with what is live at Auco.');
        const base = await readBase(run, () => undefined);
        if (!base.known)
            return { live: false, plan: null, base };
        const before = { webhooks: (0,plan_plan/* asWritten */.qm)(base.webhooks), hasLegacyWebhook: false };
        return { live: false, plan: (0,plan_plan/* planChanges */.XA)(inputs.environment, (0,plan_plan/* asWritten */.qm)(webhooks), before, null), base };
    }
    const [live, base] = await Promise.all([
        (0,src_live/* readLive */.p9)(run, inputs.publicKey),
        readBase(run, (0,tools/* maskedVariable */.C_)(run)),
    ]);
    const plan = (0,plan_plan/* planChanges */.XA)(inputs.environment, webhooks, live, base.known ? base.webhooks : null);
    return { live: true, plan, base };
}
function planReport(run, made, isAnnounced) {
    const { context, inputs, warnings } = run;
    const isPullRequest = context.pullRequest !== null;
    return {
        title: inputs.title,
        verdict: verdictOf(made),
        notes: notesOf(made, isPullRequest),
        plan: made.plan,
        problems: warnings,
        afterMerge: isPullRequest && made.live ? whatTheMergeDoes(run, made.plan, isAnnounced) : null,
        status: isPullRequest ? 'Planned, not applied yet.' : 'Planned, nothing was written.',
        links: (0,tools/* linksOf */.hP)(run),
    };
}
function verdictOf({ live, plan }) {
    if (live)
        return (0,report_report/* planVerdict */.Ft)(plan);
    if (plan === null)
        return '**The file is valid.**';
    return plan.changes.length === 0
        ? '**The file is valid**, and declares what the base branch declares.'
        : `${(0,report_report/* planVerdict */.Ft)(plan)}, compared with the base branch`;
}
function notesOf({ live, plan, base }, isPullRequest) {
    if (live) {
        return base.known || base.isNew || !isPullRequest
            ? []
            : [(0,report_report/* note */.N4)(`Changes from outside the repository cannot be told apart. ${base.why}`)];
    }
    const limit = '**Not compared with what is live:** this run has no `public-key`, as runs of forks never have.';
    return [(0,report_report/* note */.N4)(plan === null ? `${limit} ${base.known ? '' : base.why}`.trim() : limit)];
}
function whatTheMergeDoes({ inputs, webhooks }, plan, isAnnounced) {
    const removed = (0,plan_plan/* idsOf */.UX)(plan, 'remove').length;
    if (removed > 0 && inputs.removals === 'deny')
        return 'nothing. `removals` is `deny`, so the apply is refused.';
    if (plan.changes.length === 0)
        return 'nothing, as long as live stays equal to the file.';
    if (removed > 0 && !isAnnounced && inputs.removals === 'reviewed') {
        return 'nothing. This run writes no comment, so the removals are not announced, and the apply refuses them.';
    }
    if (removed > marker/* MAX_ANNOUNCED */.Xs && inputs.removals === 'reviewed') {
        return `nothing. More than ${(0,src_number/* grouped */.z)(marker/* MAX_ANNOUNCED */.Xs)} removals cannot be announced: split them, or run once with \`removals: allow\`.`;
    }
    const number = webhooks.length === 1 ? 'the one webhook' : `the ${(0,src_number/* grouped */.z)(webhooks.length)} webhooks`;
    const write = `one write replaces the list at Auco (${plan.environment}) with ${number} of the file, and a read-back proves it.`;
    return removed > 0 && inputs.removals === 'reviewed'
        ? `${write} Only the removals announced here are allowed.`
        : write;
}
function blindCheckError() {
    return new errors/* UserError */.y('missing-key', '`fail-on-changes` needs `public-key`, which this run does not have: whether live differs from the file is unknown.', 'Pass the secret to the step (does the job name its `environment:`?), or remove `fail-on-changes`.');
}
function driftError(plan) {
    return new errors/* UserError */.y('changes-found', `Live differs from the file: ${(0,report_report/* ids */.dK)(plan.changes.map(({ id }) => id))}.`, 'Nothing was written. Bring the file up to date in a pull request, or apply it to undo the change.');
}


/***/ })

};
