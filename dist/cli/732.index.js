export const id = 732;
export const ids = [732];
export const modules = {

/***/ 732:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  importCommand: () => (/* binding */ importCommand)
});

// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/config/webhooks-file.js + 3 modules
var webhooks_file = __webpack_require__(5939);
// EXTERNAL MODULE: ./build/src/troubleshooting.js
var troubleshooting = __webpack_require__(6603);
// EXTERNAL MODULE: ./build/src/webhook.js
var webhook = __webpack_require__(8360);
// EXTERNAL MODULE: ./build/src/config/template.js
var template = __webpack_require__(5476);
// EXTERNAL MODULE: ./build/src/visible.js
var visible = __webpack_require__(1667);
// EXTERNAL MODULE: ./build/node_modules/yaml/browser/dist/index.js + 70 modules
var dist = __webpack_require__(6991);
;// CONCATENATED MODULE: ./build/src/import/edits.js
class Edits {
    #edits = [];
    replace(from, to, text) {
        this.#edits.push({ from, to, text });
    }
    applyTo(text) {
        let end = text.length;
        const parts = [];
        for (const edit of this.#edits.toReversed().toSorted((a, b) => b.from - a.from)) {
            parts.unshift(edit.text, text.slice(edit.to, end));
            end = edit.from;
        }
        return [text.slice(0, end), ...parts].join('');
    }
}

;// CONCATENATED MODULE: ./build/src/import/entry-text.js


function entryText({ id, description, url, only, header }, indent) {
    const fields = {
        id,
        description,
        url,
        ...(only === null ? {} : { environments: [only] }),
        ...(header === null ? {} : { header: { key: header.key, value: `\${${header.variable}}` } }),
    };
    return rendered([fields])
        .split('\n')
        .map((line) => (line === '' ? '\n' : `\n${indent}${line}`))
        .join('');
}
function entryJson({ id, description, url, only, header }) {
    const headerFields = header === null ? {} : { header: { key: header.key, value: `\${${header.variable}}` } };
    return (0,visible/* visibleJson */.$m)({
        id,
        description,
        url,
        ...(only === null ? {} : { environments: [only] }),
        ...headerFields,
    });
}
function scalarText(text, isInFlow) {
    return isInFlow ? (0,visible/* visibleJson */.$m)(text) : rendered(text);
}
function rendered(value) {
    const document = new dist/* Document */.yo(value, { version: '1.2', compat: 'yaml-1.1' });
    if ((0,dist/* isSeq */.oP)(document.contents)) {
        const entry = document.contents.items[0];
        const environments = (0,dist/* isMap */.jh)(entry) ? entry.get('environments') : undefined;
        if ((0,dist/* isSeq */.oP)(environments))
            environments.flow = true;
    }
    (0,dist/* visit */.YR)(document, {
        Scalar: (_, scalar) => {
            if (typeof scalar.value === 'string' && (0,visible/* visible */.RK)(scalar.value) !== scalar.value)
                scalar.type = 'QUOTE_DOUBLE';
        },
    });
    const text = document
        .toString({
        lineWidth: 0,
        flowCollectionPadding: false,
        blockQuote: false,
        singleQuote: false,
        doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    })
        .trimEnd();
    return (0,visible/* escapeInvisible */.ts)(text, yamlEscape);
}
function yamlEscape(character) {
    if (character === '\n')
        return character;
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}

;// CONCATENATED MODULE: ./build/src/import/file-editor.js




class FileEditor {
    #text;
    #list;
    #entries = new Map();
    #isEmpty;
    #lineBreak;
    #edits = new Edits();
    #jsonLayout;
    constructor(text) {
        this.#text = text;
        this.#jsonLayout = jsonLayout(text);
        this.#lineBreak = /\r?\n/.exec(text)?.[0] ?? '\n';
        const document = (0,dist/* parseDocument */.Tp)(text, { version: '1.2', schema: 'core', stringKeys: true });
        const root = document.contents;
        const list = (0,dist/* isMap */.jh)(root) ? root.get('webhooks', true) : undefined;
        this.#list = (0,dist/* isSeq */.oP)(list) ? list : null;
        this.#isEmpty = (0,dist/* isScalar */.jn)(list) && list.value === null;
        for (const item of this.#list?.items ?? []) {
            const entry = (0,dist/* isAlias */.Vj)(item) ? item.resolve(document) : item;
            const id = (0,dist/* isMap */.jh)(entry) ? entry.get('id') : undefined;
            if ((0,dist/* isMap */.jh)(entry) && typeof id === 'string' && !(0,dist/* isAlias */.Vj)(item))
                this.#entries.set(id, entry);
        }
    }
    get text() {
        const text = this.#edits.applyTo(this.#text);
        if (text === this.#text || this.#jsonLayout === null)
            return text;
        return `${JSON.stringify(JSON.parse(text), null, this.#jsonLayout)}\n`;
    }
    add(entry) {
        if (this.#isEmpty) {
            this.#insert(this.#text.trimEnd().length, entryText(entry, '  '));
            return null;
        }
        const list = this.#list;
        const last = list?.items.at(-1);
        if (list === null || !(0,dist/* isNode */.Ll)(last))
            return { why: ALIASES, offset: 0 };
        if (list.anchor !== undefined || list.tag !== undefined)
            return { why: ALIASES, offset: startOf(list) };
        if (list.flow === true) {
            if (/^[^\n]*#/.test(this.#text.slice(endOf(last)))) {
                return { why: 'A comment stands behind the last webhook.', offset: endOf(last) };
            }
            this.#insert(endOf(last), `, ${entryJson(entry)}`);
            return null;
        }
        const indent = ' '.repeat(this.#columnOf(startOf(list)));
        const isApart = list.items.length > 1 &&
            /\n[ \t]*\r?\n[ \t]*(?:#.*\n[ \t]*)*-[ \t]+$/.test(this.#text.slice(0, startOf(last)));
        this.#insert(this.#endOfEntry(last, indent), `${isApart ? '\n' : ''}${entryText(entry, indent)}`);
        return null;
    }
    setDescription(id, description) {
        return this.#onField(id, 'description', ({ value }, isInFlow) => this.#replaceScalar(value, description, isInFlow));
    }
    setUrl(id, environment, url, keepsOther) {
        return this.#onField(id, 'url', ({ key, value }, isInFlow) => {
            if ((0,dist/* isMap */.jh)(value))
                return this.#setInMap(value, environment, url, isInFlow);
            if ((0,dist/* isScalar */.jn)(value) && value.value === url)
                return null;
            if (!keepsOther)
                return this.#replaceScalar(value, url, isInFlow);
            const other = this.#sourceOf(value);
            if (other.includes('\n'))
                return { why: 'Its `url` stands on several lines.', offset: startOf(value) };
            const urls = webhook/* ENVIRONMENTS */.ju.map((name) => `${this.#plain(name)}: ${name === environment ? scalarText(url, isInFlow) : other}`);
            const indent = `\n${' '.repeat(this.#columnOf(startOf(key)) + 2)}`;
            const from = isInFlow ? startOf(value) : this.#endBefore(startOf(value));
            this.#replace(from, endOf(value), isInFlow ? `{ ${urls.join(', ')} }` : urls.map((line) => indent + line).join(''));
            return null;
        });
    }
    widen(id, environment) {
        return this.#onField(id, 'environments', ({ key, value }, isInFlow) => {
            if (!(0,dist/* isSeq */.oP)(value))
                return { why: ALIASES, offset: startOf(value) };
            const line = this.#text.slice(this.#startOfLine(key), this.#endOfLine(value));
            const isAlone = /^ *environments: *\[[^#\n]*\]\s*$/.test(line);
            if (isAlone && !isInFlow) {
                const before = this.#startOfLine(key);
                this.#replace(before - (this.#text[before - 2] === '\r' ? 2 : 1), this.#endOfLine(value), '');
                return null;
            }
            const last = value.items.at(-1);
            if (!(0,dist/* isNode */.Ll)(last))
                return { why: ALIASES, offset: startOf(value) };
            const indent = ' '.repeat(this.#columnOf(startOf(value)));
            if (value.flow === true)
                this.#insert(endOf(last), `, ${this.#plain(environment)}`);
            else
                this.#insert(this.#endOfLine(last), `\n${indent}- ${environment}`);
            return null;
        });
    }
    narrow(id, only) {
        const entry = this.#entries.get(id);
        if (entry?.has('environments') === true) {
            return this.#onField(id, 'environments', ({ value }) => {
                const source = this.#sourceOf(value);
                if (!(0,dist/* isSeq */.oP)(value) || value.flow !== true || source.includes('\n')) {
                    return { why: 'Its `environments` stand on several lines.', offset: startOf(value) };
                }
                this.#replace(startOf(value), endOf(value), `[${this.#plain(only)}]`);
                return null;
            });
        }
        return this.#onField(id, 'url', ({ key, value }, isInFlow) => {
            if (isInFlow)
                this.#insert(endOf(value), `, ${this.#plain('environments')}: [${this.#plain(only)}]`);
            else
                this.#insert(startOf(key), `environments: [${only}]\n${' '.repeat(this.#columnOf(startOf(key)))}`);
            return null;
        });
    }
    offsetOf(id) {
        const entry = this.#entries.get(id);
        return entry === undefined ? 0 : startOf(entry);
    }
    #onField(id, name, edit) {
        const entry = this.#entries.get(id);
        if (entry === undefined)
            return { why: ALIASES, offset: this.#list === null ? 0 : startOf(this.#list) };
        const special = specialNode(entry);
        if (special !== null)
            return { why: ALIASES, offset: startOf(special) };
        const pair = entry.items.find(({ key }) => (0,dist/* isScalar */.jn)(key) && key.value === name);
        if (!(0,dist/* isNode */.Ll)(pair?.key) || !(0,dist/* isNode */.Ll)(pair.value))
            return { why: `It has no \`${name}\` of its own.`, offset: startOf(entry) };
        return edit({ key: pair.key, value: pair.value }, this.#list?.flow === true || entry.flow === true);
    }
    #setInMap(map, environment, url, isInEntryFlow) {
        const isInFlow = isInEntryFlow || map.flow === true;
        const pair = map.items.find(({ key }) => (0,dist/* isScalar */.jn)(key) && key.value === environment);
        if ((0,dist/* isNode */.Ll)(pair?.value))
            return this.#replaceScalar(pair.value, url, isInFlow);
        const last = map.items.at(-1);
        if (!(0,dist/* isNode */.Ll)(last?.key) || !(0,dist/* isNode */.Ll)(last.value))
            return { why: 'Its `url` is empty.', offset: startOf(map) };
        const written = `${this.#plain(environment)}: ${scalarText(url, isInFlow)}`;
        if (isInFlow)
            this.#insert(endOf(last.value), `, ${written}`);
        else
            this.#insert(this.#endOfLine(last.value), `\n${' '.repeat(this.#columnOf(startOf(last.key)))}${written}`);
        return null;
    }
    #insert(at, text) {
        this.#replace(at, at, text);
    }
    #replace(from, to, text) {
        this.#edits.replace(from, to, text.replaceAll('\n', this.#lineBreak));
    }
    #replaceScalar(value, text, isInFlow) {
        if (!(0,dist/* isScalar */.jn)(value) || this.#sourceOf(value).includes('\n')) {
            return { why: 'A value that has to change stands on several lines.', offset: startOf(value) };
        }
        this.#replace(startOf(value), endOf(value), scalarText(text, isInFlow));
        return null;
    }
    #plain(word) {
        return this.#jsonLayout === null ? word : JSON.stringify(word);
    }
    #sourceOf(node) {
        return this.#text.slice(startOf(node), endOf(node));
    }
    #columnOf(offset) {
        return offset - (this.#text.lastIndexOf('\n', offset - 1) + 1);
    }
    #startOfLine(node) {
        return startOf(node) - this.#columnOf(startOf(node));
    }
    #endOfLine(node) {
        const end = startOf(node) + this.#sourceOf(node).trimEnd().length;
        const line = this.#text.indexOf('\n', end);
        if (line === -1)
            return this.#text.length;
        return this.#text[line - 1] === '\r' ? line - 1 : line;
    }
    #endOfEntry(entry, indent) {
        let end = this.#endOfLine(entry);
        for (;;) {
            const comment = /^\s*?\n([ \t]*)#[^\r\n]*/.exec(this.#text.slice(end));
            if (comment === null || (comment[1] ?? '').length <= indent.length)
                return end;
            end += comment[0].length;
        }
    }
    #endBefore(offset) {
        return this.#text.slice(0, offset).trimEnd().length;
    }
}
const ALIASES = 'It uses an anchor, an alias or a tag.';
function specialNode(entry) {
    let found = null;
    (0,dist/* visit */.YR)(entry, {
        Node: (_, node) => {
            if (!(0,dist/* isAlias */.Vj)(node) && node.anchor === undefined && node.tag === undefined)
                return undefined;
            found = node;
            return dist/* visit */.YR.BREAK;
        },
    });
    return found;
}
function startOf(node) {
    return node.range?.[0] ?? 0;
}
function endOf(node) {
    return node.range?.[1] ?? startOf(node);
}
function jsonLayout(text) {
    try {
        JSON.parse(text);
        return /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./build/src/import/variables.js

const OWN_NAMES = ['AUCO_PUBLIC_KEY', 'AUCO_PRIVATE_KEY'];
const MAX_NAME = 80;
class VariableNames {
    #taken;
    constructor(taken) {
        this.#taken = new Set([...OWN_NAMES, ...taken]);
    }
    next(id, key) {
        const base = `AUCO_${legal(id)}_${legal(key)}`.slice(0, MAX_NAME);
        for (let number = 1;; number += 1) {
            const name = number === 1 ? base : `${base}_${number}`;
            if (this.#taken.has(name) || (0,template/* isReserved */.Bs)(name))
                continue;
            this.#taken.add(name);
            return name;
        }
    }
}
function legal(text) {
    return text.toUpperCase().replaceAll(/[^A-Z0-9_]/gu, '_');
}

;// CONCATENATED MODULE: ./build/src/import/merge.js





function mergeLive(text, before, environment, live) {
    const merge = new Merge(text, before, environment);
    const isInFile = ({ id }) => merge.has(id);
    for (const webhook of live.filter(isInFile))
        merge.update(webhook);
    for (const { id } of before[environment])
        if (!live.some((webhook) => webhook.id === id))
            merge.leaveOut(id);
    const added = live.filter((webhook) => !isInFile(webhook));
    for (const webhook of [...added.filter(isDefault), ...added.filter((one) => !isDefault(one))])
        merge.add(webhook);
    return merge.result;
}
function isDefault({ id }) {
    return id === webhook/* DEFAULT_ID */.Ye;
}
class Merge {
    #editor;
    #environment;
    #other;
    #here;
    #elsewhere;
    #names;
    #secrets = [];
    #values = new Map();
    #remarks = [];
    #refusals = [];
    constructor(text, before, environment) {
        this.#editor = new FileEditor(text);
        this.#environment = environment;
        this.#other = (0,webhook/* otherThan */.kM)(environment);
        this.#here = new Map(before[environment].map((webhook) => [webhook.id, webhook]));
        this.#elsewhere = new Map(before[this.#other].map((webhook) => [webhook.id, webhook]));
        const all = [...before.stage, ...before.production];
        this.#names = new VariableNames(all.flatMap(({ variables }) => variables));
    }
    has(id) {
        return this.#here.has(id) || this.#elsewhere.has(id);
    }
    get result() {
        return {
            text: this.#editor.text,
            secrets: this.#secrets,
            values: this.#values,
            remarks: this.#remarks,
            refusals: this.#refusals,
        };
    }
    add({ id, description, url, header }) {
        const variable = header === null ? null : this.#names.next(id, header.key);
        if (header !== null && variable !== null) {
            this.#need({ name: variable, id, headerKey: header.key, isHidden: !header.value.known, isPart: false });
            if (header.value.known)
                this.#values.set(variable, header.value.secret);
        }
        const outcome = this.#editor.add({
            id,
            description,
            url: url.reveal(),
            only: id === webhook/* DEFAULT_ID */.Ye ? null : this.#environment,
            header: header === null || variable === null ? null : { key: header.key, variable },
        });
        this.#expectCertain(id, outcome);
        if (url.hiddenSecrets().length > 0)
            this.#remarkUrl(id);
    }
    update(webhook) {
        const { id, description, url } = webhook;
        const isElsewhere = this.#elsewhere.has(id);
        const entry = this.#here.get(id) ?? this.#elsewhere.get(id);
        if (entry === undefined)
            return;
        if (description !== entry.description) {
            if (isElsewhere) {
                this.#refuse(id, `its description at ${this.#environment} is another than the file's, which is for both environments. Give it the same one at Auco, or in the file if it was never applied.`);
            }
            else
                this.#expectCertain(id, this.#editor.setDescription(id, description));
        }
        const isHere = this.#here.has(id);
        if (!isHere || !url.equals(entry.url)) {
            this.#expectCertain(id, this.#editor.setUrl(id, this.#environment, url.reveal(), isElsewhere));
            if (url.hiddenSecrets().length > 0)
                this.#remarkUrl(id);
        }
        if (!isHere)
            this.#expectCertain(id, this.#editor.widen(id, this.#environment));
        this.#matchHeader(webhook, entry);
    }
    leaveOut(id) {
        if (!this.#elsewhere.has(id)) {
            this.#refuse(id, `it is in the file for ${this.#environment} and not live there. Remove it from the file, or apply it first.`);
            return;
        }
        this.#expectCertain(id, this.#editor.narrow(id, this.#other));
        this.#remarks.push(`${(0,visible/* quotedId */.sZ)(id)} is not live at ${this.#environment}: the file now declares it for ${this.#other} only.`);
    }
    #matchHeader({ id, header: live }, { header: file }) {
        if (live === null && file === null)
            return;
        if (live === null || file === null || live.key !== file.key) {
            const [has, hasNot] = live === null ? ['the file', 'live'] : ['live', 'the file'];
            const cause = live === null || file === null
                ? `${has} has a header and ${hasNot} has none`
                : 'the names of its header differ between the file and live';
            this.#refuse(id, `${cause}. Make them alike at Auco or in the file.`);
            return;
        }
        const { parts, variables } = (0,template/* parseTemplate */.QC)(file.written.reveal());
        const [variable] = variables;
        if (variables.length > 1) {
            this.#refuse(id, 'its header value is made of several variables, and which part of the live value belongs to which cannot be told. Use one variable.');
            return;
        }
        const at = parts.findIndex((part) => 'variable' in part);
        const literal = (some) => some.map((part) => ('literal' in part ? part.literal : '')).join('');
        const [start, end] = variable === undefined
            ? [literal(parts), '']
            : [literal(parts.slice(0, at)), literal(parts.slice(at + 1))];
        const isPart = start !== '' || end !== '';
        if (variable !== undefined) {
            this.#need({ name: variable.name, id, headerKey: live.key, isHidden: !live.value.known, isPart });
        }
        if (!live.value.known)
            return;
        const value = variable === undefined ? null : live.value.secret.between(start, end);
        const isAlike = variable === undefined
            ? file.value.known && file.value.secret.equals(live.value.secret)
            : value !== null;
        if (!isAlike) {
            this.#refuse(id, `its live header value is not of the form that the file writes${variable === undefined ? '' : ` around \`${variable.name}\``}. Correct the file's \`value\`.`);
            return;
        }
        if (variable === undefined || value === null)
            return;
        const known = this.#values.get(variable.name);
        if (known !== undefined && !known.equals(value)) {
            this.#refuse(id, `it shares \`${variable.name}\` with another webhook, and their live values differ. Give each a variable of its own.`);
        }
        this.#values.set(variable.name, value);
    }
    #need(secret) {
        if (!this.#secrets.some(({ name }) => name === secret.name))
            this.#secrets.push(secret);
    }
    #remarkUrl(id) {
        this.#remarks.push(`The URL of ${(0,visible/* quotedId */.sZ)(id)} has a query or a fragment: if it holds a secret, do not commit the file.`);
    }
    #refuse(id, message) {
        this.#refusals.push({ message: `${(0,visible/* quotedId */.sZ)(id)}: ${message}`, offset: this.#editor.offsetOf(id) });
    }
    #expectCertain(id, outcome) {
        if (outcome === null)
            return;
        this.#refusals.push({
            message: `${(0,visible/* quotedId */.sZ)(id)} has to change in the file, and cannot be edited with certainty. ${outcome.why} Write it out in a plain form, on lines of its own.`,
            offset: outcome.offset,
        });
    }
}

// EXTERNAL MODULE: ./build/src/config/source.js
var config_source = __webpack_require__(8171);
// EXTERNAL MODULE: ./build/src/plan/plan.js
var plan = __webpack_require__(3866);
;// CONCATENATED MODULE: ./build/src/import/proof.js






function proofFailures(claim, before, merged) {
    const { environment, live, existing, ownSecrets } = claim;
    const file = (0,webhooks_file/* readWebhooksFile */.t)(merged.text, {
        environment,
        variable: (name) => merged.values.get(name)?.reveal(),
        ownSecrets,
        unset: 'warning',
    });
    if (!file.ok) {
        return file.problems
            .filter(({ severity }) => severity === 'error')
            .map(({ message, place }) => `${subject(merged.text, place.line)} cannot be in the file as it is live. ${message}`);
    }
    const differing = (0,plan/* differingIds */.JJ)(file.webhooks, live.webhooks);
    if (differing.length > 0) {
        return [`The file cannot declare what is live of ${differing.map(visible/* quotedId */.sZ).join(', ')}. ${BY_HAND}`];
    }
    if (existing === null)
        return [];
    const other = (0,webhook/* otherThan */.kM)(environment);
    const after = (0,webhooks_file/* readWebhooksFile */.t)(merged.text, {
        environment: other,
        variable: () => undefined,
        ownSecrets: [],
        unset: 'warning',
    });
    const changed = after.ok ? (0,plan/* differingIds */.JJ)((0,plan/* asWritten */.qm)(before[other]), (0,plan/* asWritten */.qm)(after.webhooks)) : null;
    if (changed === null || changed.length > 0) {
        return [
            `The file would say something else for ${other}${changed === null ? '' : ` of ${changed.map(visible/* quotedId */.sZ).join(', ')}`}. ${BY_HAND}`,
        ];
    }
    const [kept, had] = [commentsOf(merged.text), commentsOf(existing)];
    return had.every((comment) => count(kept, comment) >= count(had, comment))
        ? []
        : [`A comment of the file would be lost. ${BY_HAND}`];
}
const BY_HAND = 'Merge it by hand.';
function subject(text, line) {
    const source = (0,config_source/* parseSource */.PJ)(text);
    const list = source.ok && source.root.kind === 'map' ? source.root.entries.get('webhooks')?.node : undefined;
    const entry = list?.kind === 'list'
        ?
            list.items.findLast(({ place }) => place.line <= line && line <= place.endLine)
        : undefined;
    const id = entry?.kind === 'map' ? entry.entries.get('id')?.node : undefined;
    return id?.kind === 'scalar' && typeof id.value === 'string' ? (0,visible/* quotedId */.sZ)(id.value) : 'A webhook';
}
function commentsOf(text) {
    const lexemes = [...new dist/* Lexer */.JG().lex(text)];
    return lexemes.filter((lexeme) => lexeme.startsWith('#')).map((comment) => comment.trimEnd());
}
function count(list, wanted) {
    return list.filter((one) => one === wanted).length;
}

;// CONCATENATED MODULE: ./build/src/import/import.js





function importLive(source) {
    const { environment, live } = source;
    const impossible = whyImpossible(source);
    if (impossible !== null)
        return refuse([impossible]);
    const existing = source.existing === null || isBlank(source.existing) ? null : source.existing;
    const before = existing === null ? NOTHING : readBefore(existing);
    if (before.problems.length > 0) {
        return { ok: false, refusals: before.problems.map(({ message, place }) => ({ message, place })) };
    }
    const merged = mergeLive(existing ?? newFile(source.existing), before.file, environment, live.webhooks);
    if (merged.refusals.length > 0) {
        const refusals = merged.refusals.map(({ message, offset }) => ({
            message,
            place: placeOf(existing ?? '', offset),
        }));
        return { ok: false, refusals };
    }
    const failures = proofFailures({ ...source, existing }, before.file, merged);
    if (failures.length > 0)
        return refuse(failures);
    return {
        ok: true,
        text: merged.text,
        secrets: merged.secrets,
        remarks: [...merged.remarks, ...remarksOn({ ...source, existing })],
    };
}
const NOTHING = { file: { stage: [], production: [] }, problems: [] };
function isBlank(text) {
    return text.split(/\r?\n/).every((line) => /^\s*(?:#.*)?$/.test(line));
}
function newFile(comments) {
    return comments === null || comments.trim() === '' ? NEW_FILE : `${comments.trimEnd()}\nwebhooks:\n`;
}
const NEW_FILE = `# yaml-language-server: $schema=${troubleshooting/* SCHEMA_URL */.cZ}
# The complete list of the company's Auco webhooks: what is live and not in here is to be removed.
webhooks:
`;
function whyImpossible({ environment, live }) {
    const legacy = live.hasLegacyWebhook
        ? ' Only the legacy `webhook` URL is set, which the file cannot declare.'
        : '';
    if (live.webhooks.length === 0) {
        return `No webhook is live at ${environment}.${legacy} Write the file by hand, with a webhook \`${webhook/* DEFAULT_ID */.Ye}\`.`;
    }
    if (!live.webhooks.some(({ id }) => id === webhook/* DEFAULT_ID */.Ye)) {
        return `No webhook with the id \`${webhook/* DEFAULT_ID */.Ye}\` is live at ${environment}, and Auco takes no list without it. Add it at Auco, or write the file by hand.`;
    }
    return null;
}
function readBefore(text) {
    const read = (environment) => (0,webhooks_file/* readWebhooksFile */.t)(text, { environment, variable: () => undefined, ownSecrets: [], unset: 'warning' });
    const [stage, production] = [read('stage'), read('production')];
    if (stage.ok && production.ok) {
        return { file: { stage: stage.webhooks, production: production.webhooks }, problems: [] };
    }
    const problems = [stage, production].find(({ ok }) => !ok);
    return {
        file: NOTHING.file,
        problems: problems?.ok === false ? problems.problems.filter(({ severity }) => severity === 'error') : [],
    };
}
function remarksOn({ environment, live, existing }) {
    const other = (0,webhook/* otherThan */.kM)(environment);
    return [
        ...(live.hasLegacyWebhook
            ? ['The legacy `webhook` URL is set too. It is not part of the file, and it stays as it is.']
            : []),
        ...(existing === null
            ? [
                `The file declares \`${webhook/* DEFAULT_ID */.Ye}\` for ${other} too, with the URL of ${environment}: import ${other} as well before you apply there.`,
            ]
            : []),
    ];
}
function placeOf(text, offset) {
    const line = text.slice(0, offset).split('\n').length;
    const column = offset - text.lastIndexOf('\n', offset - 1);
    return { line, column, endLine: line, endColumn: column + 1 };
}
function refuse(messages) {
    return { ok: false, refusals: messages.map((message) => ({ message, place: null })) };
}

// EXTERNAL MODULE: ./build/src/report/markdown.js
var markdown = __webpack_require__(75);
// EXTERNAL MODULE: ./build/src/cli/arguments.js
var cli_arguments = __webpack_require__(752);
// EXTERNAL MODULE: ./build/src/cli/files.js + 1 modules
var files = __webpack_require__(6854);
// EXTERNAL MODULE: ./build/src/cli/live.js + 4 modules
var cli_live = __webpack_require__(9874);
// EXTERNAL MODULE: ./build/src/cli/shell.js
var cli_shell = __webpack_require__(7454);
// EXTERNAL MODULE: ./build/src/cli/terminal.js
var terminal = __webpack_require__(9342);
;// CONCATENATED MODULE: ./build/src/cli/import.js








async function importCommand(invocation, shell) {
    const { file, environment, githubEnvironment } = invocation;
    const isToStdout = file === cli_arguments/* STANDARD_STREAM */.ZI;
    const access = (0,cli_live/* checkAccess */.x8)(invocation, shell);
    const existing = isToStdout ? null : await (0,files/* readText */.yR)(file, shell.stdin);
    const live = await (0,cli_live/* readLive */.p9)(invocation, access, shell, []);
    const result = importLive({ environment, live, existing, ownSecrets: (0,cli_live/* ownSecrets */.G_)(shell) });
    if (!result.ok) {
        shell.stderr.lines(result.refusals.map(({ message, place }) => {
            const where = place === null ? '' : `${(0,files/* nameOf */.Vb)(file)}:${place.line}:${place.column} `;
            return [(0,terminal/* styled */.I)('bold', where), (0,terminal/* styled */.I)('red', 'error'), `: ${message}`];
        }));
        throw new errors/* UserError */.y('not-imported', 'What is live cannot be put into the file.', existing === null ? 'Nothing was written.' : `\`${(0,files/* nameOf */.Vb)(file)}\` is as it was.`);
    }
    const isUnchanged = result.text === existing;
    if (isToStdout)
        shell.stdout.text(result.text);
    else if (!isUnchanged)
        (0,files/* replaceFile */.fR)(file, existing, result.text);
    const told = isToStdout ? shell.stderr : shell.stdout;
    const number = `${(0,markdown/* count */.U9)(live.webhooks.length, 'webhook')} of ${environment}`;
    const done = isUnchanged ? `already has the ${number}; nothing was written` : `has the ${number}`;
    told.lines([
        ...(isToStdout ? [] : [`${(0,files/* nameOf */.Vb)(file)} ${done}.`]),
        ...result.remarks.map((remark) => [(0,terminal/* styled */.I)('yellow', 'Note'), `: ${remark}`]),
        ...secretLines(result.secrets, githubEnvironment),
    ]);
    return cli_shell/* EXIT */.d.ok;
}
function secretLines(secrets, githubEnvironment) {
    if (secrets.length === 0)
        return [];
    return [
        '',
        `The header values are secrets, and were not written. Store each in the apply job's environment at GitHub`,
        '(--github-environment names another one; a plan compares only values that its environment has, too).',
        'gh asks for the value:',
        '',
        ...secrets.map(({ name }) => `  gh secret set ${name} --env ${githubEnvironment}`),
        '',
        'Pass them to the step of the action:',
        '',
        '  env:',
        ...secrets.map(({ name }) => `    ${name}: \${{ secrets.${name} }}`),
        '',
        'What they are:',
        '',
        ...secrets.map(({ name, id, headerKey, isHidden, isPart }) => {
            const what = isPart ? 'what the variable stands for in the header' : 'the whole value of the header';
            const from = isHidden ? '; Auco does not show it, so take it from the receiver' : '';
            return `  ${name}: ${what} ${headerKey} of ${id}${from}`;
        }),
    ];
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
