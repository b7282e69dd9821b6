export const id = 575;
export const ids = [575];
export const modules = {

/***/ 6854:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Vb: () => (/* binding */ nameOf),
  yR: () => (/* binding */ readText),
  fR: () => (/* binding */ replaceFile)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/config/source.js
var source = __webpack_require__(8171);
// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/visible.js
var visible = __webpack_require__(1667);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./build/src/workspace.js




async function readConfigFile(workspace, config) {
    const root = await realpath(workspace).catch(() => null);
    if (root === null) {
        throw new UserError('no-workspace', 'The workspace does not exist.', 'Run `actions/checkout` before this step.');
    }
    const file = await realpath(path.resolve(root, config)).catch(() => null);
    if (file === null) {
        throw new UserError('no-file', `The file \`${config}\` does not exist in the workspace.`, 'Run `actions/checkout` before this step, or set the input `config`.');
    }
    const relative = path.relative(root, file);
    if (relative === '' ||
        relative === '..' ||
        relative.startsWith(`..${path.sep}`) ||
        path.isAbsolute(relative)) {
        throw new UserError('outside-workspace', `The input \`config\` leads out of the workspace, by its path or by a symbolic link.`, 'Keep the file in the repository.');
    }
    const { size, isFile } = await stat(file).then((found) => ({ size: found.size, isFile: found.isFile() }));
    if (!isFile) {
        throw new UserError('not-a-file', `\`${config}\` is not a file.`, 'Set the input `config` to the file with the webhooks.');
    }
    if (size > MAX_FILE_BYTES) {
        throw new UserError('file-too-large', `\`${config}\` is larger than ${MAX_FILE_BYTES / 1024} KiB.`, 'List webhooks only; no company has that many.');
    }
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) {
        throw new UserError('unreadable-file', `\`${config}\` cannot be read.`, "Check the file's permissions.");
    }
    return decodeUtf8(bytes, config);
}
function decodeUtf8(bytes, config) {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
    catch {
        throw new errors/* UserError */.y('not-utf-8', `\`${config}\` is not UTF-8.`, 'Save the file as UTF-8 in your editor.');
    }
}

// EXTERNAL MODULE: ./build/src/cli/arguments.js
var cli_arguments = __webpack_require__(752);
;// CONCATENATED MODULE: ./build/src/cli/files.js








function nameOf(file) {
    return file === cli_arguments/* STANDARD_STREAM */.ZI ? '<stdin>' : (0,visible/* visible */.RK)(file);
}
async function readText(file, stdin) {
    const name = nameOf(file);
    try {
        const bytes = await readLimited(file === cli_arguments/* STANDARD_STREAM */.ZI ? stdin : (0,external_node_fs_.createReadStream)(file));
        if (bytes !== null)
            return decodeUtf8(bytes, name);
    }
    catch (error) {
        if (error instanceof errors/* UserError */.y)
            throw error;
        switch (codeOf(error)) {
            case 'ENOENT':
                return null;
            case 'EISDIR':
                throw new errors/* UserError */.y('not-a-file', `\`${name}\` is not a file.`, 'Give the file with the webhooks.');
            default:
                throw new errors/* UserError */.y('unreadable-file', `\`${name}\` cannot be read.`, "Check the file's permissions.");
        }
    }
    throw new errors/* UserError */.y('file-too-large', `\`${name}\` is larger than ${source/* MAX_FILE_BYTES */.gZ / 1024} KiB.`, 'List webhooks only; no company has that many.');
}
async function readLimited(stream) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of stream) {
        if (!Buffer.isBuffer(chunk))
            continue;
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > source/* MAX_FILE_BYTES */.gZ)
            return null;
    }
    return Buffer.concat(chunks);
}
function replaceFile(file, before, text) {
    const target = before === null ? file : (0,external_node_fs_.realpathSync)(file);
    const temporary = external_node_path_.join(external_node_path_.dirname(target), `.${external_node_path_.basename(target)}.${(0,external_node_crypto_.randomBytes)(6).toString('hex')}`);
    try {
        if (before !== null)
            (0,external_node_fs_.accessSync)(target, external_node_fs_.constants.W_OK);
        const mode = before === null ? 0o666 : (0,external_node_fs_.statSync)(target).mode & 0o777;
        const mark = before === null || !(0,external_node_fs_.readFileSync)(target).subarray(0, 3).equals(BYTE_ORDER_MARK) ? '' : '\ufeff';
        const descriptor = (0,external_node_fs_.openSync)(temporary, 'wx', mode);
        try {
            (0,external_node_fs_.writeFileSync)(descriptor, mark + text);
            (0,external_node_fs_.fsyncSync)(descriptor);
        }
        finally {
            (0,external_node_fs_.closeSync)(descriptor);
        }
        if (textOf(file) !== before) {
            throw new errors/* UserError */.y('file-changed', `\`${nameOf(file)}\` was changed while Auco was read.`, 'It was left as it is; run the import again.');
        }
        (0,external_node_fs_.renameSync)(temporary, target);
    }
    catch (error) {
        (0,external_node_fs_.rmSync)(temporary, { force: true });
        if (error instanceof errors/* UserError */.y || codeOf(error) === null)
            throw error;
        throw new errors/* UserError */.y('unwritable-file', `\`${nameOf(file)}\` cannot be written.`, 'Check that the folder exists and its permissions; nothing was changed.');
    }
}
const BYTE_ORDER_MARK = Buffer.from('\ufeff');
function textOf(file) {
    const isNothing = (0,external_node_fs_.lstatSync)(file, { throwIfNoEntry: false }) === undefined;
    return isNothing ? null : decodeUtf8((0,external_node_fs_.readFileSync)(file), nameOf(file));
}
function codeOf(error) {
    return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}


/***/ }),

/***/ 9874:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  x8: () => (/* binding */ checkAccess),
  G_: () => (/* binding */ ownSecrets),
  p9: () => (/* binding */ readLive)
});

// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
;// CONCATENATED MODULE: ./build/src/auco/base-url.js

const BASE_URL = {
    stage: 'https://dev.auco.ai/v1.5/ext',
    production: 'https://api.auco.ai/v1.5/ext',
};
function readBaseUrl(text, source) {
    const url = URL.parse(text);
    const isLoopback = url !== null && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
    const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback);
    if (url === null || !isAllowed) {
        throw new errors/* UserError */.y('invalid-api-url', `${source} is not an absolute \`https:\` URL.`, 'Write it in full; `http:` is for loopback addresses only, because the keys travel with every request.');
    }
    if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
        throw new errors/* UserError */.y('invalid-api-url', `${source} holds a user, a password, a query or a fragment.`, 'Write the base URL only, such as `https://proxy.example.com/v1.5/ext`.');
    }
    return url.href.replace(/\/+$/, '');
}

;// CONCATENATED MODULE: ./build/src/auco/keys.js

function checkPublicKey(given) {
    if (given.key.reveal().startsWith('prk_')) {
        throw new errors/* UserError */.y('private-as-public', `\`${given.name}\` holds a private key (\`prk_\u2026\`).`, 'Pass the key that starts with `puk_`; the private key belongs to the apply job only, as `private-key`.');
    }
    checkPrefix(given, 'puk_');
}
function checkPrivateKey(given) {
    if (given.key.reveal().startsWith('puk_')) {
        throw new UserError('public-as-private', `\`${given.name}\` holds a public key (\`puk_\u2026\`).`, 'Pass the key that starts with `prk_`.');
    }
    checkPrefix(given, 'prk_');
}
function checkKeyCharacters({ key, keptIn }) {
    if (/^[\x21-\x7e]+$/.test(key.reveal()))
        return;
    throw new errors/* UserError */.y('not-a-key', 'A key holds a space, a line break or a character that no key has.', `Copy the key again from Auco into ${keptIn}, without quotes.`);
}
function checkPrefix({ name, key, keptIn }, prefix) {
    if (key.reveal().startsWith(prefix))
        return;
    throw new errors/* UserError */.y('not-a-key', `\`${name}\` does not start with \`${prefix}\`, as Auco's keys do.`, `Copy the key again from Auco into ${keptIn}.`);
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./build/src/clock.js

const systemClock = {
    sleep: async (milliseconds, signal) => {
        await (0,promises_.setTimeout)(milliseconds, undefined, { signal });
    },
    deadline: (milliseconds) => AbortSignal.timeout(milliseconds),
    now: () => Date.now(),
    random: () => Math.random(),
};

// EXTERNAL MODULE: ./build/src/secret.js
var secret = __webpack_require__(9029);
;// CONCATENATED MODULE: ./build/src/proxy.js


const NAMES = [
    ['http_proxy', 'HTTP_PROXY'],
    ['https_proxy', 'HTTPS_PROXY'],
];
const PROTOCOLS = ['http:', 'https:', 'socks:', 'socks5:'];
function checkProxies(variable) {
    return NAMES.flatMap((spellings) => {
        const name = spellings.find((spelling) => variable(spelling) !== undefined);
        const text = name === undefined ? '' : variable(name);
        if (name === undefined || text === undefined || text === '')
            return [];
        const url = URL.parse(text);
        const passwords = url === null ? null : passwordsOf(url);
        if (url === null || passwords === null || !PROTOCOLS.includes(url.protocol)) {
            throw new errors/* UserError */.y('invalid-proxy', `The variable \`${name}\` is not the URL of a proxy.`, 'Write it in full, such as `http://proxy.example.com:3128`; in a user or password, percent-encode what a URL does not take (`/` as `%2F`).');
        }
        return passwords.map((password) => new secret/* Secret */.z(password));
    });
}
function passwordsOf({ username, password }) {
    try {
        decodeURIComponent(username);
        return [...new Set([password, decodeURIComponent(password)])].filter((text) => text !== '');
    }
    catch {
        return null;
    }
}

// EXTERNAL MODULE: ./build/src/version.js
var version = __webpack_require__(8009);
;// CONCATENATED MODULE: ./build/src/cli/live.js







function checkAccess({ environment, apiUrl }, { variable }) {
    const text = variable('AUCO_PUBLIC_KEY')?.trim() ?? '';
    if (text === '') {
        throw new errors/* UserError */.y('no-key', `The variable AUCO_PUBLIC_KEY is not set, and without it Auco (${environment}) cannot be read.`, 'Set it without leaving it in the history: `read -rs AUCO_PUBLIC_KEY && export AUCO_PUBLIC_KEY`.');
    }
    const given = { name: 'AUCO_PUBLIC_KEY', key: new secret/* Secret */.z(text), keptIn: 'the variable' };
    checkPublicKey(given);
    checkKeyCharacters(given);
    return {
        baseUrl: apiUrl === null ? BASE_URL[environment] : readBaseUrl(apiUrl, 'The value of `--api-url`'),
        publicKey: given.key,
        proxyPasswords: checkProxies(variable),
    };
}
function ownSecrets({ variable }) {
    return ['AUCO_PUBLIC_KEY', 'AUCO_PRIVATE_KEY']
        .map((name) => variable(name)?.trim() ?? '')
        .filter((value) => value !== '')
        .map((value) => new secret/* Secret */.z(value));
}
async function readLive({ environment }, { baseUrl, publicKey, proxyPasswords }, shell, secrets) {
    const [{ Http, LIMITS }, { AucoReader }] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(125), __webpack_require__.e(428)]).then(__webpack_require__.bind(__webpack_require__, 1428)),
        __webpack_require__.e(/* import() */ 462).then(__webpack_require__.bind(__webpack_require__, 8462)),
    ]);
    const http = new Http({
        baseUrl,
        userAgent: `auco-webhooks-action/${version/* VERSION */.x}`,
        clock: systemClock,
        limits: LIMITS,
        cancelled: new AbortController().signal,
        onRetry: (message) => shell.stderr.lines([message]),
    });
    try {
        const reader = new AucoReader(http, publicKey, {
            environment,
            keyInput: 'AUCO_PUBLIC_KEY',
            secrets: () => [publicKey, ...proxyPasswords, ...secrets],
        });
        return await reader.read();
    }
    finally {
        await http.close();
    }
}


/***/ }),

/***/ 8171:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PJ: () => (/* binding */ parseSource),
/* harmony export */   gZ: () => (/* binding */ MAX_FILE_BYTES),
/* harmony export */   mA: () => (/* binding */ placeInside),
/* harmony export */   w$: () => (/* binding */ inFileOrder)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6991);

const MAX_FILE_BYTES = 256 * 1024;
const MAX_DEPTH = 24;
const MAX_ENTRIES = 60_000;
const MAX_VALUES = 100_000;
const MAX_ALIASES = 20;
const UNPRINTABLE = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
function parseSource(text) {
    const unprintable = UNPRINTABLE.exec(text);
    if (unprintable !== null)
        return refuse([unprintableProblem(text, unprintable.index)]);
    const tokens = [...new yaml__WEBPACK_IMPORTED_MODULE_0__/* .Parser */ .iX().parse(text)];
    const place = placesIn(text);
    const documents = tokens.filter((token) => token.type === 'document');
    const second = documents[1];
    if (second !== undefined) {
        return refuse([
            problem('several-documents', 'The file holds more than one YAML document.', 'Keep one list of webhooks; remove the `---` that starts the second one.', place(second.offset, second.offset + 3)),
        ]);
    }
    const excess = firstExcess(tokens);
    if (excess !== null) {
        const { code, reason, fix } = EXCESS[excess.kind];
        return refuse([problem(code, reason, fix, place(excess.offset, excess.offset + 1))]);
    }
    const composer = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .Composer */ .Dk({ version: '1.2', schema: 'core', stringKeys: true, uniqueKeys: false });
    const document = [...composer.compose(tokens, true, text.length)][0];
    if (document === undefined)
        return refuse([emptyProblem()]);
    const problems = [...document.errors, ...document.warnings].map((error) => {
        const isVariable = text.slice(Math.max(0, error.pos[0] - 2), error.pos[1] + 2).includes('${');
        const { code, reason, fix } = isVariable ? BARE_VARIABLE : (SYNTAX[error.code] ?? OTHER_SYNTAX);
        return problem(code, reason, fix, place(error.pos[0], error.pos[1]));
    });
    const version = /^%YAML/m.exec(text)?.index ?? 0;
    if (document.directives.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
        problems.push(problem('yaml-version', 'The file asks for YAML 1.1.', 'Remove the `%YAML` line: the file is read as YAML 1.2.', place(version, version + 5)));
    }
    if (problems.length > 0)
        return refuse(distinct(inFileOrder(problems)));
    if (document.contents === null)
        return refuse([emptyProblem()]);
    const tree = new TreeBuilder(document, place);
    const root = tree.build(document.contents);
    return tree.problems.length > 0 ? refuse(inFileOrder(tree.problems)) : { ok: true, root };
}
function placeInside(node, from, length) {
    if (node.kind !== 'scalar' || node.text === null)
        return node.place;
    const { line, column } = node.text;
    return { line, column: column + from, endLine: line, endColumn: column + from + length };
}
class TreeBuilder {
    problems = [];
    #aliases = 0;
    #values = 0;
    #isRefused = false;
    #document;
    #place;
    constructor(document, place) {
        this.#document = document;
        this.#place = place;
    }
    build(node) {
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node))
            this.#aliases += 1;
        this.#count(this.#rangeOf(node));
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node)) {
            const target = this.#isSpent() ? undefined : node.resolve(this.#document);
            if (target === undefined) {
                const place = this.#rangeOf(node);
                if (!this.#isSpent())
                    this.problems.push(problem(UNKNOWN_ALIAS.code, UNKNOWN_ALIAS.reason, UNKNOWN_ALIAS.fix, place));
                return { kind: 'scalar', place, value: null, text: null };
            }
            return this.build(target);
        }
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node)) {
            const entries = new Map();
            for (const pair of node.items) {
                const name = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : null;
                const keyPlace = this.#rangeOf(pair.key);
                const first = name === null ? undefined : entries.get(name);
                if (name === null) {
                    this.problems.push(problem(KEY_NOT_TEXT.code, KEY_NOT_TEXT.reason, KEY_NOT_TEXT.fix, keyPlace));
                }
                else if (first !== undefined) {
                    this.problems.push(problem('repeated-key', `A key stands twice in the same place: lines ${first.keyPlace.line} and ${keyPlace.line}.`, 'Keep one of them.', keyPlace));
                }
                else {
                    if (pair.value === null)
                        this.#count(keyPlace);
                    entries.set(name, {
                        keyPlace,
                        node: pair.value === null ? nothing(keyPlace) : this.build(pair.value),
                    });
                }
                if (this.#isSpent())
                    break;
            }
            return { kind: 'map', place: this.#rangeOf(node), entries };
        }
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node)) {
            const items = [];
            for (const item of node.items) {
                items.push(this.build(item));
                if (this.#isSpent())
                    break;
            }
            return { kind: 'list', place: this.#rangeOf(node), items };
        }
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node)) {
            const place = this.#rangeOf(node);
            if (typeof node.value === 'string' && !node.value.isWellFormed()) {
                this.problems.push(problem('unprintable', 'An escape makes half of a character.', 'Write the character itself.', place));
            }
            return { kind: 'scalar', place, value: scalarValue(node), text: writtenAsIs(node, place) };
        }
        return nothing(this.#place(0, 1));
    }
    #count(place) {
        this.#values += 1;
        if (!this.#isSpent() || this.#isRefused)
            return;
        this.#isRefused = true;
        this.problems.push(this.#tooMany(place));
    }
    #tooMany(place) {
        return this.#aliases > MAX_ALIASES
            ? problem('many-aliases', `The file uses more than ${MAX_ALIASES} aliases.`, 'Write the values out.', place)
            : problem('large-aliases', 'The aliases of the file repeat too large values.', 'Write the values out.', place);
    }
    #isSpent() {
        return this.#aliases > MAX_ALIASES || (this.#aliases > 0 && this.#values > MAX_VALUES);
    }
    #rangeOf(node) {
        const range = isNodeWithRange(node) ? node.range : undefined;
        return this.#place(range?.[0] ?? 0, range?.[1] ?? 1);
    }
}
const AMBIGUOUS = Symbol('yes or no without quotes');
const YAML_1_1_BOOLEAN = /^(?:y|yes|on|n|no|off)$/i;
function scalarValue(node) {
    const isAmbiguous = node.type === 'PLAIN' &&
        typeof node.value === 'string' &&
        YAML_1_1_BOOLEAN.test(node.value) &&
        node.tag === undefined;
    return isAmbiguous ? AMBIGUOUS : node.value;
}
function writtenAsIs(node, place) {
    if (typeof node.value !== 'string' || place.line !== place.endLine)
        return null;
    const quotes = node.type === 'PLAIN' ? 0 : node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : null;
    if (quotes === null || node.value.length + 2 * quotes !== place.endColumn - place.column)
        return null;
    return { line: place.line, column: place.column + quotes };
}
function nothing(place) {
    return { kind: 'scalar', place, value: null, text: null };
}
function isNodeWithRange(node) {
    return typeof node === 'object' && node !== null && 'range' in node;
}
const EXCESS = {
    depth: {
        code: 'too-deep',
        reason: `The file nests more than ${MAX_DEPTH} levels deep here.`,
        fix: 'A webhook needs four; remove the nesting.',
    },
    entries: {
        code: 'many-entries',
        reason: `The file has more than ${MAX_ENTRIES} entries.`,
        fix: 'List webhooks only; remove what is not one.',
    },
    marks: {
        code: 'yaml-unexpected-token',
        reason: 'Too many commas, brackets, quotes or other marks stand here that belong to nothing.',
        fix: 'Remove them.',
    },
};
const MARKS_PER_ENTRY = 3;
const MARKS_ALLOWED = 5_000;
const NO_MARK = ['space', 'newline', 'comment', 'byte-order-mark', 'doc-mode', 'document'];
function marksIn(tokens) {
    let number = 0;
    let offset = 0;
    for (const token of Array.isArray(tokens) ? tokens : []) {
        if (NO_MARK.includes(token?.type))
            continue;
        if (number === 0)
            offset = token?.offset ?? 0;
        number += 1;
    }
    return { number, offset };
}
function firstExcess(tokens) {
    const open = tokens.map((token) => ({ token, depth: 0 }));
    let entries = 0;
    let marks = 0;
    let worst = marksIn(tokens);
    const countMarks = (list) => {
        const found = marksIn(list);
        marks += found.number;
        if (found.number > worst.number)
            worst = found;
    };
    countMarks(tokens);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const { token, depth } = next;
        if (typeof token !== 'object' || token === null)
            continue;
        const offset = 'offset' in token && typeof token.offset === 'number' ? token.offset : 0;
        if (depth > MAX_DEPTH)
            return { kind: 'depth', offset };
        if ('value' in token && typeof token.value === 'object')
            open.push({ token: token.value, depth: depth + 1 });
        if ('start' in token)
            countMarks(token.start);
        if ('end' in token)
            countMarks(token.end);
        if (!('items' in token) || !Array.isArray(token.items))
            continue;
        entries += token.items.length;
        if (entries > MAX_ENTRIES)
            return { kind: 'entries', offset };
        for (const item of token.items) {
            countMarks(item?.start);
            countMarks(item?.sep);
            open.push({ token: item?.key, depth: depth + 1 }, { token: item?.value, depth: depth + 1 });
        }
    }
    return marks > MARKS_ALLOWED + MARKS_PER_ENTRY * entries ? { kind: 'marks', offset: worst.offset } : null;
}
const UNKNOWN_ALIAS = {
    code: 'unknown-alias',
    reason: 'This alias names no anchor.',
    fix: 'Define the anchor before it, or write the value out.',
};
const KEY_NOT_TEXT = {
    code: 'yaml-non-string-key',
    reason: 'A key is not text.',
    fix: 'Put the key in quotes, or correct it.',
};
const SYNTAX = {
    BAD_ALIAS: UNKNOWN_ALIAS,
    BAD_DQ_ESCAPE: {
        code: 'yaml-bad-dq-escape',
        reason: 'A double-quoted text has an escape that YAML does not know.',
        fix: 'Use single quotes, or write `\\\\` for a backslash.',
    },
    BAD_INDENT: {
        code: 'yaml-bad-indent',
        reason: 'The indentation does not fit the lines above.',
        fix: 'Indent with spaces, in line with its siblings.',
    },
    BLOCK_AS_IMPLICIT_KEY: {
        code: 'yaml-block-as-implicit-key',
        reason: 'A second `: ` stands in one line.',
        fix: 'Put the text in quotes if it holds `: `, or start a new line.',
    },
    DUPLICATE_KEY: {
        code: 'repeated-key',
        reason: 'A key stands twice in the same place.',
        fix: 'Keep one of them.',
    },
    MISSING_CHAR: {
        code: 'yaml-missing-char',
        reason: 'A closing quote, bracket, brace, comma or a space after `:` is missing.',
        fix: 'Close what is open on this line or above it.',
    },
    MULTILINE_IMPLICIT_KEY: {
        code: 'yaml-multiline-implicit-key',
        reason: 'A line is neither a key with `:` nor a list entry.',
        fix: 'Add the `:`, or put the text in quotes.',
    },
    NON_STRING_KEY: KEY_NOT_TEXT,
    TAB_AS_INDENT: {
        code: 'yaml-tab-as-indent',
        reason: 'A tab stands where YAML wants spaces.',
        fix: 'Indent with spaces.',
    },
    TAG_RESOLVE_FAILED: {
        code: 'yaml-tag-resolve-failed',
        reason: 'A `!` tag is not part of YAML 1.2 core.',
        fix: 'Remove the tag, or put the text in quotes.',
    },
    BAD_SCALAR_START: {
        code: 'yaml-bad-scalar-start',
        reason: 'A text starts with a character that YAML reserves.',
        fix: 'Put the text in quotes.',
    },
    UNEXPECTED_TOKEN: {
        code: 'yaml-unexpected-token',
        reason: 'Something stands here that YAML does not expect.',
        fix: 'Check quotes, commas and indentation on this line and above it.',
    },
};
const BARE_VARIABLE = {
    code: 'yaml-bare-variable',
    reason: 'A `${\u2026}` stands between braces or brackets without quotes.',
    fix: 'Put the whole text in quotes, as in `value: "Bearer ${NAME}"`.',
};
const OTHER_SYNTAX = {
    code: 'yaml-not-well-formed',
    reason: 'The YAML is not well-formed here.',
    fix: 'Check quotes, brackets and indentation on this line and above it.',
};
function unprintableProblem(text, index) {
    const before = text.slice(0, index);
    const line = before.split('\n').length;
    const column = index - before.lastIndexOf('\n');
    const code = (text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return problem('unprintable', `The file holds a character that YAML does not allow (U+${code}).`, 'Remove it; in a double-quoted text it can be written as an escape.', { line, column, endLine: line, endColumn: column + 1 });
}
function emptyProblem() {
    return problem('empty-file', 'The file is empty.', 'Write `webhooks:` and at least the webhook `default`.', {
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 1,
    });
}
function problem(code, reason, fix, place) {
    return { code, severity: 'error', message: `${reason} ${fix}`, place };
}
function distinct(problems) {
    const seen = new Set();
    return problems.filter(({ code, place }) => {
        const key = `${code}:${place.line}`;
        return seen.has(key) ? false : seen.add(key);
    });
}
function refuse(problems) {
    return { ok: false, problems };
}
function inFileOrder(problems) {
    return problems.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}
function placesIn(text) {
    let end = text.trimEnd().length;
    while (text[end] === ' ' || text[end] === '\t')
        end += 1;
    const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const lineOf = (offset) => {
        let low = 0;
        for (let high = starts.length; high - low > 1;) {
            const middle = (low + high) >> 1;
            if ((starts[middle] ?? 0) <= offset)
                low = middle;
            else
                high = middle;
        }
        return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    };
    return (from, to) => {
        const first = lineOf(Math.min(from, end));
        const last = lineOf(Math.min(Math.max(to, from + 1), end));
        return { line: first.line, column: first.column, endLine: last.line, endColumn: last.column };
    };
}


/***/ }),

/***/ 5476:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bs: () => (/* binding */ isReserved),
/* harmony export */   QC: () => (/* binding */ parseTemplate)
/* harmony export */ });
/* unused harmony exports RESERVED_PREFIXES, RESERVED_NAMES */
const MARK = /\$\$\{|\$\{([^}]{0,256})\}|\$\{/g;
const NAME = /^[A-Z_][A-Z0-9_]*$/;
function parseTemplate(text) {
    const parts = [];
    const variables = [];
    const malformed = [];
    let end = 0;
    const literal = (value) => {
        if (value !== '')
            parts.push({ literal: value });
    };
    for (const match of text.matchAll(MARK)) {
        literal(text.slice(end, match.index));
        end = match.index + match[0].length;
        if (match[0] === '$${') {
            literal('${');
            continue;
        }
        const variable = { name: match[1] ?? '', from: match.index, length: match[0].length };
        if (NAME.test(variable.name)) {
            variables.push(variable);
            parts.push({ variable });
        }
        else {
            malformed.push(variable);
            literal(match[0]);
        }
    }
    literal(text.slice(end));
    return { parts, variables, malformed };
}
const RESERVED_PREFIXES = [
    'GITHUB_',
    'ACTIONS_',
    'RUNNER_',
    'INPUT_',
    'STATE_',
    'NODE_',
    'NPM_',
    'AWS_',
    'AZURE_',
    'GOOGLE_',
];
const RESERVED_NAMES = ['PATH', 'HOME', 'GH_TOKEN'];
function isReserved(name) {
    const upper = name.toUpperCase();
    return (RESERVED_PREFIXES.some((prefix) => upper.startsWith(prefix)) ||
        upper.endsWith('_PROXY') ||
        RESERVED_NAMES.includes(upper));
}


/***/ }),

/***/ 5939:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  t: () => (/* binding */ readWebhooksFile)
});

// EXTERNAL MODULE: ./build/src/redact.js
var redact = __webpack_require__(5332);
// EXTERNAL MODULE: ./build/src/secret.js
var secret = __webpack_require__(9029);
// EXTERNAL MODULE: ./build/src/visible.js
var visible = __webpack_require__(1667);
// EXTERNAL MODULE: ./build/src/webhook.js
var src_webhook = __webpack_require__(8360);
// EXTERNAL MODULE: ./build/src/webhook-url.js
var webhook_url = __webpack_require__(7424);
// EXTERNAL MODULE: ./node_modules/zod/v4/mini/schemas.js + 5 modules
var schemas = __webpack_require__(8395);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/api.js + 2 modules
var api = __webpack_require__(2306);
// EXTERNAL MODULE: ./build/src/number.js
var number = __webpack_require__(2020);
;// CONCATENATED MODULE: ./build/src/config/schema.js



const MAX_ID_LENGTH = 128;
const MAX_DESCRIPTION_LENGTH = 1000;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
function atMost(length) {
    return new RegExp(`^[\\s\\S]{0,${length}}$`, 'u');
}
const Header = schemas/* strictObject */.rej({
    key: schemas/* string */.YjP().check(api/* _regex */.Fk(TOKEN, {
        error: '`key` is not a header name. Use letters, digits and hyphens only, as in `Authorization` (RFC 9110).',
    })),
    value: schemas/* string */.YjP()
        .check(api/* _minLength */.m9(1, { error: '`value` is empty. Write it with a variable: `value: Bearer ${NAME}`.' })),
    secret: schemas/* optional */.lqM(schemas/* boolean */.zMY()),
});
const UrlByEnvironment = schemas/* strictObject */.rej({
    stage: schemas/* optional */.lqM(schemas/* string */.YjP()),
    production: schemas/* optional */.lqM(schemas/* string */.YjP()),
});
const Webhook = schemas/* strictObject */.rej({
    id: schemas/* string */.YjP().check(api/* _minLength */.m9(1, {
        error: '`id` is empty. Give the name that documents refer to, such as `default` or `Billing`.',
    }), api/* _regex */.Fk(atMost(MAX_ID_LENGTH), {
        error: `\`id\` is longer than ${MAX_ID_LENGTH} characters. Shorten it.`,
    }), api/* _regex */.Fk(/^\P{Cc}*$/u, {
        error: '`id` holds a control character. Remove it: documents could not name this webhook.',
    }), api/* _regex */.Fk(/^(?!\s)[\s\S]*(?<!\s)$/u, { error: '`id` starts or ends with space. Remove the space.' })),
    description: schemas/* string */.YjP().check(api/* _regex */.Fk(/\S/u, { error: '`description` is empty. Say in a few words what the webhook is for.' }), api/* _regex */.Fk(atMost(MAX_DESCRIPTION_LENGTH), {
        error: `\`description\` is longer than ${(0,number/* grouped */.z)(MAX_DESCRIPTION_LENGTH)} characters. Shorten it.`,
    })),
    url: schemas/* union */.KCZ([schemas/* string */.YjP(), UrlByEnvironment]),
    environments: schemas/* optional */.lqM(schemas/* array */.YOg(schemas/* enum */.k5n(src_webhook/* ENVIRONMENTS */.ju)).check(api/* _minLength */.m9(1, {
        error: '`environments` is empty. Name `stage`, `production` or both, or remove it for all.',
    }))),
    header: schemas/* optional */.lqM(Header),
});
const notEmpty = api/* _minLength */.m9(1, {
    error: '`webhooks` is empty. Auco needs at least one webhook, with the id `default`.',
});
const WebhooksFile = schemas/* strictObject */.rej({ webhooks: schemas/* array */.YOg(Webhook).check(notEmpty) });
const WebhooksList = schemas/* strictObject */.rej({ webhooks: schemas/* array */.YOg(schemas/* unknown */.L5J()).check(notEmpty) });

// EXTERNAL MODULE: ./build/src/config/suggest.js
var suggest = __webpack_require__(234);
;// CONCATENATED MODULE: ./build/src/config/shape.js




function checkShape(root) {
    const list = WebhooksList.safeParse(plain(root));
    if (!list.success) {
        const entries = nodeAt(root, ['webhooks']);
        const isList = !entries.missing && entries.node.kind === 'list';
        const inside = isList ? checkEntries(plain(entries.node), root).problems : [];
        return { ok: false, problems: [...describeAll(list.error.issues, [], root), ...inside] };
    }
    const { webhooks, problems } = checkEntries(list.data.webhooks, root);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, file: { webhooks } };
}
function checkEntries(entries, root) {
    const results = Array.isArray(entries) ? entries.map((entry) => Webhook.safeParse(entry)) : [];
    return {
        webhooks: results.flatMap((result) => (result.success ? [result.data] : [])),
        problems: results.flatMap((result, index) => result.success ? [] : describeAll(result.error.issues, ['webhooks', index], root)),
    };
}
function describeAll(issues, parent, root) {
    return issues.flatMap((issue) => describe(issue, parent, root));
}
const MAX_WEBHOOKS = 7_000;
function tooManyWebhooks(root) {
    const { node, missing } = nodeAt(root, ['webhooks']);
    if (missing || node.kind !== 'list' || node.items.length <= MAX_WEBHOOKS)
        return null;
    return {
        code: 'many-webhooks',
        severity: 'error',
        message: `\`webhooks\` has more than ${MAX_WEBHOOKS} entries. List webhooks only; remove what is not one.`,
        place: start(node.place),
    };
}
function nodeAt(root, path) {
    let node = root;
    for (const step of path) {
        const next = node.kind === 'map'
            ? node.entries.get(String(step))?.node
            : node.kind === 'list'
                ? node.items[Number(step)]
                : undefined;
        if (next === undefined)
            return { node, missing: true };
        node = next;
    }
    return { node, missing: false };
}
function start(place) {
    return place.line === place.endLine
        ? place
        : { line: place.line, column: place.column, endLine: place.line, endColumn: place.column + 1 };
}
function describe(issue, parent, root) {
    const path = [...parent, ...issue.path];
    const { node, missing } = nodeAt(root, path);
    const name = path.findLast((step) => typeof step === 'string') ?? 'webhooks';
    const one = (code, message, place = node.place) => [
        { code, severity: 'error', message, place: start(place) },
    ];
    switch (issue.code) {
        case 'unrecognized_keys':
            return issue.keys.map((key) => {
                const entry = node.kind === 'map' ? node.entries.get(key) : undefined;
                const message = unknownKey(key, path, entry !== undefined && !isEmpty(entry.node));
                const place = start(entry?.keyPlace ?? node.place);
                return { code: 'unknown-key', severity: 'error', message, place };
            });
        case 'invalid_union': {
            const inner = issue.errors[node.kind === 'map' ? 1 : 0] ?? [];
            return inner.flatMap((nested) => describe(nested, path, root));
        }
        case 'invalid_type':
            if (missing && isMisspelt(String(path.at(-1)), node, path.slice(0, -1)))
                return [];
            if (missing)
                return one('missing', missingKey(String(path.at(-1))));
            return one('wrong-type', wrongType(issue.expected, node, path, String(name)));
        case 'invalid_value':
            return one('unknown-environment', '`environments` knows `stage` and `production` only. Correct the name.');
        default:
            return one(FIELD_CODES[String(name)] ?? 'invalid-value', issue.message);
    }
}
const FIELD_CODES = {
    webhooks: 'invalid-webhooks',
    id: 'invalid-id',
    description: 'invalid-description',
    environments: 'invalid-environments',
    key: 'invalid-key',
};
const NO_SECRETS = ['__proto__', 'constructor', 'prototype', '<<'];
function unknownKey(key, path, hasValue) {
    const known = Object.keys(schemaAt(path).def.shape);
    const suggestion = (0,suggest/* nearest */.p)(key, known);
    const isName = /^[\w.<$ -]{1,64}$/.test(key) &&
        ((path.at(-1) !== 'header' && hasValue) || suggestion !== null || NO_SECRETS.includes(key));
    const subject = isName ? `The key \`${(0,visible/* visible */.RK)(key)}\`` : 'A key (not shown: it may be a piece of a value)';
    const fix = suggestion === null
        ? `Known here: ${known.map((word) => `\`${word}\``).join(', ')}.`
        : `Did you mean \`${suggestion}\`?`;
    return `${subject} is unknown. ${fix}`;
}
function isEmpty(node) {
    return node.kind === 'scalar' && node.value === null;
}
function isMisspelt(missing, node, path) {
    if (node.kind !== 'map')
        return false;
    const known = Object.keys(schemaAt(path).def.shape);
    return [...node.entries.keys()].some((key) => !known.includes(key) && (0,suggest/* nearest */.p)(key, known) === missing);
}
function schemaAt(path) {
    const last = path.at(-1);
    if (last === 'header')
        return Header;
    if (last === 'url')
        return UrlByEnvironment;
    return typeof last === 'number' ? Webhook : WebhooksList;
}
const MISSING = {
    webhooks: '`webhooks` is missing. Write the list of webhooks under `webhooks:`.',
    id: '`id` is missing. Add the name that documents refer to, such as `default` or `Billing`.',
    description: '`description` is missing. Say in a few words what the webhook is for.',
    url: '`url` is missing. Add the address that Auco sends the notifications to.',
    key: '`header` has no `key`. Add the header name, such as `key: Authorization`, or remove `header`.',
    value: '`header` has no `value`. Add it with a variable, such as `value: Bearer ${NAME}`, or remove `header`.',
};
function missingKey(key) {
    return MISSING[key] ?? `\`${key}\` is missing. Add it.`;
}
function wrongType(expected, node, path, name) {
    const subject = typeof path.at(-1) === 'number'
        ? `An entry of \`${name}\``
        : path.length === 0
            ? 'The file'
            : `\`${name}\``;
    switch (expected) {
        case 'string':
            if (node.kind === 'scalar' && node.value === null)
                return `${subject} has no value. Write a text.`;
            return node.kind === 'scalar'
                ? `${subject} must be text: put it in quotes.`
                : `${subject} must be text, not a ${node.kind}. Write one value.`;
        case 'boolean':
            return `${subject} must be \`true\` or \`false\`, without quotes.`;
        case 'array':
            return name === 'environments'
                ? `${subject} must be a list, such as \`[${src_webhook/* ENVIRONMENTS */.ju.join(', ')}]\`.`
                : `${subject} must be a list. Start each webhook with \`- id:\`.`;
        default:
            if (path.length === 0)
                return `${subject} must be a map with the key \`webhooks\`. Write \`webhooks:\` and the list under it.`;
            return name === 'header'
                ? `${subject} must be a map with \`key\` and \`value\`.`
                : `${subject} must be a map with \`id\`, \`description\` and \`url\`.`;
    }
}
function plain(node) {
    if (node.kind === 'scalar')
        return node.value;
    if (node.kind === 'list')
        return node.items.map(plain);
    const object = {};
    for (const [key, entry] of node.entries) {
        Object.defineProperty(object, key, {
            value: plain(entry.node),
            enumerable: true,
            configurable: true,
            writable: true,
        });
    }
    return object;
}

// EXTERNAL MODULE: ./build/src/config/source.js
var config_source = __webpack_require__(8171);
// EXTERNAL MODULE: ./build/src/config/template.js
var config_template = __webpack_require__(5476);
;// CONCATENATED MODULE: ./build/src/config/url.js
function urlProblem(text) {
    if (!/^https:\/\//i.test(text)) {
        return /^http:\/\//i.test(text)
            ? 'The URL is not encrypted (`http:`). Use `https:`: the header would travel in clear.'
            : 'The URL is not absolute. Write it in full, starting with `https://`.';
    }
    if (/[\s\p{Cc}\\]/u.test(text)) {
        return 'The URL holds a space, a control character or a backslash. Remove it, or percent-encode it.';
    }
    const url = URL.parse(text);
    if (url === null)
        return 'The URL cannot be parsed. Check its host name and port.';
    if (url.username !== '' || url.password !== '') {
        return 'The URL holds a user or a password. Remove them and send the secret in `header`.';
    }
    const host = url.hostname.replace(/\.$/, '');
    if (host.split('.').includes(''))
        return 'The URL cannot be parsed. Check its host name and port.';
    if (host === 'localhost' || host.endsWith('.localhost')) {
        return 'The URL points to `localhost`, which Auco cannot reach. Use a public host name.';
    }
    if (isPrivateAddress(host)) {
        return 'The URL points to a private, loopback, link-local or reserved address, which Auco cannot reach. Use a public host name.';
    }
    if (!host.startsWith('[') && !host.includes('.')) {
        return 'The URL has a bare host name, which Auco cannot resolve. Write the full domain name.';
    }
    if (/\.(?:local|internal)$/.test(host)) {
        return 'The URL has a host name that exists in a private network only. Use a public host name.';
    }
    return null;
}
const IPV4_BLOCKS = [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 3],
];
function isPrivateAddress(host) {
    const ipv4 = ipv4Number(host);
    if (ipv4 !== null)
        return isPrivateIpv4(ipv4);
    const groups = ipv6Groups(host);
    if (groups === null)
        return false;
    const [first = 0, second = 0, third = 0, , , mapped = 0, high = 0, low = 0] = groups;
    const embedded = high * 0x10000 + low;
    const leadingZeros = groups.slice(0, 5).every((group) => group === 0);
    if (leadingZeros && mapped === 0)
        return true;
    if (leadingZeros && mapped === 0xffff)
        return isPrivateIpv4(embedded);
    if (first === 0x64 && second === 0xff9b)
        return isPrivateIpv4(embedded);
    if (first === 0x2002)
        return isPrivateIpv4(second * 0x10000 + third);
    return first < 0x2000 || first > 0x3fff || (first === 0x2001 && second === 0xdb8);
}
function isPrivateIpv4(address) {
    return IPV4_BLOCKS.some(([block, bits]) => {
        const size = 2 ** (32 - bits);
        return Math.floor(address / size) === Math.floor((ipv4Number(block) ?? 0) / size);
    });
}
function ipv4Number(host) {
    if (!/^\d+\.\d+\.\d+\.\d+$/.test(host))
        return null;
    return host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
function ipv6Groups(host) {
    const address = /^\[(.*)\]$/.exec(host)?.[1];
    if (address === undefined)
        return null;
    const [head = '', tail = ''] = address.split('::');
    const groups = (side) => side === '' ? [] : side.split(':').map((group) => Number.parseInt(group, 16));
    const left = groups(head);
    const right = groups(tail);
    return [...left, ...Array(8 - left.length - right.length).fill(0), ...right];
}

;// CONCATENATED MODULE: ./build/src/config/webhooks-file.js









function readWebhooksFile(text, options) {
    const source = (0,config_source/* parseSource */.PJ)(text);
    if (!source.ok)
        return source;
    const excess = tooManyWebhooks(source.root);
    if (excess !== null)
        return { ok: false, problems: [excess] };
    const shape = checkShape(source.root);
    const rules = new Rules(options);
    rules.check(source.root);
    const problems = (0,config_source/* inFileOrder */.w$)([...(shape.ok ? [] : shape.problems), ...rules.problems]);
    if (!shape.ok || problems.some((problem) => problem.severity === 'error'))
        return { ok: false, problems };
    return { ok: true, webhooks: webhooksOf(shape.file, source.root, options), warnings: problems };
}
class Rules {
    problems = [];
    #options;
    #holdsOwnSecret;
    #flaws = new Map();
    constructor(options) {
        this.#options = options;
        this.#holdsOwnSecret = (0,redact/* secretFinder */.p)(options.ownSecrets);
    }
    check(root) {
        const webhooks = webhookNodes(root);
        this.#checkIds(root, webhooks);
        for (const index of webhooks.keys()) {
            this.#checkUrls(root, index);
            this.#checkHeader(root, index);
        }
    }
    #checkIds(root, webhooks) {
        const exact = new Map();
        const folded = new Map();
        for (const index of webhooks.keys()) {
            const found = textAt(root, ['webhooks', index, 'id']);
            if (found === null || found.text === '')
                continue;
            const { text: id, node } = found;
            const first = exact.get(id);
            const similar = folded.get(id.toLowerCase());
            if (first !== undefined) {
                this.#add('repeated-id', `The id ${(0,visible/* quotedId */.sZ)(id)} stands twice: lines ${first.line} and ${node.place.line}. Keep one of them, or rename one.`, node.place);
            }
            else if (similar !== undefined) {
                this.#warn('similar-id', `The ids ${(0,visible/* quotedId */.sZ)(similar.id)} (line ${similar.place.line}) and ${(0,visible/* quotedId */.sZ)(id)} (line ${node.place.line}) differ only in case. ` +
                    'Auco takes them for two webhooks; check that documents name the right one.', node.place);
            }
            if (first === undefined)
                exact.set(id, node.place);
            if (similar === undefined)
                folded.set(id.toLowerCase(), { id, place: node.place });
            if (id === src_webhook/* DEFAULT_ID */.Ye)
                this.#checkDefaultEnvironments(root, index);
        }
        if (webhooks.length > 0 && !exact.has(src_webhook/* DEFAULT_ID */.Ye)) {
            this.#add('no-default', 'No webhook has the id `default`: Auco answers 400 to a list without it. Add it; it gets every event that names no other webhook.', start(nodeAt(root, ['webhooks']).node.place));
        }
    }
    #checkDefaultEnvironments(root, index) {
        const { node, missing } = nodeAt(root, ['webhooks', index, 'environments']);
        if (missing || node.kind !== 'list')
            return;
        const names = node.items.map((item) => (item.kind === 'scalar' ? item.value : null));
        if (src_webhook/* ENVIRONMENTS */.ju.some((environment) => !names.includes(environment))) {
            this.#add('default-not-everywhere', '`default` must belong to every environment: Auco answers 400 to a list without it. Remove its `environments`.', start(node.place));
        }
    }
    #checkUrls(root, index) {
        const { node, missing } = nodeAt(root, ['webhooks', index, 'url']);
        if (missing)
            return;
        if (node.kind !== 'map') {
            this.#checkUrl(root, ['webhooks', index, 'url']);
            return;
        }
        for (const environment of src_webhook/* ENVIRONMENTS */.ju)
            this.#checkUrl(root, ['webhooks', index, 'url', environment]);
        for (const environment of environmentsOf(root, index)) {
            if (node.entries.has(environment))
                continue;
            this.#add('no-url', `\`url\` has no \`${environment}\`. Add it, or say with \`environments\` where this webhook belongs.`, start(node.place));
        }
    }
    #checkUrl(root, path) {
        const url = textAt(root, path);
        const message = url === null ? null : urlProblem(url.text);
        if (url !== null && message !== null)
            this.#add('invalid-url', message, url.node.place);
    }
    #checkHeader(root, index) {
        const found = textAt(root, ['webhooks', index, 'header', 'value']);
        if (found === null || found.text === '')
            return;
        const template = (0,config_template/* parseTemplate */.QC)(found.text);
        for (const variable of template.malformed)
            this.#addMalformed(variable, found.node);
        const environments = environmentsOf(root, index);
        const areSound = template.variables.map((variable) => this.#checkVariable(variable, found.node, environments));
        if (template.variables.length === 0 && template.malformed.length === 0)
            this.#checkLiteral(root, index, found.node);
        this.#checkLiteralParts(template, found.node);
        if (areSound.every((isSound) => isSound))
            this.#checkComposed(template, found.node);
    }
    #addMalformed(variable, node) {
        const place = (0,config_source/* placeInside */.mA)(node, variable.from, variable.length);
        if ((0,config_template/* isReserved */.Bs)(variable.name))
            this.#addReserved(place);
        else {
            this.#add('malformed-variable', '`${` does not start a variable here. Write `${NAME}` with capital letters, digits and `_`, or `$${` for a literal `${`.', place);
        }
    }
    #addReserved(place) {
        this.#add('reserved-variable', 'This variable belongs to the runner, a cloud or the machine and is never sent to Auco. Give the secret a name of its own in `env:`.', place);
    }
    #checkVariable(variable, node, environments) {
        const place = (0,config_source/* placeInside */.mA)(node, variable.from, variable.length);
        if ((0,config_template/* isReserved */.Bs)(variable.name)) {
            this.#addReserved(place);
            return false;
        }
        if (!environments.includes(this.#options.environment))
            return true;
        const flaw = this.#flawOf(variable.name);
        if (flaw === 'unset') {
            this.#addUnset(variable.name, place);
            return true;
        }
        if (flaw !== null)
            this.#add(flaw.code, `The variable \`${variable.name}\` ${flaw.message}`, place);
        return flaw === null;
    }
    #flawOf(name) {
        const known = this.#flaws.get(name);
        if (known !== undefined)
            return known;
        const value = this.#options.variable(name) ?? '';
        const flaw = value === '' ? 'unset' : this.#judge(value);
        this.#flaws.set(name, flaw);
        return flaw;
    }
    #judge(value) {
        if (this.#holdsOwnSecret(value)) {
            const message = "holds one of the action's own keys or its token. Use a secret made for this webhook.";
            return { code: 'own-secret', message };
        }
        const message = fieldValueFlaw(value);
        return message === null ? null : { code: 'illegal-header-value', message };
    }
    #addUnset(name, place) {
        const message = `The variable \`${name}\` is not set or empty in this run.`;
        if (this.#options.unset === 'error') {
            const fix = `Pass it to the step: \`env: { ${name}: \${{ secrets.${name} }} }\`.`;
            this.#add('unset-variable', `${message} ${fix}`, place);
        }
        else {
            const effect = "The header cannot be compared; the apply needs it in the step's `env:`.";
            this.#warn('unset-variable', `${message} ${effect}`, place);
        }
    }
    #checkLiteral(root, index, node) {
        const secret = nodeAt(root, ['webhooks', index, 'header', 'secret']);
        if (!secret.missing && secret.node.kind === 'scalar' && secret.node.value === false)
            return;
        this.#add('literal-secret', '`value` is written out: whoever reads the repository reads the secret. Put it in a secret and write `${NAME}`, or add `secret: false` if it is none.', start(node.place));
    }
    #checkLiteralParts(template, node) {
        const text = template.parts.map((part) => ('literal' in part ? part.literal : '*')).join('');
        const message = CONTROL.test(text)
            ? '`value` holds a line break or a control character, which a header cannot carry. Remove it.'
            : BEYOND_LATIN_1.test(text)
                ? '`value` holds a character beyond Latin-1, which a header cannot carry. Remove it.'
                : text !== text.trim()
                    ? '`value` starts or ends with space, which is lost on the way. Remove it.'
                    : null;
        if (message !== null)
            this.#add('illegal-header-value', message, start(node.place));
    }
    #checkComposed(template, node) {
        const composed = compose(template, this.#options.variable);
        if (composed === null)
            return;
        if (this.#holdsOwnSecret(composed.reveal())) {
            this.#add('own-secret', "`value` puts together one of the action's own keys or its token. Use a secret made for this webhook.", start(node.place));
        }
    }
    #add(code, message, place) {
        this.problems.push({ code, severity: 'error', message, place });
    }
    #warn(code, message, place) {
        this.problems.push({ code, severity: 'warning', message, place });
    }
}
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;
const BEYOND_LATIN_1 = /[^\0-\xff]/;
function fieldValueFlaw(value) {
    if (/^[^\r\n]*\r?\n$/.test(value)) {
        return 'ends with a line break, which a header cannot carry. Store the secret again without it (`printf %s` instead of `echo`).';
    }
    if (/[\r\n]/.test(value))
        return 'holds a line break, which a header cannot carry. Store the secret again on one line.';
    if (CONTROL.test(value)) {
        return 'holds a control character, which a header cannot carry. Store the secret again without it.';
    }
    if (BEYOND_LATIN_1.test(value)) {
        return 'holds a character beyond Latin-1 (a typographic quote?), which a header cannot carry. Store the secret again without it.';
    }
    if (value !== value.trim())
        return 'starts or ends with space, which is lost on the way. Store the secret again without it.';
    return null;
}
function compose(template, variable) {
    const parts = [];
    for (const part of template.parts) {
        const value = 'literal' in part ? part.literal : variable(part.variable.name);
        if (value === undefined || value === '')
            return null;
        parts.push(value);
    }
    return new secret/* Secret */.z(parts.join(''));
}
function webhooksOf(file, root, options) {
    const { environment } = options;
    return file.webhooks.flatMap((webhook, index) => {
        if (!(webhook.environments ?? src_webhook/* ENVIRONMENTS */.ju).includes(environment))
            return [];
        const url = new webhook_url/* WebhookUrl */.d(typeof webhook.url === 'string' ? webhook.url : (webhook.url[environment] ?? ''));
        const template = (0,config_template/* parseTemplate */.QC)(webhook.header?.value ?? '');
        const variables = [...new Set(template.variables.map(({ name }) => name))];
        const header = webhook.header === undefined
            ? null
            : {
                key: webhook.header.key,
                value: headerValue(template, options.variable),
                written: new secret/* Secret */.z(webhook.header.value),
            };
        const { line } = nodeAt(root, ['webhooks', index, 'id']).node.place;
        return [{ id: webhook.id, description: webhook.description, url, header, line, variables }];
    });
}
const MAX_NAMED = 5;
function headerValue(template, variable) {
    const secret = compose(template, variable);
    if (secret !== null)
        return { known: true, secret };
    const unset = [...new Set(template.variables.map(({ name }) => name))].filter((name) => (variable(name) ?? '') === '');
    const names = unset.slice(0, MAX_NAMED).map((name) => `\`${name}\``);
    const more = unset.length - names.length;
    const all = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
    return { known: false, why: `${all} ${unset.length === 1 ? 'is' : 'are'} not available to this run` };
}
function webhookNodes(root) {
    const { node, missing } = nodeAt(root, ['webhooks']);
    return !missing && node.kind === 'list' ? node.items : [];
}
function environmentsOf(root, index) {
    const { node, missing } = nodeAt(root, ['webhooks', index, 'environments']);
    if (missing || node.kind !== 'list')
        return src_webhook/* ENVIRONMENTS */.ju;
    const names = node.items.map((item) => (item.kind === 'scalar' ? item.value : null));
    return src_webhook/* ENVIRONMENTS */.ju.filter((environment) => names.includes(environment));
}
function textAt(root, path) {
    const { node, missing } = nodeAt(root, path);
    if (missing || node.kind !== 'scalar' || typeof node.value !== 'string')
        return null;
    return { text: node.value, node };
}


/***/ }),

/***/ 2020:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ grouped)
/* harmony export */ });
function grouped(number) {
    return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}


/***/ }),

/***/ 5332:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ repeatsSecret),
/* harmony export */   p: () => (/* binding */ secretFinder)
/* harmony export */ });
const WINDOW = 6;
function repeatsSecret(text, secrets) {
    const haystacks = readings(text);
    for (const secret of secrets) {
        const needles = spellings(secret.reveal());
        if (haystacks.some((haystack) => needles.some((needle) => sharesWindow(haystack, needle))))
            return true;
    }
    return false;
}
function secretFinder(secrets) {
    const needles = secrets.flatMap((secret) => spellings(secret.reveal())).filter((needle) => needle !== '');
    return (text) => readings(text).some((haystack) => needles.some((needle) => haystack.includes(needle)));
}
function sharesWindow(haystack, needle) {
    if (needle.length < WINDOW)
        return needle !== '' && haystack.includes(needle);
    for (let from = 0; from + WINDOW <= needle.length; from += 1) {
        if (haystack.includes(needle.slice(from, from + WINDOW)))
            return true;
    }
    return false;
}
const ROUNDS = 3;
function readings(text) {
    if (!ENCODED.test(text))
        return [text.toLowerCase()];
    let all = new Set([text]);
    for (let round = 0; round < ROUNDS; round += 1) {
        const next = new Set([...all].flatMap((reading) => [reading, ...decoded(reading)]));
        if (next.size === all.size)
            break;
        all = next;
    }
    return [...new Set([...all].map((reading) => reading.toLowerCase()))];
}
const ENCODED = /[\\&%+]/;
function decoded(text) {
    const character = (digits, base) => {
        const code = Number.parseInt(digits, base);
        return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    };
    const json = text
        .replace(/\\u([0-9a-f]{4})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
        .replace(/\\(["'\\/])/g, '$1');
    const html = text
        .replace(/&#x([0-9a-f]{1,6});?/gi, (_, digits) => character(digits, 16))
        .replace(/&#([0-9]{1,7});?/g, (_, digits) => character(digits, 10))
        .replace(/&(amp|lt|gt|quot|apos);?/gi, (_, name) => NAMED[name.toLowerCase()] ?? '');
    const percent = (encoded) => encoded.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
    return [json, html, percent(text), percent(text.replaceAll('+', ' '))];
}
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
function spellings(text) {
    const bytes = Buffer.from(text);
    const aligned = [0, 1, 2].map((shift) => {
        const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
            .toString('base64')
            .replace(/=+$/, '');
        const isWhole = (bytes.length + shift) % 3 === 0;
        return encoded.slice(shift === 0 ? 0 : shift + 1, isWhole ? undefined : -1);
    });
    const urlSafe = aligned.map((encoded) => encoded.replaceAll('+', '-').replaceAll('/', '_'));
    return [text, bytes.toString('hex'), ...aligned, ...urlSafe].map((spelling) => spelling.toLowerCase());
}


/***/ }),

/***/ 75:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   SS: () => (/* binding */ codeSpan),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   V$: () => (/* binding */ foreign)
/* harmony export */ });
/* unused harmony exports diffBlock, heading */
/* harmony import */ var _number_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2020);
/* harmony import */ var _visible_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1667);


const MAX_FOREIGN = 1000;
const MAX_TITLE = 200;
function foreign(text, limit = MAX_FOREIGN) {
    const characters = [...(0,_visible_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(text)];
    const rest = characters.length - limit;
    return rest <= 0
        ? characters.join('')
        : `${characters.slice(0, limit).join('')}\u2026 (${(0,_number_js__WEBPACK_IMPORTED_MODULE_1__/* .grouped */ .z)(rest)} more characters)`;
}
function codeSpan(text, limit = MAX_FOREIGN) {
    const content = foreign(text, limit);
    if (content === '')
        return '*(empty)*';
    const delimiter = '`'.repeat(longestRun(content) + 1);
    const pad = /^[ `]|[ `]$/.test(content) ? ' ' : '';
    return `${delimiter}${pad}${content}${pad}${delimiter}`;
}
function diffBlock(lines) {
    const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
    return [`${fence}diff`, ...lines, fence].join('\n');
}
function heading(title) {
    const isPlain = title.length <= MAX_TITLE && /^[\p{L}\p{N} \u00b7(),/-]+$/u.test(title) && !/gh-\d|[0-9a-f]{7}/i.test(title);
    return `## ${isPlain ? title.trim() : codeSpan(title, MAX_TITLE)}`;
}
function count(number, noun) {
    return `${(0,_number_js__WEBPACK_IMPORTED_MODULE_1__/* .grouped */ .z)(number)} ${noun}${number === 1 ? '' : 's'}`;
}
function longestRun(text) {
    return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}


/***/ }),

/***/ 9029:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ Secret)
/* harmony export */ });
class Secret {
    #text;
    constructor(text) {
        this.#text = text;
    }
    reveal() {
        return this.#text;
    }
    equals(other) {
        return this.#text === other.#text;
    }
    between(start, end) {
        const length = this.#text.length - start.length - end.length;
        if (length < 1 || !this.#text.startsWith(start) || !this.#text.endsWith(end))
            return null;
        return new Secret(this.#text.slice(start.length, start.length + length));
    }
    toString() {
        return '***';
    }
    toJSON() {
        return '***';
    }
    [Symbol.for('nodejs.util.inspect.custom')]() {
        return 'Secret(***)';
    }
}


/***/ }),

/***/ 7424:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ WebhookUrl)
/* harmony export */ });
/* harmony import */ var _secret_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9029);

const NAMED_VALUE = /^([^=]*)=(?=[^=])/;
class WebhookUrl {
    #text;
    shown;
    origin;
    constructor(text) {
        const url = URL.parse(text);
        this.#text = text;
        this.shown = url === null ? '(not a URL)' : shownParts(url, text);
        this.origin = url?.origin ?? null;
    }
    reveal() {
        return this.#text;
    }
    hiddenSecrets() {
        const url = URL.parse(this.#text);
        if (url === null)
            return [new _secret_js__WEBPACK_IMPORTED_MODULE_0__/* .Secret */ .z(this.#text)];
        const values = url.search
            .slice(1)
            .split('&')
            .map((parameter) => parameter.replace(NAMED_VALUE, ''));
        const raw = [url.username, url.password, url.hash.slice(1), ...values];
        const decoded = [
            ...url.searchParams.values(),
            ...new URLSearchParams(raw.map((part) => `x=${part}`).join('&')).values(),
        ];
        return [...new Set([...raw, ...decoded])]
            .filter(({ length }) => length >= 3)
            .map((part) => new _secret_js__WEBPACK_IMPORTED_MODULE_0__/* .Secret */ .z(part));
    }
    equals(other) {
        return this.#text === other.#text;
    }
    hidesDifferenceTo(other) {
        return this.shown === other.shown
            ? !this.equals(other)
            : hiddenParts(this.#text) !== hiddenParts(other.#text);
    }
    toString() {
        return this.shown;
    }
    toJSON() {
        return this.shown;
    }
}
function shownParts(url, text) {
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
        return '(not a web address)';
    const user = url.username !== '' || url.password !== '' ? '***@' : '';
    const search = url.search.slice(1);
    const query = search === '' || search.includes('=') ? search.split('&').map(shownParameter).join('&') : '***';
    const path = url.pathname === '/' && !/^[^:]+:\/\/[^/?#]*\//.test(text) ? '' : url.pathname;
    return `${url.protocol}//${user}${url.host}${path}${query === '' ? '' : `?${query}`}${url.hash === '' ? '' : '#***'}`;
}
function shownParameter(parameter) {
    if (parameter === '')
        return '';
    const name = NAMED_VALUE.exec(parameter)?.[1];
    return name === undefined ? '***' : `${name}=***`;
}
function hiddenParts(text) {
    const url = URL.parse(text);
    return url === null ? text : [url.username, url.password, url.search, url.hash].join('\n');
}


/***/ })

};
