export const id = 956;
export const ids = [956,308];
export const modules = {

/***/ 3575:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  plan: () => (/* binding */ plan_plan)
});

// EXTERNAL MODULE: ./build/src/config/webhooks-file.js + 3 modules
var webhooks_file = __webpack_require__(5939);
// EXTERNAL MODULE: ./build/src/errors.js
var src_errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/plan/plan.js
var plan = __webpack_require__(3866);
// EXTERNAL MODULE: ./build/src/report/markdown.js
var markdown = __webpack_require__(75);
// EXTERNAL MODULE: ./build/src/visible.js
var visible = __webpack_require__(1667);
;// CONCATENATED MODULE: ./build/src/report/plan-json.js

function planJson(plan, against) {
    const { environment, changes, unchanged, cannotCompare, cautions } = plan;
    return (0,visible/* visibleJson */.$m)({ environment, against, changes, unchanged, cannotCompare, cautions });
}

// EXTERNAL MODULE: ./build/src/secret.js
var secret = __webpack_require__(9029);
// EXTERNAL MODULE: ./build/src/cli/files.js + 1 modules
var files = __webpack_require__(6854);
// EXTERNAL MODULE: ./build/src/cli/live.js + 4 modules
var cli_live = __webpack_require__(9874);
// EXTERNAL MODULE: ./build/src/number.js
var src_number = __webpack_require__(2020);
// EXTERNAL MODULE: ./build/src/troubleshooting.js
var troubleshooting = __webpack_require__(6603);
;// CONCATENATED MODULE: ./build/src/report/report.js



const MAX_COMMENT = 60_000;
const MAX_SUMMARY = (/* unused pure expression or super */ null && (900 * 1024));
const MAX_ID = 128;
const STATUS = '**Status:** ';
const FOOTER = '<sub>';
const STATUS_ROOM = 4_000;
function renderComment(report, marker) {
    return renderReport(report, MAX_COMMENT - STATUS_ROOM, undefined, [marker]);
}
function renderSummary(report) {
    return renderReport(report, MAX_SUMMARY, Buffer.byteLength, [], null);
}
function renderReport(report, limit, measure = (text) => text.length, first = [], more = report.links.runUrl) {
    const { title, verdict, notes, plan, problems, afterMerge, status, links } = report;
    const head = [...first, heading(title), verdict, ...notes, ...(plan === null ? [] : cautionBlocks(plan))];
    const changes = plan === null ? [] : inOrderOfOrigin(plan.changes).map(changeSection);
    const middle = plan === null ? [] : [cannotCompareNote(plan), unchangedLine(plan)].filter((part) => part !== '');
    const lines = [...Map.groupBy(problems, ({ severity, message }) => severity + message).values()].map((same) => problemLine(same, links));
    const tail = [
        ...(afterMerge === null ? [] : [`**What the merge does:** ${afterMerge}`]),
        ...(status === null ? [] : [STATUS + status]),
        footer(links),
    ];
    const put = (shownChanges, shownLines) => `${[
        ...head,
        ...shownChanges,
        ...(shownChanges.length < changes.length ? [leftOut(changes.length - shownChanges.length, more)] : []),
        ...middle,
        ...(shownLines.length === 0 ? [] : [shownLines.join('\n')]),
        ...(shownLines.length < lines.length ? [leftOut(lines.length - shownLines.length, more)] : []),
        ...tail,
    ].join('\n\n')}\n`;
    const whole = put(changes, lines);
    if (measure(whole) <= limit)
        return whole;
    const room = limit - measure(put([], [])) - SLACK;
    const shownLines = fitting(lines, changes.length === 0 ? room : room / 2, 1, measure);
    return put(fitting(changes, room - measure(shownLines.join('\n')), 2, measure), shownLines);
}
const SLACK = 100;
function fitting(parts, room, separator, measure) {
    let left = room;
    const end = parts.findIndex((part) => {
        left -= measure(part) + separator;
        return left < 0;
    });
    return end === -1 ? parts : parts.slice(0, end);
}
function inOrderOfOrigin(changes) {
    const isOutside = ({ origin }) => origin === 'outside';
    return [...changes.filter((change) => !isOutside(change)), ...changes.filter(isOutside)];
}
function withoutFooter(body) {
    return body.replaceAll('\r\n', '\n').split(`\n\n${FOOTER}`)[0] ?? '';
}
function statusOf(body) {
    const line = body.split('\n').find((candidate) => candidate.startsWith(STATUS));
    return line?.slice(STATUS.length).trimEnd() ?? '';
}
function withStatus(body, status) {
    return body
        .split('\n')
        .map((line) => (line.startsWith(STATUS) ? STATUS + status : line))
        .join('\n');
}
function planVerdict(plan) {
    const counted = countsOf(plan.changes, { remove: 'to remove', update: 'to update', create: 'to create' });
    if (counted !== '') {
        const outside = plan.changes.filter(({ origin }) => origin === 'outside').length;
        const apart = outside === 0 ? '' : ` \u00b7 ${(0,src_number/* grouped */.z)(outside)} of them an outside change`;
        return `**${counted}**${apart} \u00b7 ${(0,src_number/* grouped */.z)(plan.unchanged.length)} unchanged`;
    }
    return plan.cannotCompare.length === 0
        ? `**No changes.** Live equals the file: ${(0,markdown/* count */.U9)(plan.unchanged.length, 'webhook')}.`
        : `**No changes that can be seen.** ${(0,markdown/* count */.U9)(plan.unchanged.length, 'webhook')}, of which the header value of ${(0,src_number/* grouped */.z)(plan.cannotCompare.length)} cannot be compared.`;
}
function appliedCounts(plan) {
    return countsOf(plan.changes, { remove: 'removed', update: 'updated', create: 'created' });
}
function countsOf(changes, words) {
    const actions = ['remove', 'update', 'create'];
    return actions
        .map((action) => ({ action, number: changes.filter((change) => change.action === action).length }))
        .filter(({ number }) => number > 0)
        .map(({ action, number }) => `${(0,src_number/* grouped */.z)(number)} ${words[action]}`)
        .join(' \u00b7 ');
}
const MAX_LISTED = 20;
const MAX_IDS_LENGTH = 2_000;
const MAX_LIST_LENGTH = 4_000;
const MAX_ORIGIN = 100;
function cautionBlocks(plan) {
    const byKind = Map.groupBy(plan.cautions, ({ kind }) => kind);
    return [...byKind.values()].flatMap((cautions) => {
        const shown = limited(cautions.map(cautionText));
        const isGrave = cautions.some(({ kind }) => kind === 'removal' || kind === 'rename');
        return [report_alert(isGrave ? 'CAUTION' : 'WARNING', shown.join('\n>\n> '))];
    });
}
function cautionText(caution) {
    const { headline, consequence } = cautionWords(caution);
    return `**${headline}** ${consequence}`;
}
function cautionWords(caution) {
    switch (caution.kind) {
        case 'removal': {
            const them = caution.ids.length === 1 ? 'it' : 'them';
            return {
                headline: `Removes ${ids(caution.ids)}.`,
                consequence: `Auco processes that name ${them} lose their notifications, those in flight included.`,
            };
        }
        case 'rename':
            return {
                headline: `Renames ${id(caution.from)} to ${id(caution.to)}.`,
                consequence: 'To Auco that is a removal: processes that name the old id go silent. Keep both until none does.',
            };
        case 'outside-change':
            return {
                headline: `${ids(caution.ids)} ${caution.ids.length === 1 ? 'was' : 'were'} changed outside the repository.`,
                consequence: caution.valueOnly
                    ? 'Only the header value differs, so it may also be a secret that was rotated here. The merge makes live equal to the file.'
                    : 'The merge undoes that; to keep it, put it into the file.',
            };
        case 'secret-to-new-host':
            return {
                headline: 'A secret goes to a new host.',
                consequence: `${id(caution.id)} moves from ${(0,markdown/* codeSpan */.SS)(caution.from, MAX_ORIGIN)} to ${(0,markdown/* codeSpan */.SS)(caution.to, MAX_ORIGIN)} and keeps its header.`,
            };
        case 'legacy-webhook':
            return {
                headline: 'Live has no `webhooks`, only the legacy `webhook` URL.',
                consequence: 'It is not part of the file, and it stays as it is; check with Auco which of the two gets the notifications.',
            };
    }
}
function note(text) {
    return report_alert('NOTE', text);
}
function report_alert(kind, text) {
    return `> [!${kind}]\n> ${text}`;
}
function changeSection(change) {
    const words = { remove: 'Remove', update: 'Update', create: 'Create' };
    const origin = {
        outside: ' \u00b7 outside change',
        both: ' \u00b7 also changed outside',
        'pull-request': '',
        unknown: '',
    };
    return `#### ${words[change.action]} ${id(change.id)}${origin[change.origin]}\n\n${diffBlock(changeLines(change))}`;
}
function changeLines(change) {
    switch (change.action) {
        case 'remove':
            return webhookLines('-', change.webhook);
        case 'create':
            return webhookLines('+', change.webhook);
        case 'update':
            return [...change.fields.flatMap(fieldLines), ...keptHeaderLines(change.keptHeader)];
    }
}
function webhookLines(sign, webhook) {
    return [
        `${sign} description: ${(0,markdown/* foreign */.V$)(webhook.description)}`,
        `${sign} url: ${(0,markdown/* foreign */.V$)(webhook.url)}`,
        ...(webhook.headerKey === null ? [] : [`${sign} header: ${(0,markdown/* foreign */.V$)(webhook.headerKey)}`]),
    ];
}
function fieldLines(change) {
    switch (change.field) {
        case 'description':
            return [`- description: ${(0,markdown/* foreign */.V$)(change.from)}`, `+ description: ${(0,markdown/* foreign */.V$)(change.to)}`];
        case 'url':
            return [
                ...(change.from === change.to
                    ? []
                    : [`- url: ${(0,markdown/* foreign */.V$)(change.from)}`, `+ url: ${(0,markdown/* foreign */.V$)(change.to)}`]),
                ...(change.from === change.to ? [`  url: ${(0,markdown/* foreign */.V$)(change.to)}`] : []),
                ...(change.hiddenPart
                    ? ['! url: changed in a part that is not shown (user, password, query or fragment)']
                    : []),
            ];
        case 'header':
            return headerLines(change.header);
    }
}
function headerLines(header) {
    switch (header.kind) {
        case 'added':
            return [`+ header: ${(0,markdown/* foreign */.V$)(header.key)} (header added)`];
        case 'removed':
            return [`- header: ${(0,markdown/* foreign */.V$)(header.key)} (header removed)`];
        case 'changed': {
            const value = valueWords(header.value);
            return header.fromKey === header.toKey
                ? [`! header: ${(0,markdown/* foreign */.V$)(header.toKey)}, ${value}`]
                : [`- header: ${(0,markdown/* foreign */.V$)(header.fromKey)}`, `+ header: ${(0,markdown/* foreign */.V$)(header.toKey)}, ${value}`];
        }
    }
}
function keptHeaderLines(kept) {
    return kept === null ? [] : [`  header: ${(0,markdown/* foreign */.V$)(kept.key)}, ${valueWords(kept.value)}`];
}
function valueWords(value) {
    return value.result === 'cannot-compare' ? `cannot compare: ${value.why}` : `secret ${value.result}`;
}
function cannotCompareNote(plan) {
    if (plan.cannotCompare.length === 0)
        return '';
    const byReason = Map.groupBy(plan.cannotCompare, ({ why }) => why);
    const lines = [...byReason].map(([why, webhooks]) => `- ${ids(webhooks.map((webhook) => webhook.id))}: cannot compare: ${why}`);
    return `**Header values**\n\n${limited(lines, '- ').join('\n')}`;
}
function ids(list) {
    const shown = fitting(list.slice(0, MAX_LISTED).map(id), MAX_IDS_LENGTH, 2, ({ length }) => length);
    const more = list.length - shown.length;
    return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${(0,src_number/* grouped */.z)(more)} more`;
}
function limited(lines, bullet = '') {
    const shown = fitting(lines.slice(0, MAX_LISTED), MAX_LIST_LENGTH, 3, ({ length }) => length);
    const more = lines.length - shown.length;
    return more === 0 ? shown : [...shown, `${bullet}\u2026 and ${grouped(more)} more.`];
}
function id(text) {
    return (0,markdown/* codeSpan */.SS)(text, MAX_ID);
}
function failure({ reason, fix, quote }) {
    return [reason, ...(quote === null ? [] : [`Auco says: ${codeSpan(quote)}.`]), fix].join(' ');
}
function unchangedLine(plan) {
    if (plan.unchanged.length === 0 || plan.changes.length === 0)
        return '';
    const summary = `${grouped(plan.unchanged.length)} unchanged`;
    return `<details><summary>${summary}</summary>\n\n${ids(plan.unchanged)}\n\n</details>`;
}
function helpLink(troubleshootingUrl, code) {
    return `[How to fix this](${helpUrl(troubleshootingUrl, code)})`;
}
const MAX_PLACES = 5;
function problemLine(same, links) {
    const places = same.slice(0, MAX_PLACES).map(({ place }) => {
        const where = codeSpan(`${links.config}:${place.line}:${place.column}`);
        return links.repositoryUrl === null
            ? where
            : `[${where}](${fileUrl(links.repositoryUrl, links)}#L${place.line})`;
    });
    const more = same.length > MAX_PLACES ? ` and ${grouped(same.length - MAX_PLACES)} more` : '';
    const [first] = same;
    const sign = first?.severity === 'error' ? '\u274c' : '\u26a0\ufe0f';
    return `- ${sign} ${places.join(', ')}${more}: ${first?.message ?? ''}${first === undefined ? '' : namedHelp(first, links)}`;
}
function namedHelp({ severity, code }, { troubleshootingUrl }) {
    return severity === 'error' ? ` [${code}](${helpUrl(troubleshootingUrl, code)})` : '';
}
function fileUrl(repositoryUrl, { sha, config }) {
    const path = config
        .split('/')
        .map(encodeURIComponent)
        .join('/')
        .replaceAll('(', '%28')
        .replaceAll(')', '%29');
    return `${repositoryUrl}/blob/${sha}/${path}`;
}
function leftOut(number, runUrl) {
    const rest = `*\u2026 and ${grouped(number)} more, left out here.*`;
    return runUrl === null ? rest : `${rest} [The run's summary](${runUrl}) shows more.`;
}
function footer({ repositoryUrl, runUrl, sha }) {
    const short = sha.slice(0, 7);
    const commit = repositoryUrl === null || sha === '' ? short : `[${short}](${repositoryUrl}/commit/${sha})`;
    const parts = [
        commit === '' ? '' : `Commit ${commit}`,
        runUrl === null ? '' : `[run](${runUrl})`,
        'auco-webhooks-action',
    ];
    return `${FOOTER}${parts.filter((part) => part !== '').join(' \u00b7 ')}</sub>`;
}

// EXTERNAL MODULE: ./build/src/cli/terminal.js
var terminal = __webpack_require__(9342);
;// CONCATENATED MODULE: ./build/src/cli/plan-text.js


const SIGN = { remove: '-', update: '~', create: '+' };
const COLOUR = { '-': 'red', '~': 'yellow', '+': 'green', '!': 'yellow' };
function planText(plan) {
    const cautions = plan.cautions.map((caution) => {
        const { headline, consequence } = cautionWords(caution);
        return [(0,terminal/* styled */.I)(['bold', 'yellow'], `Caution: ${headline}`), ` ${consequence}`];
    });
    const unknown = plan.cannotCompare.map(({ id, why }) => `${id}: cannot compare the header value: ${why}`);
    const blocks = [cautions, ...plan.changes.map(changeBlock), unknown].filter((block) => block.length > 0);
    return [...blocks.flatMap((block) => [...block, '']), verdict(plan)];
}
function changeBlock(change) {
    const sign = SIGN[change.action];
    return [
        [(0,terminal/* styled */.I)(['bold', COLOUR[sign]], `${sign} ${change.action} ${change.id}`)],
        ...changeLines(change).map((line) => ['    ', coloured(line)]),
    ];
}
function coloured(line) {
    const [sign] = line;
    return sign === '+' || sign === '-' || sign === '!' ? (0,terminal/* styled */.I)(COLOUR[sign], line) : line;
}
function verdict(plan) {
    return [(0,terminal/* styled */.I)('bold', planVerdict(plan).replaceAll('**', ''))];
}

// EXTERNAL MODULE: ./build/src/cli/problems.js + 1 modules
var problems = __webpack_require__(1867);
// EXTERNAL MODULE: ./build/src/cli/shell.js
var cli_shell = __webpack_require__(7454);
// EXTERNAL MODULE: ./build/src/cli/validate.js
var validate = __webpack_require__(4308);
;// CONCATENATED MODULE: ./build/src/cli/plan.js












async function plan_plan(invocation, shell) {
    const { file, environment, format, detailedExitCode } = invocation;
    const access = (0,cli_live/* checkAccess */.x8)(invocation, shell);
    const text = await (0,files/* readText */.yR)(file, shell.stdin);
    if (text === null)
        throw (0,validate/* noFile */.w)(file);
    const used = [];
    const read = (0,webhooks_file/* readWebhooksFile */.t)(text, {
        environment,
        variable: (name) => {
            const value = shell.variable(name);
            if (value !== undefined)
                used.push(new secret/* Secret */.z(value));
            return value;
        },
        ownSecrets: (0,cli_live/* ownSecrets */.G_)(shell),
        unset: 'warning',
    });
    const name = (0,files/* nameOf */.Vb)(file);
    shell.stderr.lines((0,problems/* problemLines */.p)(name, text, read.ok ? read.warnings : read.problems));
    if (!read.ok) {
        const errors = read.problems.filter(({ severity }) => severity === 'error').length;
        throw new src_errors/* UserError */.y('invalid-file', `${name} has ${(0,markdown/* count */.U9)(errors, 'problem')}.`, 'Auco was not asked.');
    }
    const urls = read.webhooks.flatMap(({ url }) => url.hiddenSecrets());
    const live = await (0,cli_live/* readLive */.p9)(invocation, access, shell, [...used, ...urls]);
    const made = (0,plan/* planChanges */.XA)(environment, read.webhooks, live, null);
    if (format === 'json')
        shell.stdout.text(`${planJson(made, 'live')}\n`);
    else
        shell.stdout.lines([`${name} against what is live at ${environment}:`, '', ...planText(made)]);
    return detailedExitCode && made.changes.length > 0 ? cli_shell/* EXIT */.d.changes : cli_shell/* EXIT */.d.ok;
}


/***/ }),

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


/***/ }),

/***/ 3866:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JJ: () => (/* binding */ differingIds),
/* harmony export */   XA: () => (/* binding */ planChanges),
/* harmony export */   qm: () => (/* binding */ asWritten)
/* harmony export */ });
/* unused harmony exports idsOf, hiddenIds, inOrderOfSending */
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
        ...webhooks.filter(({ id }) => id === DEFAULT_ID),
        ...webhooks.filter(({ id }) => id !== DEFAULT_ID),
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


/***/ })

};
