export const id = 428;
export const ids = [428];
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

/***/ 1428:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Http: () => (/* binding */ Http),
  LIMITS: () => (/* binding */ LIMITS)
});

// EXTERNAL MODULE: ./build/node_modules/undici/lib/api/api-connect.js
var api_connect = __webpack_require__(1939);
// EXTERNAL MODULE: ./build/node_modules/undici/lib/api/api-request.js
var api_request = __webpack_require__(9312);
// EXTERNAL MODULE: ./build/node_modules/undici/lib/dispatcher/dispatcher.js
var dispatcher = __webpack_require__(1716);
// EXTERNAL MODULE: ./build/node_modules/undici/lib/dispatcher/env-http-proxy-agent.js
var env_http_proxy_agent = __webpack_require__(7258);
;// CONCATENATED MODULE: ./build/src/undici.js




Object.assign(dispatcher.prototype, { connect: api_connect, request: api_request });
function openConnections(timeout) {
    const tls = { timeout, rejectUnauthorized: true };
    return new env_http_proxy_agent({ connect: tls, requestTls: tls, proxyTls: tls, allowH2: false });
}

// EXTERNAL MODULE: ./build/src/auco/answer.js
var auco_answer = __webpack_require__(3510);
;// CONCATENATED MODULE: ./build/src/auco/http.js


const LIMITS = { connect: 10_000, headers: 15_000, body: 30_000, call: 120_000 };
const READ_ATTEMPTS = 4;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8_000;
const LONGEST_RETRY_AFTER = 60_000;
class Http {
    #options;
    #connections;
    #closing = new AbortController();
    constructor(options) {
        this.#options = options;
        this.#connections = openConnections(options.limits.connect);
    }
    async get(path, key) {
        const { clock, limits, cancelled, onRetry } = this.#options;
        const limit = AbortSignal.any([cancelled, this.#closing.signal, clock.deadline(limits.call)]);
        for (let attempt = 1;; attempt += 1) {
            const answer = await this.#attempt({ method: 'GET', path, key, body: null }, limit);
            const isLast = attempt === READ_ATTEMPTS;
            if (answer instanceof auco_answer/* NoAnswerError */.i5) {
                if (isLast || !answer.retryable)
                    throw answer;
                onRetry(`${answer.reason} Attempt ${attempt} of ${READ_ATTEMPTS}; trying again.`);
            }
            else {
                if (isLast || !(0,auco_answer/* isPassing */.WG)(answer.status))
                    return answer;
                onRetry(`Auco answered ${answer.status}. Attempt ${attempt} of ${READ_ATTEMPTS}; trying again.`);
            }
            const isOver = await this.#pause(attempt, answer instanceof auco_answer/* NoAnswerError */.i5 ? null : answer.retryAfter, limit);
            if (isOver && answer instanceof auco_answer/* NoAnswerError */.i5)
                throw answer;
            if (isOver && !(answer instanceof auco_answer/* NoAnswerError */.i5))
                return answer;
        }
    }
    async put(path, key, body) {
        const { clock, limits, cancelled } = this.#options;
        const limit = AbortSignal.any([cancelled, clock.deadline(limits.call)]);
        const answer = await this.#attempt({ method: 'PUT', path, key, body }, limit);
        if (answer instanceof auco_answer/* NoAnswerError */.i5)
            throw answer;
        return answer;
    }
    async close() {
        this.#closing.abort();
        await this.#connections.destroy();
    }
    async #attempt(request, limit) {
        const { baseUrl, userAgent, clock, limits, cancelled } = this.#options;
        const url = new URL(baseUrl + request.path);
        try {
            const response = await this.#connections.request({
                origin: url.origin,
                path: url.pathname,
                method: request.method,
                headers: {
                    accept: 'application/json',
                    authorization: request.key.reveal(),
                    'user-agent': userAgent,
                    ...(request.body === null ? {} : { 'content-type': 'application/json' }),
                },
                body: request.body,
                headersTimeout: limits.headers,
                bodyTimeout: limits.body,
                signal: limit,
            });
            return {
                status: response.statusCode,
                contentType: headerText(response.headers['content-type']),
                retryAfter: retryAfterOf(headerText(response.headers['retry-after']), clock),
                body: await readBody(response.body, clock, limits),
            };
        }
        catch (error) {
            cancelled.throwIfAborted();
            if (error instanceof auco_answer/* NoAnswerError */.i5)
                return error;
            return limit.aborted
                ? new auco_answer/* NoAnswerError */.i5(`Auco did not answer within ${limits.call / 1000} seconds.`, false)
                : noAnswer(error, limits);
        }
    }
    async #pause(attempt, retryAfter, limit) {
        const { clock, cancelled } = this.#options;
        const ceiling = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1));
        try {
            await clock.sleep(retryAfter ?? Math.floor(clock.random() * ceiling), limit);
            return false;
        }
        catch {
            cancelled.throwIfAborted();
            return true;
        }
    }
}
async function readBody(body, clock, limits) {
    const slow = clock.deadline(limits.body);
    const destroy = () => body.destroy(new auco_answer/* NoAnswerError */.i5(`Auco's answer took more than ${limits.body / 1000} seconds.`, true));
    slow.addEventListener('abort', destroy, { once: true });
    const chunks = [];
    let bytes = 0;
    try {
        for await (const chunk of body) {
            if (!Buffer.isBuffer(chunk))
                continue;
            bytes += chunk.length;
            if (bytes > auco_answer/* MAX_RESPONSE_BYTES */.nB) {
                throw new auco_answer/* NoAnswerError */.i5(`Auco's answer is larger than ${auco_answer/* MAX_RESPONSE_BYTES */.nB / 1024 / 1024} MiB.`, false);
            }
            chunks.push(chunk);
        }
    }
    finally {
        slow.removeEventListener('abort', destroy);
    }
    return Buffer.concat(chunks).toString('utf8');
}
function headerText(header) {
    return Array.isArray(header) ? (header[0] ?? '') : (header ?? '');
}
function retryAfterOf(header, clock) {
    const isDate = /^[A-Z][a-z]+,? .*GMT$/.test(header);
    const milliseconds = /^\d+$/.test(header)
        ? Number(header) * 1000
        : isDate
            ? Date.parse(header) - clock.now()
            : Number.NaN;
    return Number.isNaN(milliseconds) ? null : Math.min(Math.max(milliseconds, 0), LONGEST_RETRY_AFTER);
}
function noAnswer(error, limits) {
    const code = codeOf(error);
    switch (code) {
        case 'UND_ERR_CONNECT_TIMEOUT':
            return new auco_answer/* NoAnswerError */.i5(`Auco could not be reached within ${limits.connect / 1000} seconds.`, true);
        case 'UND_ERR_HEADERS_TIMEOUT':
            return new auco_answer/* NoAnswerError */.i5(`Auco did not answer within ${limits.headers / 1000} seconds.`, true);
        case 'UND_ERR_BODY_TIMEOUT':
            return new auco_answer/* NoAnswerError */.i5(`Auco's answer stopped for ${limits.body / 1000} seconds.`, true);
        case 'ENOTFOUND':
        case 'EAI_AGAIN':
            return new auco_answer/* NoAnswerError */.i5(`Auco's host name could not be resolved (${code}).`, true);
        case 'ECONNREFUSED':
            return new auco_answer/* NoAnswerError */.i5(`Auco's host refused the connection (${code}).`, true);
        case null:
            throw error;
        default:
            return /CERT|TLS|SSL|UNABLE_TO|SELF_SIGNED/.test(code)
                ? new auco_answer/* NoAnswerError */.i5(`Auco's certificate could not be verified (${code}).`, false)
                : new auco_answer/* NoAnswerError */.i5(`The connection to Auco broke (${code}).`, true);
    }
}
function codeOf(error) {
    if (!(error instanceof Error))
        return null;
    if ('code' in error && typeof error.code === 'string' && /^[A-Z0-9_]+$/.test(error.code))
        return error.code;
    return error.cause === undefined ? null : codeOf(error.cause);
}


/***/ })

};
