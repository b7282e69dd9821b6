export const id = 769;
export const ids = [769];
export const modules = {

/***/ 3510:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   WG: () => (/* binding */ isPassing),
/* harmony export */   i5: () => (/* binding */ NoAnswerError),
/* harmony export */   nB: () => (/* binding */ MAX_RESPONSE_BYTES)
/* harmony export */ });
const MAX_RESPONSE_BYTES = 5 * 1024 * 1024;
class NoAnswerError extends Error {
    reason;
    retryable;
    constructor(reason, retryable) {
        super(reason);
        this.name = 'NoAnswerError';
        this.reason = reason;
        this.retryable = retryable;
    }
}
function isPassing(status) {
    return status === 408 || status === 429 || status >= 500;
}


/***/ }),

/***/ 5271:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   gk: () => (/* binding */ failedAnswer),
/* harmony export */   lf: () => (/* binding */ wrongShape),
/* harmony export */   mG: () => (/* binding */ failedCall),
/* harmony export */   qF: () => (/* binding */ parseJson)
/* harmony export */ });
/* harmony import */ var zod_mini__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8395);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7406);
/* harmony import */ var _redact_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5332);
/* harmony import */ var _visible_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1667);
/* harmony import */ var _answer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3510);





const MAX_MESSAGE = 200;
function failedAnswer(answer, context) {
    const { code, reason, fix } = wordsFor(answer.status, context);
    if (answer.status === 401)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .y(code, reason, fix);
    const { remark, quote } = saidByAuco(answer, context.secrets());
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .y(code, reason + remark, fix, quote);
}
function nameFor(input, { keyInput }) {
    return keyInput === 'AUCO_PUBLIC_KEY' ? `\`--${input}\`` : `\`${input}\``;
}
function wordsFor(status, context) {
    const { environment, keyInput } = context;
    const apiUrl = nameFor('api-url', context);
    switch (status) {
        case 400:
        case 422:
            return {
                code: 'auco-invalid',
                reason: `Auco refuses the webhooks as invalid (${status}).`,
                fix: 'Auco did not take this write. Correct the file; `default` must be among the webhooks.',
            };
        case 401:
            return {
                code: 'auco-unauthorized',
                reason: `Auco does not accept \`${keyInput}\` for ${environment} (401).`,
                fix: `The two usual causes: the key belongs to the other environment (set ${nameFor('environment', context)}, or take the key of ${environment}), ` +
                    `or it was mistyped or revoked (copy it again from Auco into ${keyInput === 'AUCO_PUBLIC_KEY' ? 'the variable' : 'the secret'}).`,
            };
        case 403:
            return {
                code: 'auco-forbidden',
                reason: `Auco forbids \`${keyInput}\` this call for ${environment} (403).`,
                fix: "Check with Auco that the key's company may use the company API.",
            };
        case 404:
            return {
                code: 'auco-not-found',
                reason: `Auco has no company API at this address for ${environment} (404).`,
                fix: `Check ${apiUrl}, or remove it for Auco's own address.`,
            };
        case 429:
            return {
                code: 'auco-rate-limit',
                reason: 'Auco limits the rate of requests (429).',
                fix: 'Run it again in a few minutes.',
            };
    }
    if (status >= 300 && status < 400) {
        return {
            code: 'auco-redirect',
            reason: `Auco's address answers with a redirect (${status}), which is not followed: no key goes to another place.`,
            fix: `Check ${apiUrl}, or remove it for Auco's own address.`,
        };
    }
    return (0,_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .isPassing */ .WG)(status)
        ? {
            code: 'auco-unavailable',
            reason: `Auco is not available (${status}).`,
            fix: 'Run it again in a few minutes.',
        }
        : {
            code: 'auco-unexpected-status',
            reason: `Auco answers with status ${status}.`,
            fix: `Check ${apiUrl}; if it is right, ask Auco what this status means.`,
        };
}
function failedCall(error, context) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .y('auco-no-answer', error.reason, `Check ${nameFor('api-url', context)}, the proxy settings and Auco's status, then run it again.`);
}
function wrongShape(answer, isJson, context) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .y(isJson ? 'auco-wrong-shape' : 'auco-not-json', isJson
        ? "Auco's answer is JSON, but not a company with `webhooks` as its documentation shows."
        : `Auco's answer is not JSON (${describeBody(answer)}).`, `Check that ${nameFor('api-url', context)} is Auco's company API and that no proxy answers in its place.`);
}
const ErrorBody = zod_mini__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
    message: zod_mini__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lqM(zod_mini__WEBPACK_IMPORTED_MODULE_3__/* .unknown */ .L5J()),
    error: zod_mini__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lqM(zod_mini__WEBPACK_IMPORTED_MODULE_3__/* .unknown */ .L5J()),
    code: zod_mini__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lqM(zod_mini__WEBPACK_IMPORTED_MODULE_3__/* .unknown */ .L5J()),
});
function saidByAuco(answer, secrets) {
    if (answer.body === '')
        return { remark: '', quote: null };
    const parsed = ErrorBody.safeParse(parseJson(answer.body));
    const fields = parsed.success ? [parsed.data.message, parsed.data.error, parsed.data.code] : [];
    const message = fields.find((field) => typeof field === 'string' && field !== '');
    if (typeof message !== 'string')
        return { remark: ` Its answer is ${describeBody(answer)}.`, quote: null };
    return (0,_redact_js__WEBPACK_IMPORTED_MODULE_1__/* .repeatsSecret */ .X)(message, secrets)
        ? { remark: ' Its message is withheld, because it repeats part of the request.', quote: null }
        : { remark: '', quote: [...(0,_visible_js__WEBPACK_IMPORTED_MODULE_4__/* .visible */ .RK)(message)].slice(0, MAX_MESSAGE).join('') };
}
const KNOWN_TYPES = [
    'application/json',
    'application/octet-stream',
    'application/xml',
    'text/html',
    'text/plain',
    'text/xml',
];
function describeBody(answer) {
    const type = answer.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
    const shown = KNOWN_TYPES.includes(type)
        ? type
        : type === ''
            ? 'no content type'
            : 'an unusual content type';
    return `${shown}, ${Buffer.byteLength(answer.body)} bytes`;
}
function parseJson(body) {
    try {
        return JSON.parse(body);
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 3812:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   eT: () => (/* binding */ createComment),
/* harmony export */   h1: () => (/* binding */ findComment),
/* harmony export */   vv: () => (/* binding */ updateComment)
/* harmony export */ });
/* harmony import */ var zod_mini__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8395);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6330);


const PAGE = 100;
const Created = zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ html_url: zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() });
const Comments = zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    id: zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(),
    body: zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .nullish */ .cl6(zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
    html_url: zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    user: zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .nullish */ .cl6(zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ login: zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
}));
const DEFAULT_LOGIN = 'github-actions[bot]';
async function findComment({ octokit, repository }, pullRequest, isOurs) {
    const comments = [];
    for (let page = 1; comments.length === (page - 1) * PAGE; page += 1) {
        const { data } = await octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
            ...repository,
            issue_number: pullRequest,
            per_page: PAGE,
            page,
        });
        comments.push(...Comments.parse(data));
    }
    const candidates = comments.filter(({ body }) => isOurs(body ?? ''));
    if (candidates.length === 0)
        return null;
    const login = await loginOfToken(octokit);
    const found = candidates.find(({ user }) => user?.login.toLowerCase() === login.toLowerCase());
    return found === undefined ? null : { id: found.id, body: found.body ?? '', url: found.html_url };
}
async function createComment({ octokit, repository }, pullRequest, body) {
    const { data } = await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...repository,
        issue_number: pullRequest,
        body,
    });
    return Created.parse(data).html_url;
}
async function updateComment({ octokit, repository }, comment, body) {
    await octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        ...repository,
        comment_id: comment.id,
        body,
    });
}
async function loginOfToken(octokit) {
    const viewer = await octokit
        .graphql('{ viewer { login } }')
        .then(({ viewer }) => viewer?.login)
        .catch(unlessUnsupported);
    if (typeof viewer === 'string')
        return viewer;
    const user = await octokit
        .request('GET /user')
        .then(({ data }) => data.login)
        .catch(unlessUnsupported);
    return user ?? DEFAULT_LOGIN;
}
function unlessUnsupported(error) {
    if (error instanceof Error && error.name === 'GraphqlResponseError')
        return undefined;
    const status = (0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .statusOf */ .c2)(error);
    if (status === null || status === 401 || status >= 500)
        throw error;
    return undefined;
}


/***/ }),

/***/ 5:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S0: () => (/* binding */ mergedPullRequests),
/* harmony export */   SP: () => (/* binding */ headOfBranch),
/* harmony export */   Wd: () => (/* binding */ fileAt),
/* harmony export */   lt: () => (/* binding */ isPullRequestOpen)
/* harmony export */ });
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6330);

async function headOfBranch({ octokit, repository }, branch) {
    try {
        const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
            ...repository,
            ref: `heads/${branch}`,
        });
        return data.object.sha;
    }
    catch (error) {
        if ((0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .statusOf */ .c2)(error) !== 404)
            throw error;
        await octokit.request('GET /repos/{owner}/{repo}', { ...repository });
        return null;
    }
}
async function fileAt({ octokit, repository }, path, sha) {
    try {
        const { data } = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', {
            ...repository,
            path,
            ref: sha,
        });
        if (Array.isArray(data) || data.type !== 'file' || !('content' in data))
            return null;
        return Buffer.from(data.content, 'base64').toString('utf8');
    }
    catch (error) {
        if ((0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .statusOf */ .c2)(error) === 404)
            return null;
        throw error;
    }
}
async function isPullRequestOpen({ octokit, repository }, pullRequest) {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
        ...repository,
        pull_number: pullRequest,
    });
    return data.state === 'open';
}
const MAX_PAGES = 3;
const PAGE = 100;
async function mergedPullRequests({ octokit, repository }, branch, shas) {
    for (let page = 1; page <= MAX_PAGES; page += 1) {
        const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls', {
            ...repository,
            state: 'closed',
            base: branch,
            sort: 'updated',
            direction: 'desc',
            per_page: PAGE,
            page,
        });
        const merged = data.filter(({ merged_at, merge_commit_sha: sha }) => merged_at !== null && sha !== null && shas.has(sha));
        if (merged.length > 0)
            return merged.map(({ number, head }) => ({ number, headSha: head.sha }));
        if (data.length < PAGE)
            break;
    }
    return [];
}


/***/ }),

/***/ 519:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  eZ: () => (/* binding */ connectReader),
  v4: () => (/* binding */ deniedRemovals),
  p9: () => (/* binding */ readLive),
  fb: () => (/* binding */ tellPlan),
  gR: () => (/* binding */ tellWithoutLive)
});

// EXTERNAL MODULE: ./build/src/auco/answer.js
var auco_answer = __webpack_require__(3510);
// EXTERNAL MODULE: ./node_modules/zod/v4/mini/schemas.js + 5 modules
var schemas = __webpack_require__(8395);
// EXTERNAL MODULE: ./build/src/secret.js
var secret = __webpack_require__(9029);
// EXTERNAL MODULE: ./build/src/webhook.js
var webhook = __webpack_require__(8360);
// EXTERNAL MODULE: ./build/src/webhook-url.js
var webhook_url = __webpack_require__(7424);
;// CONCATENATED MODULE: ./build/src/auco/company.js




const company_text = schemas/* optional */.lqM(schemas/* nullable */.mee(schemas/* string */.YjP()));
const Company = schemas/* object */.Ikc({
    webhooks: schemas/* optional */.lqM(schemas/* nullable */.mee(schemas/* array */.YOg(schemas/* object */.Ikc({
        id: schemas/* string */.YjP(),
        description: company_text,
        url: schemas/* string */.YjP(),
        header: schemas/* optional */.lqM(schemas/* nullable */.mee(schemas/* object */.Ikc({ key: company_text, value: company_text }))),
    })))),
    webhook: company_text,
});
function parseCompany(value) {
    const parsed = Company.safeParse(value);
    if (!parsed.success)
        return null;
    const { webhooks, webhook } = parsed.data;
    if (webhooks == null && (webhook ?? '') === '')
        return null;
    const list = webhooks ?? [];
    if (new Set(list.map(({ id }) => id)).size !== list.length)
        return null;
    return {
        hasLegacyWebhook: (webhook ?? '') !== '',
        webhooks: list.map(({ id, description, url, header }) => ({
            id,
            description: description ?? '',
            url: new webhook_url/* WebhookUrl */.d(url),
            header: liveHeader(header?.key ?? '', header?.value ?? ''),
        })),
    };
}
function liveHeader(key, value) {
    return key === '' && value === '' ? null : { key, value: liveValue(value) };
}
function liveValue(value) {
    if (value === '')
        return { known: false, why: 'Auco does not return the live value' };
    return (0,webhook/* looksMasked */.YI)(value)
        ? { known: false, why: 'Auco returns the live value masked' }
        : { known: true, secret: new secret/* Secret */.z(value) };
}

// EXTERNAL MODULE: ./build/src/auco/failures.js
var failures = __webpack_require__(5271);
;// CONCATENATED MODULE: ./build/src/auco/reader.js



class AucoReader {
    #http;
    #key;
    #context;
    constructor(http, publicKey, context) {
        this.#http = http;
        this.#key = publicKey;
        this.#context = context;
    }
    async read() {
        const answer = await this.#http.get('/company', this.#key).catch((error) => {
            throw error instanceof auco_answer/* NoAnswerError */.i5 ? (0,failures/* failedCall */.mG)(error, this.#context) : error;
        });
        if (answer.status !== 200)
            throw (0,failures/* failedAnswer */.gk)(answer, this.#context);
        const json = (0,failures/* parseJson */.qF)(answer.body);
        const company = parseCompany(json);
        if (company === null)
            throw (0,failures/* wrongShape */.lf)(answer, json !== undefined, this.#context);
        return company;
    }
}

// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/plan/plan.js
var plan_plan = __webpack_require__(3866);
// EXTERNAL MODULE: ./build/src/report/report.js
var report = __webpack_require__(8456);
;// CONCATENATED MODULE: ./build/src/report/log.js

function planLines(plan) {
    const lines = plan.changes.map(changeLine);
    const unchanged = `${plan.unchanged.length} unchanged`;
    return [
        ...(lines.length === 0 ? ['No changes.'] : lines),
        unchanged,
        ...plan.cannotCompare.map(({ id, why }) => `${id}: cannot compare the header value: ${why}`),
    ];
}
function changeLine(change) {
    switch (change.action) {
        case 'remove':
            return `- remove ${change.id} (${change.webhook.url})`;
        case 'create':
            return `+ create ${change.id} (${change.webhook.url})`;
        case 'update':
            return `~ update ${change.id}: ${change.fields.map(fieldWords).join('; ')}`;
    }
}
function fieldWords(field) {
    switch (field.field) {
        case 'description':
            return 'description';
        case 'url':
            return field.from === field.to
                ? `url ${field.to} (a part that is not shown)`
                : `url ${field.from} \u2192 ${field.to}`;
        case 'header':
            return headerWords(field.header);
    }
}
function headerWords(header) {
    switch (header.kind) {
        case 'added':
            return `header ${header.key} added`;
        case 'removed':
            return `header ${header.key} removed`;
        case 'changed': {
            const value = (0,report/* valueWords */.pz)(header.value);
            return header.fromKey === header.toKey
                ? `header ${header.toKey}: ${value}`
                : `header ${header.fromKey} \u2192 ${header.toKey}: ${value}`;
        }
    }
}

// EXTERNAL MODULE: ./build/src/visible.js
var visible = __webpack_require__(1667);
;// CONCATENATED MODULE: ./build/src/report/plan-json.js

function planJson(plan, against) {
    const { environment, changes, unchanged, cannotCompare, cautions } = plan;
    return (0,visible/* visibleJson */.$m)({ environment, against, changes, unchanged, cannotCompare, cautions });
}

// EXTERNAL MODULE: ./build/src/tools.js
var tools = __webpack_require__(1150);
;// CONCATENATED MODULE: ./build/src/live.js







async function readLive(run, publicKey) {
    const reader = await connectReader(run, publicKey);
    const live = await reader.read();
    (0,tools/* maskLive */.t9)(run, live);
    return live;
}
async function connectReader(run, publicKey) {
    const { inputs, runner } = run;
    return new AucoReader(await run.connectAuco(), publicKey, {
        environment: inputs.environment,
        keyInput: 'public-key',
        secrets: () => runner.secrets,
    });
}
async function tellPlan(run, plan) {
    const { runner } = run;
    const lists = {
        added: (0,plan_plan/* idsOf */.UX)(plan, 'create'),
        updated: (0,plan_plan/* idsOf */.UX)(plan, 'update'),
        removed: (0,plan_plan/* idsOf */.UX)(plan, 'remove'),
    };
    runner.output('changed', String(plan.changes.length > 0));
    for (const [name, list] of Object.entries(lists))
        runner.output(name, JSON.stringify(list));
    runner.output('plan', planJson(plan, 'live'));
    await runner.group('Plan', async () => {
        for (const line of planLines(plan))
            runner.info(line);
    });
}
function tellWithoutLive({ runner }, againstBase) {
    for (const name of ['added', 'updated', 'removed'])
        runner.output(name, '[]');
    if (againstBase !== null)
        runner.output('plan', planJson(againstBase, 'base'));
}
function deniedRemovals(run, plan) {
    const removed = (0,plan_plan/* idsOf */.UX)(plan, 'remove');
    if (run.inputs.removals !== 'deny' || removed.length === 0)
        return null;
    return new errors/* UserError */.y('removals-denied', `The plan removes ${(0,report/* ids */.dK)(removed)}, and \`removals\` is \`deny\`.`, 'Nothing was written. Put the webhooks back into the file, or set `removals` to `reviewed`.');
}


/***/ }),

/***/ 3866:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bk: () => (/* binding */ hiddenIds),
/* harmony export */   D4: () => (/* binding */ inOrderOfSending),
/* harmony export */   JJ: () => (/* binding */ differingIds),
/* harmony export */   UX: () => (/* binding */ idsOf),
/* harmony export */   XA: () => (/* binding */ planChanges),
/* harmony export */   qm: () => (/* binding */ asWritten)
/* harmony export */ });
/* harmony import */ var _webhook_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8360);

function planChanges(environment, desired, live, base) {
    const liveById = byId(live.webhooks);
    const desiredById = byId(desired);
    const originOf = originsFrom(base, desired, live.webhooks);
    const removed = live.webhooks.filter(({ id }) => !desiredById.has(id));
    const created = desired.filter(({ id }) => !liveById.has(id));
    const kept = desired.flatMap((to) => {
        const from = liveById.get(to.id);
        return from === undefined ? [] : [{ id: to.id, from, to, fields: fieldChanges(from, to) }];
    });
    const updated = kept.filter(({ fields }) => fields.length > 0);
    const changes = [
        ...removed.map((from) => ({ action: 'remove', id: from.id, origin: originOf(from.id), webhook: shown(from) })),
        ...updated.map(({ id, from, to, fields }) => ({
            action: 'update',
            id,
            origin: originOf(id),
            fields,
            keptHeader: keptHeader(from.header, to.header),
        })),
        ...created.map((to) => ({ action: 'create', id: to.id, origin: originOf(to.id), webhook: shown(to) })),
    ];
    return {
        environment,
        changes,
        unchanged: kept.filter(({ fields }) => fields.length === 0).map(({ id }) => id),
        cannotCompare: kept.flatMap(({ id, from, to }) => {
            const why = whyNotComparable(from.header, to.header);
            return why === null ? [] : [{ id, why }];
        }),
        cautions: [
            ...(removed.length > 0 ? [{ kind: 'removal', ids: removed.map(({ id }) => id) }] : []),
            ...renames(removed, created),
            ...outsideChanges(changes),
            ...secretsToNewHosts(kept, base),
            ...(live.hasLegacyWebhook && live.webhooks.length === 0 ? [{ kind: 'legacy-webhook' }] : []),
        ],
    };
}
function asWritten(webhooks) {
    return webhooks.map((webhook) => webhook.header === null
        ? webhook
        : { ...webhook, header: { ...webhook.header, value: { known: true, secret: webhook.header.written } } });
}
function idsOf(plan, action) {
    return plan.changes.filter((change) => change.action === action).map(({ id }) => id);
}
function differingIds(a, b, isShown = () => false) {
    const inA = byId(a);
    const inB = byId(b);
    const changed = a.filter((webhook) => {
        const other = inB.get(webhook.id);
        return (other === undefined ||
            fieldChanges(webhook, other).length > 0 ||
            (isShown(webhook.id) && isLost(webhook.header, other.header)));
    });
    return [...changed.map(({ id }) => id), ...b.filter(({ id }) => !inA.has(id)).map(({ id }) => id)];
}
function hiddenIds(known, seen) {
    const inSeen = byId(seen);
    return known
        .filter(({ id, header }) => header?.value.known === true && inSeen.get(id)?.header?.value.known === false)
        .map(({ id }) => id);
}
function isLost(known, seen) {
    return (known?.value.known === true && seen?.value.known === false && !(0,_webhook_js__WEBPACK_IMPORTED_MODULE_0__/* .looksMasked */ .YI)(known.value.secret.reveal()));
}
function inOrderOfSending(webhooks) {
    return [
        ...webhooks.filter(({ id }) => id === _webhook_js__WEBPACK_IMPORTED_MODULE_0__/* .DEFAULT_ID */ .Ye),
        ...webhooks.filter(({ id }) => id !== _webhook_js__WEBPACK_IMPORTED_MODULE_0__/* .DEFAULT_ID */ .Ye),
    ];
}
function fieldChanges(from, to) {
    const fields = [];
    if (from.description !== to.description) {
        fields.push({ field: 'description', from: from.description, to: to.description });
    }
    if (!from.url.equals(to.url)) {
        const hiddenPart = from.url.hidesDifferenceTo(to.url);
        fields.push({ field: 'url', from: from.url.shown, to: to.url.shown, hiddenPart });
    }
    const header = headerChange(from.header, to.header);
    if (header !== null)
        fields.push({ field: 'header', header });
    return fields;
}
function headerChange(from, to) {
    if (from === null)
        return to === null ? null : { kind: 'added', key: to.key };
    if (to === null)
        return { kind: 'removed', key: from.key };
    const value = compareValues(from, to);
    if (from.key === to.key && value.result !== 'changed')
        return null;
    return { kind: 'changed', fromKey: from.key, toKey: to.key, value };
}
function keptHeader(from, to) {
    if (from === null || to === null || headerChange(from, to) !== null)
        return null;
    return { key: to.key, value: compareValues(from, to) };
}
function compareValues(from, to) {
    if (!to.value.known)
        return { result: 'cannot-compare', why: to.value.why };
    if (!from.value.known)
        return { result: 'cannot-compare', why: from.value.why };
    return { result: from.value.secret.equals(to.value.secret) ? 'unchanged' : 'changed' };
}
function whyNotComparable(from, to) {
    if (from === null || to === null)
        return null;
    const value = compareValues(from, to);
    return value.result === 'cannot-compare' ? value.why : null;
}
function renames(removed, created) {
    const place = (webhook) => JSON.stringify([webhook.url.reveal(), webhook.header?.key.toLowerCase() ?? null]);
    const createdByPlace = Map.groupBy(created, place);
    return removed.flatMap((from) => {
        const to = createdByPlace.get(place(from))?.shift();
        return to === undefined ? [] : [{ kind: 'rename', from: from.id, to: to.id }];
    });
}
function originsFrom(base, desired, live) {
    if (base === null)
        return () => 'unknown';
    const touched = new Set(differingIds(asWritten(base), asWritten(desired)));
    const outside = new Set(differingIds(base, live));
    return (id) => (outside.has(id) ? (touched.has(id) ? 'both' : 'outside') : 'pull-request');
}
function outsideChanges(changes) {
    const outside = changes.filter(({ origin }) => origin === 'outside' || origin === 'both');
    const isValueOnly = (change) => change.action === 'update' && change.fields.every(isOnlyAValue);
    const groups = [
        { valueOnly: false, ids: outside.filter((change) => !isValueOnly(change)).map(({ id }) => id) },
        { valueOnly: true, ids: outside.filter(isValueOnly).map(({ id }) => id) },
    ];
    return groups
        .filter(({ ids }) => ids.length > 0)
        .map((group) => ({ kind: 'outside-change', ...group }));
}
function isOnlyAValue(change) {
    return (change.field === 'header' &&
        change.header.kind === 'changed' &&
        change.header.fromKey === change.header.toKey);
}
function secretsToNewHosts(kept, base) {
    const baseById = base === null ? null : byId(base);
    const shownOrigin = (webhook) => webhook.url.origin ?? '(not a URL)';
    return kept.flatMap(({ id, from, to }) => {
        if (from.header === null || to.header === null || to.variables.length === 0)
            return [];
        const before = baseById?.get(id);
        const moves = (before ?? from).url.origin !== to.url.origin && from.url.origin !== to.url.origin;
        const keepsSecret = before === undefined
            ? compareValues(from.header, to.header).result !== 'changed'
            : before.variables.some((name) => to.variables.includes(name));
        if (!moves || !keepsSecret)
            return [];
        return [{ kind: 'secret-to-new-host', id, from: shownOrigin(from), to: shownOrigin(to) }];
    });
}
function byId(webhooks) {
    return new Map(webhooks.map((webhook) => [webhook.id, webhook]));
}
function shown(webhook) {
    return { description: webhook.description, url: webhook.url.shown, headerKey: webhook.header?.key ?? null };
}


/***/ }),

/***/ 4340:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Xs: () => (/* binding */ MAX_ANNOUNCED),
/* harmony export */   rK: () => (/* binding */ announcedRemovals),
/* harmony export */   rZ: () => (/* binding */ isMarked),
/* harmony export */   xL: () => (/* binding */ marker)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var zod_mini__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8395);


const HASH_BYTES = 12;
const HASH_LENGTH = 16;
const MAX_ANNOUNCED = 1000;
const PREFIX = '<!-- auco-webhooks-action:v1 ';
const SUFFIX = ' -->';
const Sealed = zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    identity: zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    repository: zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    pullRequest: zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(),
    headSha: zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    removals: zod_mini__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
});
function marker(identity, announcement, key) {
    const start = PREFIX + identityHash(identity);
    if (announcement === null || key === null || announcement.removals.length > MAX_ANNOUNCED)
        return start + SUFFIX;
    const { repository, pullRequest, headSha, removals } = announcement;
    const sealed = {
        identity: identityHash(identity),
        repository,
        pullRequest,
        headSha,
        removals: removals.map(idHash).join(''),
    };
    const text = Buffer.from(JSON.stringify(sealed)).toString('base64url');
    return `${start} ${text}.${seal(text, key)}${SUFFIX}`;
}
function isMarked(body, identity) {
    const start = PREFIX + identityHash(identity);
    return body.startsWith(start + SUFFIX) || body.startsWith(`${start} `);
}
function announcedRemovals(body, identity, expected, key) {
    const nothing = () => false;
    const line = body.split('\n', 1)[0]?.trimEnd() ?? '';
    const start = `${PREFIX}${identityHash(identity)} `;
    if (!line.startsWith(start) || !line.endsWith(SUFFIX))
        return nothing;
    const [text = '', mac = ''] = line.slice(start.length, -SUFFIX.length).split('.');
    const given = Buffer.from(mac);
    const right = Buffer.from(seal(text, key));
    if (given.length !== right.length || !(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.timingSafeEqual)(given, right))
        return nothing;
    const sealed = Sealed.safeParse(parse(text));
    if (!sealed.success)
        return nothing;
    const { data } = sealed;
    const isExpected = data.identity === identityHash(identity) &&
        data.repository === expected.repository &&
        data.pullRequest === expected.pullRequest &&
        data.headSha === expected.headSha;
    const removals = new Set(isExpected ? (data.removals.match(new RegExp(`.{${HASH_LENGTH}}`, 'g')) ?? []) : []);
    return (id) => removals.has(idHash(id));
}
function parse(text) {
    try {
        return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    }
    catch {
        return undefined;
    }
}
function seal(text, key) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)('sha256', key.reveal()).update(`auco-webhooks-action:v1\n${text}`).digest('base64url');
}
function identityHash({ title, config, environment }) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
        .update(JSON.stringify([title, config, environment]))
        .digest('hex')
        .slice(0, 16);
}
function idHash(id) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(id).digest().subarray(0, HASH_BYTES).toString('base64url');
}


/***/ })

};
