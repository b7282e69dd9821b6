export const id = 308;
export const ids = [308];
export const modules = {

/***/ 1867:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  p: () => (/* binding */ problemLines),
  b: () => (/* binding */ problemsJson)
});

// EXTERNAL MODULE: ./build/src/visible.js
var visible = __webpack_require__(1667);
// EXTERNAL MODULE: ./build/src/config/source.js
var config_source = __webpack_require__(8171);
// EXTERNAL MODULE: ./build/src/config/suggest.js
var suggest = __webpack_require__(234);
// EXTERNAL MODULE: ./build/src/webhook.js
var webhook = __webpack_require__(8360);
// EXTERNAL MODULE: ./build/src/webhook-url.js
var webhook_url = __webpack_require__(7424);
;// CONCATENATED MODULE: ./build/src/cli/excerpt.js





const MAX_LINE = 200;
function excerptsOf(text) {
    const source = (0,config_source/* parseSource */.PJ)(text);
    if (!source.ok)
        return () => null;
    const lines = text.split(/\r?\n/);
    const found = new Lines();
    found.visitRoot(source.root);
    return (place) => {
        const line = lines[place.line - 1];
        const value = found.valueOn(place.line);
        if (line === undefined || value === null || line.length > MAX_LINE)
            return null;
        const shown = withoutComment(line);
        return isHarmless(shown, value) ? underlined(shown, place) : null;
    };
}
class Lines {
    #values = new Map();
    #hidden = [];
    valueOn(line) {
        const isHidden = this.#hidden.some(([from, to]) => from <= line && line <= to);
        return isHidden ? null : (this.#values.get(line) ?? null);
    }
    visitRoot(root) {
        this.#visit(root, ['webhooks'], (_, node) => {
            for (const webhook of node.kind === 'list' ? node.items : [])
                this.#visitWebhook(webhook);
        });
    }
    #visitWebhook(webhook) {
        this.#visit(webhook, ['id', 'description', 'url', 'environments'], (key, node) => {
            if (key === 'url')
                this.#visit(node, ['stage', 'production'], () => { });
        });
    }
    #visit(node, known, inside) {
        if (node.kind !== 'map')
            return;
        for (const [key, { keyPlace, node: value }] of node.entries) {
            if (known.includes(key)) {
                this.#values.set(keyPlace.line, { key, node: value.place.line === keyPlace.line ? value : null });
                inside(key, value);
            }
            else {
                const { endLine, endColumn } = value.place;
                this.#hidden.push([keyPlace.line, endColumn === 1 ? endLine - 1 : endLine]);
            }
        }
    }
}
function isHarmless(line, { key, node }) {
    const match = /^\s*(?:- )?[a-z]+:(?:\s+(.*?))?\s*$/.exec(line);
    if (match === null)
        return false;
    const written = (match[1] ?? '').replace(/^(["'])(.*)\1$/, '$2');
    if (node === null)
        return written === '';
    if (key === 'environments')
        return (written.match(/[^[\], "']+/g) ?? []).every((word) => (0,suggest/* nearest */.p)(word, webhook/* ENVIRONMENTS */.ju) !== null);
    if (node.kind !== 'scalar')
        return false;
    if (key === 'id' || key === 'description') {
        return typeof node.value === 'string' ? written === node.value : /^[\w.+~-]{0,20}$/.test(written);
    }
    return (typeof node.value === 'string' && new webhook_url/* WebhookUrl */.d(node.value).shown === written && !/[?#@]/.test(written));
}
function withoutComment(line) {
    return line.replace(/(?:^|\s+)#.*$/, '');
}
function underlined(line, { line: from, column, endLine, endColumn }) {
    const width = (text) => [...(0,visible/* visible */.RK)(text)].length;
    const start = Math.min(column - 1, line.length);
    const end = from === endLine ? Math.min(Math.max(endColumn - 1, start + 1), line.length) : line.length;
    const length = Math.max(1, width(line.slice(start, end)));
    return {
        line: (0,visible/* visible */.RK)(line),
        underline: `${' '.repeat(width(line.slice(0, start)))}^${'~'.repeat(length - 1)}`,
    };
}

// EXTERNAL MODULE: ./build/src/cli/terminal.js
var terminal = __webpack_require__(9342);
;// CONCATENATED MODULE: ./build/src/cli/problems.js



function problemLines(file, text, problems) {
    const excerptOf = excerptsOf(text);
    return problems.flatMap(({ place, severity, message }) => {
        const style = severity === 'error' ? 'red' : 'yellow';
        const excerpt = excerptOf(place);
        const head = [
            (0,terminal/* styled */.I)('bold', `${file}:${place.line}:${place.column}`),
            ' ',
            (0,terminal/* styled */.I)(style, severity),
            `: ${message}`,
        ];
        if (excerpt !== null)
            return [head, `  ${excerpt.line}`, styledLine(style, `  ${excerpt.underline}`)];
        return severity === 'warning'
            ? [head]
            : [head, styledLine('gray', '  (line not shown: it may hold a secret)')];
    });
}
function problemsJson(file, problems) {
    const valid = problems.every(({ severity }) => severity !== 'error');
    const list = problems.map(({ code, severity, message, place }) => ({ severity, code, message, ...place }));
    return `${(0,visible/* visibleJson */.$m)({ file, valid, problems: list }, 2)}\n`;
}
function styledLine(style, text) {
    return [(0,terminal/* styled */.I)(style, text)];
}


/***/ }),

/***/ 4308:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   validate: () => (/* binding */ validate),
/* harmony export */   w: () => (/* binding */ noFile)
/* harmony export */ });
/* harmony import */ var _config_source_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8171);
/* harmony import */ var _config_webhooks_file_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5939);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7406);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(75);
/* harmony import */ var _webhook_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(8360);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6854);
/* harmony import */ var _live_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9874);
/* harmony import */ var _problems_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1867);
/* harmony import */ var _shell_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7454);









async function validate({ file, environment, format }, shell) {
    const { stdin, stdout, variable } = shell;
    const text = await (0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .readText */ .yR)(file, stdin);
    if (text === null)
        throw noFile(file);
    const name = (0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .nameOf */ .Vb)(file);
    const results = (environment === null ? _webhook_js__WEBPACK_IMPORTED_MODULE_7__/* .ENVIRONMENTS */ .ju : [environment]).map((one) => ({
        environment: one,
        result: (0,_config_webhooks_file_js__WEBPACK_IMPORTED_MODULE_1__/* .readWebhooksFile */ .t)(text, {
            environment: one,
            variable,
            ownSecrets: (0,_live_js__WEBPACK_IMPORTED_MODULE_4__/* .ownSecrets */ .G_)(shell),
            unset: 'warning',
        }),
    }));
    const problems = distinct(results.flatMap(({ result }) => (result.ok ? result.warnings : result.problems)));
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    const numbers = results.map(({ environment: one, result }) => result.ok ? `${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_8__/* .count */ .U9)(result.webhooks.length, 'webhook')} for ${one}` : '');
    const verdict = errors === 0 ? `${name} is valid: ${numbers.join(', ')}.` : `${name} has ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_8__/* .count */ .U9)(errors, 'problem')}.`;
    switch (format) {
        case 'text':
            stdout.lines([...(0,_problems_js__WEBPACK_IMPORTED_MODULE_5__/* .problemLines */ .p)(name, text, problems), verdict]);
            break;
        case 'json':
            stdout.text((0,_problems_js__WEBPACK_IMPORTED_MODULE_5__/* .problemsJson */ .b)(name, problems));
            break;
        case 'github': {
            const { Runner } = await __webpack_require__.e(/* import() */ 451).then(__webpack_require__.bind(__webpack_require__, 5451));
            const runner = new Runner({});
            for (const problem of problems)
                runner.annotate(problem, name);
            runner.info(verdict);
            break;
        }
    }
    return errors === 0 ? _shell_js__WEBPACK_IMPORTED_MODULE_6__/* .EXIT */ .d.ok : _shell_js__WEBPACK_IMPORTED_MODULE_6__/* .EXIT */ .d.error;
}
function noFile(file) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .y('no-file', `\`${(0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .nameOf */ .Vb)(file)}\` does not exist.`, 'Give the path of the file; `auco-webhooks import` writes one from what is live.');
}
function distinct(problems) {
    const byContent = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
    return (0,_config_source_js__WEBPACK_IMPORTED_MODULE_0__/* .inFileOrder */ .w$)([...byContent.values()]);
}


/***/ })

};
