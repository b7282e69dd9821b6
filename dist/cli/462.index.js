export const id = 462;
export const ids = [462];
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

/***/ 8462:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  AucoReader: () => (/* binding */ AucoReader)
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

// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/redact.js
var redact = __webpack_require__(5332);
// EXTERNAL MODULE: ./build/src/visible.js
var visible = __webpack_require__(1667);
;// CONCATENATED MODULE: ./build/src/auco/failures.js





const MAX_MESSAGE = 200;
function failedAnswer(answer, context) {
    const { code, reason, fix } = wordsFor(answer.status, context);
    if (answer.status === 401)
        return new errors/* UserError */.y(code, reason, fix);
    const { remark, quote } = saidByAuco(answer, context.secrets());
    return new errors/* UserError */.y(code, reason + remark, fix, quote);
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
    return (0,auco_answer/* isPassing */.WG)(status)
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
    return new errors/* UserError */.y('auco-no-answer', error.reason, `Check ${nameFor('api-url', context)}, the proxy settings and Auco's status, then run it again.`);
}
function wrongShape(answer, isJson, context) {
    return new errors/* UserError */.y(isJson ? 'auco-wrong-shape' : 'auco-not-json', isJson
        ? "Auco's answer is JSON, but not a company with `webhooks` as its documentation shows."
        : `Auco's answer is not JSON (${describeBody(answer)}).`, `Check that ${nameFor('api-url', context)} is Auco's company API and that no proxy answers in its place.`);
}
const ErrorBody = schemas/* object */.Ikc({
    message: schemas/* optional */.lqM(schemas/* unknown */.L5J()),
    error: schemas/* optional */.lqM(schemas/* unknown */.L5J()),
    code: schemas/* optional */.lqM(schemas/* unknown */.L5J()),
});
function saidByAuco(answer, secrets) {
    if (answer.body === '')
        return { remark: '', quote: null };
    const parsed = ErrorBody.safeParse(parseJson(answer.body));
    const fields = parsed.success ? [parsed.data.message, parsed.data.error, parsed.data.code] : [];
    const message = fields.find((field) => typeof field === 'string' && field !== '');
    if (typeof message !== 'string')
        return { remark: ` Its answer is ${describeBody(answer)}.`, quote: null };
    return (0,redact/* repeatsSecret */.X)(message, secrets)
        ? { remark: ' Its message is withheld, because it repeats part of the request.', quote: null }
        : { remark: '', quote: [...(0,visible/* visible */.RK)(message)].slice(0, MAX_MESSAGE).join('') };
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
            throw error instanceof auco_answer/* NoAnswerError */.i5 ? failedCall(error, this.#context) : error;
        });
        if (answer.status !== 200)
            throw failedAnswer(answer, this.#context);
        const json = parseJson(answer.body);
        const company = parseCompany(json);
        if (company === null)
            throw wrongShape(answer, json !== undefined, this.#context);
        return company;
    }
}


/***/ })

};
