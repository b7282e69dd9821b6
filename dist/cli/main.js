import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 752:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   ZI: () => (/* binding */ STANDARD_STREAM),
/* harmony export */   lR: () => (/* binding */ readArguments)
/* harmony export */ });
/* unused harmony export COMMANDS */
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7975);
/* harmony import */ var _config_suggest_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(234);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7406);
/* harmony import */ var _webhook_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8360);




const COMMANDS = ['validate', 'plan', 'import'];
const STANDARD_STREAM = '-';
const DEFAULT_FILE = 'webhooks.yaml';
const VALIDATE_FORMATS = ['text', 'json', 'github'];
const PLAN_FORMATS = ['text', 'json'];
const OPTIONS = {
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean' },
    environment: { type: 'string', short: 'e' },
    format: { type: 'string' },
    'api-url': { type: 'string' },
    'detailed-exitcode': { type: 'boolean' },
    'github-environment': { type: 'string' },
};
const OPTIONS_OF = {
    validate: ['environment', 'format', 'help', 'version'],
    plan: ['environment', 'format', 'detailed-exitcode', 'api-url', 'help', 'version'],
    import: ['environment', 'api-url', 'github-environment', 'help', 'version'],
};
function readArguments(args) {
    const { tokens } = (0,node_util__WEBPACK_IMPORTED_MODULE_0__.parseArgs)({
        args,
        options: OPTIONS,
        strict: false,
        allowPositionals: true,
        tokens: true,
    });
    const positionals = tokens.filter((token) => token.kind === 'positional').map(({ value }) => value);
    if (positionals.length === 1 && positionals[0] === 'help')
        return { command: 'help', of: null };
    if (positionals.length === 1 && positionals[0] === 'version')
        return { command: 'version' };
    const [first, ...files] = positionals;
    const command = first === undefined ? null : commandNamed(first);
    const given = new Map();
    for (const token of tokens) {
        if (token.kind !== 'option')
            continue;
        const name = optionNamed(token.name, token.rawName, command);
        given.set(name, optionValue(name, token.value, token.inlineValue === true));
    }
    if (given.has('help'))
        return { command: 'help', of: command };
    if (given.has('version'))
        return { command: 'version' };
    if (command === null)
        throw usage('A command is missing.', `Give one of ${list(COMMANDS)}.`, null);
    if (files.length > 1)
        throw usage('More than one file is given.', 'Give one, or none.', command);
    const file = files[0] ?? DEFAULT_FILE;
    if (KEY.test(file))
        throw keyOnCommandLine(command);
    if (file === '')
        throw usage('The name of the file is empty.', 'Leave it out for `webhooks.yaml`.', command);
    const environment = oneOf('environment', given, _webhook_js__WEBPACK_IMPORTED_MODULE_2__/* .ENVIRONMENTS */ .ju, command);
    const apiUrl = given.get('api-url') ?? null;
    switch (command) {
        case 'validate':
            return {
                command,
                file,
                environment,
                format: oneOf('format', given, VALIDATE_FORMATS, command) ?? 'text',
            };
        case 'plan':
            return {
                command,
                file,
                environment: environment ?? 'stage',
                apiUrl,
                format: oneOf('format', given, PLAN_FORMATS, command) ?? 'text',
                detailedExitCode: given.has('detailed-exitcode'),
            };
        case 'import':
            return {
                command,
                file,
                environment: environment ?? 'stage',
                apiUrl,
                githubEnvironment: githubEnvironment(given, environment ?? 'stage'),
            };
    }
}
function githubEnvironment(given, environment) {
    const name = given.get('github-environment') ?? `auco-${environment}-apply`;
    if (/^[\w.][\w.-]*$/.test(name))
        return name;
    throw usage('`--github-environment` holds more than letters, digits, `.`, `_` and `-`.', 'Give the name of the environment that the apply job has.', 'import');
}
function commandNamed(word) {
    const command = COMMANDS.find((name) => name === word);
    if (command !== undefined)
        return command;
    if (KEY.test(word))
        throw keyOnCommandLine(null);
    const suggestion = (0,_config_suggest_js__WEBPACK_IMPORTED_MODULE_3__/* .nearest */ .p)(word, COMMANDS);
    throw usage(`${shownWord('command', word)} is unknown.`, suggestion === null ? `Known are ${list(COMMANDS)}.` : `Did you mean \`${suggestion}\`?`, null);
}
function optionNamed(name, rawName, command) {
    const known = command === null ? allOptions() : OPTIONS_OF[command];
    const option = known.find((candidate) => candidate === name);
    if (option !== undefined)
        return option;
    if (/key|token|secret/i.test(name) || KEY.test(name))
        throw keyOnCommandLine(command);
    if (command !== null && allOptions().some((candidate) => candidate === name)) {
        throw usage(`\`${command}\` has no option \`--${name}\`.`, `It knows ${options(known)}.`, command);
    }
    const suggestion = (0,_config_suggest_js__WEBPACK_IMPORTED_MODULE_3__/* .nearest */ .p)(name, known);
    throw usage(`${shownWord('option', rawName)} is unknown.`, suggestion === null ? `Known are ${options(known)}.` : `Did you mean \`--${suggestion}\`?`, command);
}
const KEY = /^p[ur]k_/i;
function keyOnCommandLine(command) {
    return usage('Keys are not taken from the command line, where other programs and the history of the shell see them.', 'Set the variable AUCO_PUBLIC_KEY; if a key was typed here, let Auco make a new one.', command);
}
function optionValue(name, value, isInline) {
    if (OPTIONS[name].type === 'boolean') {
        if (value !== undefined)
            throw usage(`\`--${name}\` takes no value.`, 'Remove what follows the `=`.', null);
        return '';
    }
    if (value === undefined || value === '' || (value.startsWith('-') && !isInline)) {
        throw usage(`\`--${name}\` needs a value.`, `Write \`--${name} <value>\`.`, null);
    }
    return value;
}
function oneOf(name, given, allowed, command) {
    const value = given.get(name);
    if (value === undefined)
        return null;
    const found = allowed.find((candidate) => candidate === value);
    if (found !== undefined)
        return found;
    const suggestion = (0,_config_suggest_js__WEBPACK_IMPORTED_MODULE_3__/* .nearest */ .p)(value, allowed);
    throw usage(`\`--${name}\` has a value that is not one of ${list(allowed)}.`, suggestion === null ? 'Give one of them.' : `Did you mean \`${suggestion}\`?`, command);
}
function shownWord(kind, word) {
    return /^-{0,2}[a-z]+(?:-[a-z]+)*$/.test(word) && word.length <= 24
        ? `The ${kind} \`${word}\``
        : `This ${kind}`;
}
function usage(reason, fix, command) {
    const help = command === null ? 'auco-webhooks --help' : `auco-webhooks ${command} --help`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y('usage', reason, `${fix} \`${help}\` shows more.`);
}
function allOptions() {
    return [...new Set(Object.values(OPTIONS_OF).flat())];
}
function options(names) {
    return list(names.map((name) => `--${name}`));
}
function list(words) {
    return words.map((word) => `\`${word}\``).join(', ');
}


/***/ }),

/***/ 2225:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ HELP),
/* harmony export */   a: () => (/* binding */ HELP_OF)
/* harmony export */ });
const COMMON = `  -h, --help                  Show this text
      --version               Show the version`;
const ENVIRONMENT = `  -e, --environment <name>    stage (default) or production
      --api-url <url>         Another base URL of Auco's company API`;
const KEY = `  AUCO_PUBLIC_KEY             Auco's public key (puk_\u2026) of the company and environment: reads, never writes.
                              From the environment only: read -rs AUCO_PUBLIC_KEY && export AUCO_PUBLIC_KEY`;
const HELP = `Auco webhooks as code, on your machine. Nothing here writes to Auco.

Usage: auco-webhooks <command> [options]

Commands:
  validate [file]             Check the file
  plan [file]                 Show what an apply would change at Auco
  import [file]               Write the file from what is live at Auco

Options:
${COMMON}

auco-webhooks <command> --help shows what a command takes.
`;
const HELP_OF = {
    validate: `Check the file. Asks nobody, and needs no key.

Usage: auco-webhooks validate [file] [options]

  [file]                      The file; - is standard input. Default: webhooks.yaml

Options:
  -e, --environment <name>    stage or production. Default: both
      --format <name>         text (default), json, or github: annotations for a workflow
${COMMON}

Exit codes:
  0   The file is valid; there may be warnings
  1   The file has problems, or cannot be read
  130 Cancelled (143 by SIGTERM)
`,
    plan: `Show what an apply would change at Auco. Writes nothing, and shows no secret.

Usage: auco-webhooks plan [file] [options]

  [file]                      The file; - is standard input. Default: webhooks.yaml

Options:
${ENVIRONMENT}
      --format <name>         text (default), or json: the plan as the action's output \`plan\` has it
      --detailed-exitcode     Exit with 2 if live differs from the file
${COMMON}

Variables:
${KEY}
  those of the file           A header whose variable is not set cannot be compared, and the plan says so

Exit codes:
  0   The plan was made; with --detailed-exitcode: no difference was seen (what cannot be compared is told)
  1   The file has problems, or Auco cannot be read
  2   With --detailed-exitcode: live differs from the file
  130 Cancelled (143 by SIGTERM)
`,
    import: `Write the file from what is live at Auco, or merge another environment into it. Header values are never written:
each becomes a variable, and the commands are shown that store it as a secret at GitHub.

Usage: auco-webhooks import [file] [options]

  [file]                      The file; - is standard output. Default: webhooks.yaml
                              An existing file is merged by id and keeps its comments

Options:
${ENVIRONMENT}
      --github-environment <name>
                              Where the commands store the secrets. Default: auco-<environment>-apply
${COMMON}

Variables:
${KEY}

Exit codes:
  0   The file says what is live
  1   Auco cannot be read, or the file cannot say or merge what is live; it is as it was
  130 Cancelled (143 by SIGTERM); the file is as it was
`,
};


/***/ }),

/***/ 3867:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7406);
/* harmony import */ var _stack_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(1069);
/* harmony import */ var _troubleshooting_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6603);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(8009);
/* harmony import */ var _arguments_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(752);
/* harmony import */ var _help_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2225);
/* harmony import */ var _shell_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(7454);
/* harmony import */ var _terminal_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(9342);








const SIGNALS = { SIGINT: 130, SIGTERM: 143 };
const shell = {
    stdin: process.stdin,
    stdout: new _terminal_js__WEBPACK_IMPORTED_MODULE_5__/* .Terminal */ .B(process.stdout),
    stderr: new _terminal_js__WEBPACK_IMPORTED_MODULE_5__/* .Terminal */ .B(process.stderr),
    variable: (name) => process.env[name],
};
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
        shell.stderr.lines(['Cancelled.']);
        process.exit(SIGNALS[signal]);
    });
}
for (const event of ['unhandledRejection', 'uncaughtException']) {
    process.on(event, (error) => {
        fail(error);
        process.exit(_shell_js__WEBPACK_IMPORTED_MODULE_4__/* .EXIT */ .d.error);
    });
}
try {
    process.exitCode = await start((0,_arguments_js__WEBPACK_IMPORTED_MODULE_2__/* .readArguments */ .lR)(process.argv.slice(2)));
}
catch (error) {
    process.exitCode = _shell_js__WEBPACK_IMPORTED_MODULE_4__/* .EXIT */ .d.error;
    fail(error);
}
async function start(invocation) {
    switch (invocation.command) {
        case 'help':
            shell.stdout.text(invocation.of === null ? _help_js__WEBPACK_IMPORTED_MODULE_3__/* .HELP */ ._ : _help_js__WEBPACK_IMPORTED_MODULE_3__/* .HELP_OF */ .a[invocation.of]);
            return _shell_js__WEBPACK_IMPORTED_MODULE_4__/* .EXIT */ .d.ok;
        case 'version':
            shell.stdout.lines([_version_js__WEBPACK_IMPORTED_MODULE_6__/* .VERSION */ .x]);
            return _shell_js__WEBPACK_IMPORTED_MODULE_4__/* .EXIT */ .d.ok;
        case 'validate': {
            const { validate } = await Promise.all(/* import() */[__nccwpck_require__.e(233), __nccwpck_require__.e(575), __nccwpck_require__.e(308)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4308));
            return await validate(invocation, shell);
        }
        case 'plan': {
            const { plan } = await Promise.all(/* import() */[__nccwpck_require__.e(233), __nccwpck_require__.e(575), __nccwpck_require__.e(956)]).then(__nccwpck_require__.bind(__nccwpck_require__, 3575));
            return await plan(invocation, shell);
        }
        case 'import': {
            const { importCommand } = await Promise.all(/* import() */[__nccwpck_require__.e(233), __nccwpck_require__.e(575), __nccwpck_require__.e(732)]).then(__nccwpck_require__.bind(__nccwpck_require__, 732));
            return await importCommand(invocation, shell);
        }
    }
}
function fail(error) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .y) {
        shell.stderr.lines([[(0,_terminal_js__WEBPACK_IMPORTED_MODULE_5__/* .styled */ .I)('red', 'Error'), `: ${error.message}`]]);
        if (error.code !== 'usage') {
            shell.stderr.lines([
                [(0,_terminal_js__WEBPACK_IMPORTED_MODULE_5__/* .styled */ .I)('gray', `How to fix this: ${(0,_troubleshooting_js__WEBPACK_IMPORTED_MODULE_1__/* .helpUrl */ .xR)((0,_troubleshooting_js__WEBPACK_IMPORTED_MODULE_1__/* .troubleshootingUrl */ .KB)({}), error.code)}`)],
            ]);
        }
        return;
    }
    shell.stderr.lines([
        [(0,_terminal_js__WEBPACK_IMPORTED_MODULE_5__/* .styled */ .I)('red', 'Error'), ': This is a bug in auco-webhooks-action. Please report it, with what follows.'],
        ...(error instanceof Error ? [error.name, ...(0,_stack_js__WEBPACK_IMPORTED_MODULE_7__/* .callsOf */ .p)(error)] : [typeof error]),
    ]);
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 7454:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ EXIT)
/* harmony export */ });
const EXIT = { ok: 0, error: 1, changes: 2 };


/***/ }),

/***/ 9342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ Terminal),
/* harmony export */   I: () => (/* binding */ styled)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7975);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7406);
/* harmony import */ var _visible_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1667);



function styled(style, text) {
    return { text, style };
}
class Terminal {
    #stream;
    constructor(stream) {
        this.#stream = stream;
        stream.on('error', ({ code }) => {
            if (code === 'EPIPE')
                return;
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y('unwritable-file', `The output cannot be written (${/^[A-Z]+$/.exec(code ?? '')?.[0] ?? 'unknown'}).`, 'Check where it goes, and whether there is room.');
        });
    }
    lines(lines) {
        this.#stream.write(lines.map((line) => `${this.#rendered(line)}\n`).join(''));
    }
    text(text) {
        this.#stream.write(text);
    }
    #rendered(line) {
        const pieces = typeof line === 'string' ? [line] : line;
        return pieces
            .map((piece) => typeof piece === 'string'
            ? (0,_visible_js__WEBPACK_IMPORTED_MODULE_2__/* .visible */ .RK)(piece)
            : (0,node_util__WEBPACK_IMPORTED_MODULE_0__.styleText)([...[piece.style].flat()], (0,_visible_js__WEBPACK_IMPORTED_MODULE_2__/* .visible */ .RK)(piece.text), { stream: this.#stream }))
            .join('');
    }
}


/***/ }),

/***/ 234:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ nearest)
/* harmony export */ });
function nearest(word, known) {
    const limit = Math.max(1, Math.floor(word.length / 3));
    if (word.length > 32)
        return null;
    let best = null;
    for (const candidate of known) {
        if (Math.abs(candidate.length - word.length) > limit)
            continue;
        const edits = distance(word.toLowerCase(), candidate.toLowerCase());
        if (edits <= limit && (best === null || edits < best.edits))
            best = { word: candidate, edits };
    }
    if (best !== null)
        return best.word;
    return known.find((candidate) => word.length >= 3 && candidate.startsWith(word.toLowerCase())) ?? null;
}
function distance(a, b) {
    let beforeLast = [];
    let last = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i += 1) {
        const row = [i];
        for (let j = 1; j <= b.length; j += 1) {
            const replace = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            let edits = Math.min(replace, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
            if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
                edits = Math.min(edits, (beforeLast[j - 2] ?? 0) + 1);
            }
            row.push(edits);
        }
        beforeLast = last;
        last = row;
    }
    return last[b.length] ?? 0;
}


/***/ }),

/***/ 7406:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ UserError)
/* harmony export */ });
/* unused harmony export InvalidFileError */
class UserError extends Error {
    code;
    reason;
    fix;
    quote;
    constructor(code, reason, fix, quote = null) {
        super([reason, ...(quote === null ? [] : [`Auco says: "${quote}".`]), fix].join(' '));
        this.name = 'UserError';
        this.code = code;
        this.reason = reason;
        this.fix = fix;
        this.quote = quote;
    }
}
class InvalidFileError extends UserError {
    problems;
    constructor(path, problems) {
        const errors = problems.filter((problem) => problem.severity === 'error').length;
        super('invalid-file', `${path} has ${errors === 1 ? 'one problem' : `${errors} problems`}.`, 'Nothing was read from Auco and nothing was written; correct the lines named in the annotations.');
        this.problems = problems;
    }
}


/***/ }),

/***/ 1069:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ callsOf)
/* harmony export */ });
function callsOf({ name, message, stack = '' }) {
    const head = message === '' ? name : `${name}: ${message}`;
    return stack.startsWith(head) ? stack.slice(head.length).split('\n').slice(1) : [];
}


/***/ }),

/***/ 6603:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KB: () => (/* binding */ troubleshootingUrl),
/* harmony export */   cZ: () => (/* binding */ SCHEMA_URL),
/* harmony export */   xR: () => (/* binding */ helpUrl)
/* harmony export */ });
const HOME = { repository: 'org/auco-webhooks-action', ref: 'main' };
const SCHEMA_URL = `https://raw.githubusercontent.com/${HOME.repository}/v1/webhooks.schema.json`;
function troubleshootingUrl(env) {
    const isGitHub = env['GITHUB_SERVER_URL'] === 'https://github.com';
    const named = isGitHub ? /^[\w-]{1,39}\/[\w.-]{1,100}$/.exec(env['GITHUB_ACTION_REPOSITORY'] ?? '') : null;
    const ref = /^(?!.*\.\.)[\w./-]{1,200}$/.exec(env['GITHUB_ACTION_REF'] ?? '')?.[0];
    const repository = named?.[0] ?? HOME.repository;
    const version = named === null ? HOME.ref : (ref ?? HOME.ref);
    return `https://github.com/${repository}/blob/${version}/docs/troubleshooting.md`;
}
function helpUrl(troubleshootingUrl, code) {
    return `${troubleshootingUrl}#${code}`;
}


/***/ }),

/***/ 8009:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ VERSION)
/* harmony export */ });
const VERSION = '0.1.0';


/***/ }),

/***/ 1667:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $m: () => (/* binding */ visibleJson),
/* harmony export */   RK: () => (/* binding */ visible),
/* harmony export */   sZ: () => (/* binding */ quotedId),
/* harmony export */   ts: () => (/* binding */ escapeInvisible)
/* harmony export */ });
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|\u2800/gu;
function visible(text) {
    return escapeInvisible(text, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
function escapeInvisible(text, toEscape) {
    return text.replace(INVISIBLE, toEscape);
}
function quotedId(id) {
    return `\`${visible(id).slice(0, 128).replaceAll('`', "'")}\``;
}
function visibleJson(value, space = 0) {
    const escaped = (character) => [...Array(character.length).keys()]
        .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
        .join('');
    return JSON.stringify(value, null, space).replace(INVISIBLE, (character) => character === '\n' ? character : escaped(character));
}


/***/ }),

/***/ 8360:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   YI: () => (/* binding */ looksMasked),
/* harmony export */   Ye: () => (/* binding */ DEFAULT_ID),
/* harmony export */   ju: () => (/* binding */ ENVIRONMENTS),
/* harmony export */   kM: () => (/* binding */ otherThan)
/* harmony export */ });
const ENVIRONMENTS = ['stage', 'production'];
function otherThan(environment) {
    return environment === 'stage' ? 'production' : 'stage';
}
const DEFAULT_ID = 'default';
function looksMasked(value) {
    return /^[*\u2022xX.\u2026]+$|(?:\.\.\.|\u2026)$/.test(value);
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		id: moduleId,
/******/ 		loaded: false,
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Flag the module as loaded
/******/ 	module.loaded = true;
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/node module decorator */
/******/ (() => {
/******/ 	__nccwpck_require__.nmd = (module) => {
/******/ 		module.paths = [];
/******/ 		if (!module.children) module.children = [];
/******/ 		return module;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(3867);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
