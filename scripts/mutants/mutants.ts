/** A guard or a redaction taken out of `src/`, and the tests that must notice. */
export interface Mutant {
  readonly name: string
  readonly file: string
  /** Text that stands in the file exactly once. */
  readonly from: string
  readonly to: string
  readonly tests: readonly string[]
  /** Only the tests whose names match this, where the others would take long. */
  readonly only?: string
  /** The tests run the bundle, which is then built of the mutated code. */
  readonly dist?: boolean
}

type Change = Pick<Mutant, 'name' | 'from' | 'to'>

/** Several mutants of one file that the same tests must notice. */
function mutantsOf(
  file: string,
  common: Pick<Mutant, 'tests' | 'only' | 'dist'>,
  changes: readonly Change[],
): readonly Mutant[] {
  return changes.map((change) => ({ ...common, ...change, file }))
}

/** Every kind of secret is tried in the mode `soak` alone; a mutant's `only` takes a part of the cases. */
export const leaks = 'test/secrets/leaks.test.ts'

export const mutants: readonly Mutant[] = [
  // What must never be printed.
  ...mutantsOf('src/core/secret.ts', { tests: [leaks], only: 'an object can be printed' }, [
    {
      name: 'a secret as text is itself',
      from: "toString(): string {\n    return '***'",
      to: 'toString(): string {\n    return this.#text',
    },
    {
      name: 'a secret as JSON is itself',
      from: "toJSON(): string {\n    return '***'",
      to: 'toJSON(): string {\n    return this.#text',
    },
    { name: 'a secret under inspection is itself', from: "'Secret(***)'", to: 'this.#text' },
    {
      name: 'a secret keeps its text where anybody sees it',
      from: '    this.#text = text\n',
      to: '    this.#text = text\n    Object.assign(this, { text })\n',
    },
  ]),
  ...mutantsOf(
    'src/core/webhook-url.ts',
    { tests: ['test/unit/core/webhook-url.test.ts', leaks], only: 'what is shown|a plan shows' },
    [
      {
        name: 'a URL is shown whole',
        from: "this.shown = url === null ? '(not a URL)' : shownParts(url, text)",
        to: 'this.shown = text || String(shownParts)',
      },
      { name: 'a text that is no URL is shown', from: "'(not a URL)'", to: 'text' },
      {
        name: 'a URL as text is itself',
        from: 'toString(): string {\n    return this.shown',
        to: 'toString(): string {\n    return this.#text',
      },
      {
        name: 'a URL as JSON is itself',
        from: 'toJSON(): string {\n    return this.shown',
        to: 'toJSON(): string {\n    return this.#text',
      },
      {
        name: "a URL's user is shown",
        from: "? '***@' : ''",
        to: "? `${url.username}:${url.password}@` : ''",
      },
      {
        name: "a URL's password is shown without a user",
        from: "const user = url.username !== '' || url.password !== '' ? '***@' : ''",
        to: "const user = url.username !== '' ? '***@' : `:${url.password}@`",
      },
      { name: "a URL's query values are shown", from: '`${name}=***`', to: 'parameter' },
      { name: 'padded base64 is a name', from: '=(?=[^=])/', to: '=(?!=)/' },
      { name: "a URL's fragment is shown", from: "url.hash === '' ? '' : '#***'", to: 'url.hash' },
    ],
  ),
  ...mutantsOf('src/plan/plan.ts', { tests: [leaks], only: 'a plan shows' }, [
    {
      name: 'a plan has the whole old URL',
      from: 'from: from.url.shown',
      to: 'from: from.url.reveal()',
    },
    { name: 'a plan has the whole new URL', from: 'to: to.url.shown', to: 'to: to.url.reveal()' },
    {
      name: 'a plan has the whole URL of what it removes',
      from: 'url: webhook.url.shown, headerKey',
      to: 'url: webhook.url.reveal(), headerKey',
    },
    {
      name: 'a plan has the value of the header that it removes',
      from: "return { kind: 'removed', key: from.key }",
      to: "return { kind: 'removed', key: from.value.known ? from.value.secret.reveal() : from.key }",
    },
  ]),

  // What Auco says.
  ...mutantsOf(
    'src/core/secret-scan.ts',
    {
      tests: ['test/unit/core/secret-scan.test.ts', leaks],
      only: 'a text repeats|a value holds|repeats no secret >',
    },
    [
      {
        name: 'no text repeats a secret',
        from: 'needles.some((needle) => sharesWindow(haystack, needle)))) return true',
        to: 'needles.some((needle) => sharesWindow(haystack, needle)))) return false',
      },
      { name: 'seven characters make a leak', from: 'const WINDOW = 6', to: 'const WINDOW = 7' },
      {
        name: 'a short secret may be repeated',
        from: "return needle !== '' && haystack.includes(needle)",
        to: 'return false',
      },
      { name: 'a secret may be repeated in capitals', from: 'reading.toLowerCase()', to: 'reading' },
      {
        name: 'a secret may be repeated in JSON by number',
        from: '.replace(/\\\\u([0-9a-f]{4})/gi',
        to: '.replace(/\\\\unever([0-9a-f]{4})/gi',
      },
      {
        name: 'a secret may be repeated in JSON by backslashes',
        from: ".replace(/\\\\([\"'\\\\/])/g, '$1')",
        to: '',
      },
      {
        name: 'a secret may be repeated in HTML in hexadecimal',
        from: '/&#x([0-9a-f]{1,6});?/gi',
        to: '/&#xnever([0-9a-f]{1,6});?/gi',
      },
      {
        name: 'a secret may be repeated in HTML in decimal',
        from: '/&#([0-9]{1,7});?/g',
        to: '/&#never([0-9]{1,7});?/g',
      },
      {
        name: 'a secret may be repeated in HTML by name',
        from: '/&(amp|lt|gt|quot|apos);?/gi',
        to: '/&(never);?/gi',
      },
      { name: 'a secret may be repeated URL-encoded', from: '/(?:%[0-9a-f]{2})+/gi', to: '/never/gi' },
      { name: 'a secret may be repeated as a form', from: "text.replaceAll('+', ' ')", to: 'text' },
      { name: 'a secret may be repeated in hex', from: "bytes.toString('hex'), ", to: '' },
      { name: 'a secret may be repeated in base64', from: '...aligned, ', to: '' },
      { name: 'a secret may be repeated in base64 for URLs', from: ', ...urlSafe]', to: ']' },
      { name: 'a secret may be repeated in base64 at another byte', from: '[0, 1, 2].map', to: '[0].map' },
    ],
  ),
  ...mutantsOf('src/auco/failures.ts', { tests: [leaks], only: 'repeats no secret >|another form' }, [
    {
      name: 'a message that repeats a secret is shown',
      from: 'return leaksSecret(message, secrets)\n',
      to: 'return leaksSecret(message, secrets) && false\n',
    },
    {
      name: 'a message that is no text is shown',
      from: "if (typeof message !== 'string') return { remark: ` Its answer is ${describeBody(answer)}.`, quote: null }",
      to: "if (typeof message !== 'string') return { remark: ` Its answer is ${answer.body}.`, quote: null }",
    },
    {
      name: 'a body that is no JSON is shown',
      from: ": `Auco's answer is not JSON (${describeBody(answer)}).`",
      to: ": `Auco's answer is not JSON (${answer.body || describeBody(answer)}).`",
    },
  ]),

  {
    name: 'what GitHub says is shown',
    file: 'src/github/client.ts',
    from: "return 'GitHub refuses the request as invalid (422).'",
    to: 'return String(error)',
    tests: [leaks],
    only: 'plan beside a GitHub',
  },

  {
    name: 'a hidden part of a URL may be repeated',
    file: 'src/action/run.ts',
    from: 'for (const secret of url.hiddenSecrets()) runner.withhold(secret)',
    to: '',
    tests: [leaks],
    only: 'URL is refused',
  },
  {
    name: 'only as it is written a hidden part of a URL may not be repeated',
    file: 'src/core/webhook-url.ts',
    from: '[...new Set([...raw, ...decoded])]',
    to: '[...new Set([...raw, ...decoded.slice(decoded.length)])]',
    tests: ['test/unit/core/webhook-url.test.ts', leaks],
    only: 'URL is refused',
  },

  // What the runner is told to mask, and when.
  ...mutantsOf(
    'src/action/workflow-log.ts',
    { tests: [leaks], only: 'what is masked|in this process > apply > with|round 1 > with' },
    [
      { name: 'masks are not given to the runner', from: '    core.setSecret(text)\n', to: '' },
      {
        name: 'a masked secret is not known to the redaction',
        from: 'this.#registered.push(secret)\n    core.setSecret(text)',
        to: 'core.setSecret(text)',
      },
    ],
  ),
  ...mutantsOf(
    'src/action/run-context.ts',
    { tests: [leaks], only: 'what is masked|in this process > plan > with' },
    [
      {
        name: 'live values are not masked',
        from: 'if (!shownInFile.some((shown) => shown.equals(secret))) runner.mask(secret)',
        to: 'if (shownInFile.some((shown) => !shown.equals(shown) && shown.equals(secret))) runner.mask(secret)',
      },
      {
        name: 'live values that the file shows are masked',
        from: 'if (!shownInFile.some((shown) => shown.equals(secret))) runner.mask(secret)',
        to: 'if (shownInFile.length >= 0) runner.mask(secret)',
      },
      {
        name: 'variables are not masked',
        from: 'if (value !== undefined) runner.mask(new Secret(value))',
        to: 'if (value === undefined) runner.mask(new Secret(name))',
      },
    ],
  ),
  ...mutantsOf(
    'src/action/run.ts',
    { tests: [leaks], only: 'what is masked|in this process > plan > with' },
    [
      { name: 'whole headers are not masked', from: '  maskHeaders(runner, file.webhooks)\n', to: '' },
      {
        name: 'the variables of the file are not masked',
        from: 'variable: maskedVariable(tools)',
        to: 'variable: maskedVariable === undefined ? maskedVariable : tools.variable',
      },
    ],
  ),
  {
    name: 'the variables of the base file are not masked',
    file: 'src/action/plan-job.ts',
    from: 'readBase(run, maskedVariable(run))',
    to: 'readBase(run, maskedVariable === undefined ? maskedVariable : run.variable)',
    tests: [leaks],
    only: 'what is masked',
  },
  {
    name: 'live values are not masked after the first read',
    file: 'src/action/outputs.ts',
    from: '  maskLive(run, live)\n',
    to: '',
    tests: [leaks],
    only: 'in this process > plan > with',
  },
  {
    name: 'live values are not masked after a read-back',
    file: 'src/action/apply-job.ts',
    from: 'onRead: (seen) => maskLive(run, seen)',
    to: 'onRead: (seen) => (seen.webhooks.length < 0 ? maskLive(run, seen) : undefined)',
    tests: [leaks],
    only: 'what is masked',
  },
  {
    name: 'inputs are not masked',
    file: 'src/action/inputs.ts',
    from: '    register(found)\n',
    to: '',
    tests: [leaks],
    only: 'in this process > plan > with|key that is none',
  },
  {
    name: 'inputs are masked after they were checked',
    file: 'src/action/inputs.ts',
    from: '    register(found)\n    return found\n  }',
    to: '    setTimeout(() => register(found))\n    return found\n  }',
    tests: [leaks],
    only: 'in this process > swapped keys > with',
  },

  // What a file may send where.
  ...mutantsOf('src/config/webhooks-file.ts', { tests: ['test/unit/config/header-rules.test.ts'] }, [
    {
      name: "a variable may hold one of the action's own keys",
      from: 'if (this.#holdsOwnSecret(value)) {',
      to: 'if (this.#holdsOwnSecret(value) && value === "") {',
    },
    {
      name: "a value may be put together to one of the action's own keys",
      from: 'if (this.#holdsOwnSecret(composed.reveal())) {',
      to: 'if (this.#holdsOwnSecret(composed.reveal()) && template === null) {',
    },
    {
      name: 'a secret may be written out',
      from: "    this.#add(\n      'literal-secret',",
      to: "    this.#warn(\n      'literal-secret',",
    },
    {
      name: 'a value may hold a line break',
      from: 'if (/[\\r\\n]/.test(value))',
      to: 'if (/[\\r\\n]/.test(""))',
    },
  ]),
  {
    name: 'the token may be sent to Auco',
    file: 'src/action/run.ts',
    from: '[inputs.publicKey, inputs.privateKey, inputs.githubToken].filter(',
    to: '[inputs.publicKey, inputs.privateKey].filter(',
    tests: ['test/secrets/guards.test.ts'],
    only: 'own secrets',
  },
  ...mutantsOf('src/config/template.ts', { tests: ['test/unit/config/header-rules.test.ts'] }, [
    {
      name: 'no variable is reserved',
      from: "upper.endsWith('_PROXY') ||\n    RESERVED_NAMES.includes(upper)",
      to: "upper.endsWith('_PROXY') && !RESERVED_NAMES.includes(upper)",
    },
    { name: "the runner's variables are not reserved", from: "  'GITHUB_',\n", to: '' },
    { name: "the action's inputs are not reserved", from: "  'INPUT_',\n", to: '' },
    { name: "a cloud's variables are not reserved", from: "  'AWS_',\n", to: '' },
    { name: 'a proxy is not reserved', from: "upper.endsWith('_PROXY') ||\n", to: '' },
  ]),
  ...mutantsOf('src/config/url-rules.ts', { tests: ['test/unit/config/header-rules.test.ts'] }, [
    {
      name: 'a URL may hold a password',
      from: "if (url.username !== '' || url.password !== '') {",
      to: "if (url.username !== '' && url.password === '') {",
    },
    {
      name: 'a URL may be unencrypted',
      from: 'if (!/^https:\\/\\//i.test(text)) {',
      to: 'if (!/^https?:\\/\\//i.test(text)) {',
    },
    {
      name: 'a URL may be private',
      from: 'if (isPrivateAddress(host)) {',
      to: "if (isPrivateAddress(host) && host === '') {",
    },
  ]),
  {
    name: 'the file may lie outside of the workspace',
    file: 'src/action/config-file.ts',
    from: "relative === '..' ||\n    relative.startsWith(`..${path.sep}`) ||",
    to: "relative === '...' ||",
    tests: ['test/runs/file/unreadable-file-asks-nobody.test.ts'],
    dist: true,
  },

  {
    name: 'a piece of a URL is shown as a key',
    file: 'src/config/shape.ts',
    from: "((path.at(-1) !== 'header' && !isBare) ||",
    to: "((path.at(-1) !== 'header' && (isBare || !isBare)) ||",
    tests: [leaks],
    only: 'tells no secret: query without quotes',
  },
  {
    name: 'a piece of a header is shown as a key',
    file: 'src/config/shape.ts',
    from: "((path.at(-1) !== 'header' && !isBare) ||",
    to: '(!isBare ||',
    tests: [leaks],
    only: 'tells no secret: literal value without quotes',
  },

  // Foreign text.
  ...mutantsOf(
    'src/action/workflow-log.ts',
    { tests: ['test/runs/comment/foreign-text-commands-nothing.test.ts'], dist: true },
    [
      {
        name: 'foreign text is not made harmless',
        from: "visible(line).replaceAll('::', ': :').replaceAll('##[', '## [')",
        to: "(visible === undefined ? '' : line)",
      },
      { name: 'foreign text may command in the old way', from: ".replaceAll('##[', '## [')", to: '' },
    ],
  ),
  ...mutantsOf(
    'src/report/markdown.ts',
    { tests: ['test/unit/report/markdown.test.ts', 'test/unit/report/hostile-text.test.ts'] },
    [
      {
        name: 'a code span is none',
        from: 'return `${delimiter}${pad}${content}${pad}${delimiter}`',
        to: 'return `${pad}${content}${pad || delimiter.slice(delimiter.length)}`',
      },
      {
        name: 'a code span can be left',
        from: "const delimiter = '`'.repeat(longestRun(content) + 1)",
        to: "const delimiter = '`'.repeat(1)",
      },
      {
        name: 'a block can be left',
        from: "'`'.repeat(Math.max(3, longestRun(lines.join('\\n')) + 1))",
        to: "'`'.repeat(Math.max(3, lines.length < 0 ? 1 : 3))",
      },
      {
        name: 'foreign text keeps its invisible characters',
        from: '[...visible(text)]',
        to: "[...(visible === undefined ? '' : text)]",
      },
      {
        name: 'a title can be anything',
        from: '`## ${isPlain ? title.trim() : codeSpan(title, MAX_TITLE)}`',
        to: '`## ${isPlain || codeSpan(title, MAX_TITLE) ? title.trim() : title}`',
      },
    ],
  ),
  {
    name: 'invisible characters stay',
    file: 'src/core/escape-invisible.ts',
    from: '`\\\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`',
    to: 'character',
    tests: ['test/unit/core/escape-invisible.test.ts'],
  },
  ...mutantsOf('src/main.ts', { tests: ['test/secrets/bug.test.ts'], dist: true }, [
    {
      name: 'a bug tells its message',
      from: "[error.name, ...stackFrames(error)].join('\\n')",
      to: '[String(error), ...stackFrames(error)].join()',
    },
    {
      name: 'Node tells what nobody waited for',
      from: '    fail(error)\n    process.exit()\n  })\n}\n\nmain()',
      to: '    console.error(error)\n    process.exit(1)\n  })\n}\n\nmain()',
    },
  ]),
  {
    name: 'a bug tells the lines of its message that look like calls',
    file: 'src/core/errors.ts',
    from: 'return stack.startsWith(head) ? stack.slice(head.length)',
    to: 'return stack.startsWith(head) ? stack',
    tests: ['test/secrets/bug.test.ts'],
    dist: true,
  },

  // The local commands.
  ...mutantsOf('src/cli/safe-excerpt.ts', { tests: ['test/unit/cli/safe-excerpt.test.ts'] }, [
    {
      name: 'a line with a comment is shown whole',
      from: 'const shown = withoutComment(line)',
      to: 'const shown = line',
    },
    {
      name: 'a URL is shown with its query',
      from: 'new WebhookUrl(node.value).shown === written',
      to: 'written !== null',
    },
    {
      name: 'the lines of an unknown key are shown',
      from: 'if (known.includes(key)) {',
      to: 'if (known.length > 0) {',
    },
    {
      name: 'a header that an alias repeats is shown',
      from: 'return isHidden ? null : ',
      to: 'return isHidden ? (this.#values.get(line) ?? null) : ',
    },
  ]),
  {
    name: 'an import writes over what changed meanwhile',
    file: 'src/cli/replace-file.ts',
    from: 'if (currentText(file) !== before) {',
    to: "if (currentText(file) === '') {",
    tests: ['test/unit/cli/replace-file.test.ts'],
  },
  ...mutantsOf('src/import/proof.ts', { tests: ['test/unit/import/proof.test.ts'] }, [
    {
      name: 'an import may differ from live',
      from: 'if (differing.length > 0) {',
      to: 'if (differing.length > 99) {',
    },
    {
      name: 'an import may change the other environment',
      from: 'if (changed === null || changed.length > 0) {',
      to: 'if (changed === null) {',
    },
  ]),

  // Where keys travel.
  {
    name: "a proxy's password is not masked",
    file: 'src/action/run.ts',
    from: 'for (const password of checkProxies(tools.variable)) runner.mask(password)',
    to: 'checkProxies(tools.variable)',
    tests: ['test/runs/http/proxy-of-the-environment.test.ts'],
    dist: true,
  },
  {
    name: 'any text is a proxy',
    file: 'src/action/run.ts',
    from: 'for (const password of checkProxies(tools.variable)) runner.mask(password)',
    to: 'for (const password of checkProxies(() => undefined)) runner.mask(password)',
    tests: ['test/runs/http/proxy-of-the-environment.test.ts'],
    dist: true,
  },
  {
    name: 'redirects are followed',
    file: 'src/system/connections.ts',
    from: "import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js'",
    to: "// @ts-expect-error: no types\nimport redirect from 'undici/lib/interceptor/redirect.js'\nimport Agent from 'undici/lib/dispatcher/env-http-proxy-agent.js'\nconst EnvHttpProxyAgent = function (options: object) {\n  return new Agent(options).compose(redirect({ maxRedirections: 3 }))\n} as unknown as typeof Agent",
    tests: ['test/runs/http/redirect-is-not-followed.test.ts'],
    dist: true,
  },
  {
    name: 'any certificate will do',
    file: 'src/system/connections.ts',
    from: 'rejectUnauthorized: true }',
    to: 'rejectUnauthorized: false }',
    tests: ['test/secrets/certificates.test.ts'],
  },
  {
    name: 'the environment may say that any certificate will do',
    file: 'src/system/connections.ts',
    from: ', rejectUnauthorized: true }',
    to: ' }',
    tests: ['test/secrets/certificates.test.ts'],
  },
  {
    name: 'keys are not checked',
    file: 'src/action/inputs.ts',
    from: '  checkKeys(publicKey, privateKey)\n',
    to: '  if (publicKey?.reveal() === "") checkKeys(publicKey, privateKey)\n',
    tests: [leaks],
    only: 'swapped keys|key that is none',
  },
  {
    name: 'keys travel unencrypted',
    file: 'src/auco/base-url.ts',
    from: "(url?.protocol === 'http:' && isLoopback)",
    to: "(url?.protocol === 'http:' && (isLoopback || !isLoopback))",
    tests: ['test/runs/inputs/inputs-are-checked-before-any-request.test.ts'],
    dist: true,
  },
  {
    name: 'strangers apply',
    file: 'src/action/mode.ts',
    from: "if (eventName === 'pull_request_target') {",
    to: "if (eventName === 'pull_request_target' && dryRun !== 'false') {",
    tests: ['test/unit/action/mode.test.ts'],
  },

  // What is written, and what is called applied.
  ...mutantsOf(
    'src/action/write-and-verify.ts',
    { tests: [leaks], only: 'in this process > apply (?!whose (write|URL))' },
    [
      {
        name: 'a write is verified without reading it back',
        from: "if (differing.length === 0) return { kind: 'equal'",
        to: "if (differing.length >= 0) return { kind: 'equal'",
      },
      {
        name: "somebody else's state is overwritten",
        from: 'if (differingIds(before.webhooks, live.webhooks, isShown).length > 0) foreignIds = differing',
        to: 'if (differingIds(before.webhooks, live.webhooks, isShown).length < 0) foreignIds = differing',
      },
      {
        name: 'a read-back that fails is no matter',
        from: "if (live instanceof UserError) return { kind: 'unknown', cause: live }",
        to: "if (live instanceof UserError) return { kind: 'equal', hidden: [] }",
      },
    ],
  ),
  {
    name: 'a header value that is hidden after the write is verified',
    file: 'src/action/write-and-verify.ts',
    from: 'return (id) => known.get(id) ?? showsAny',
    to: "return (id) => id === '' && known.get(id) === showsAny",
    tests: ['test/faults/schedules.test.ts'],
    only: 'header value',
  },
  {
    name: 'no header value is known',
    file: 'src/auco/company.ts',
    from: ': { known: true, secret: new Secret(value) }',
    to: ": { known: false, why: String(new Secret('')) }",
    tests: ['test/faults/schedules.test.ts'],
    only: 'header value',
  },
  {
    name: 'a read lasts as long as its pauses',
    file: 'src/auco/http.ts',
    from: 'AbortSignal.any([cancelled, this.#closing.signal, clock.deadline(limits.call)])',
    to: 'AbortSignal.any([cancelled, this.#closing.signal])',
    tests: ['test/faults/schedules.test.ts'],
    only: 'a rate limit that lasts',
  },
  {
    name: 'an answer without a list is an empty company',
    file: 'src/auco/company.ts',
    from: "if (webhooks == null && (webhook ?? '') === '') return null",
    to: 'if (webhooks === undefined && webhook === undefined) return null',
    tests: ['test/runs/http/unusable-answer-is-one-error.test.ts'],
    dist: true,
  },
  {
    name: 'a newer commit may come while Auco is slow',
    file: 'src/action/apply-job.ts',
    from: 'if (isOld(newest)) newest =',
    to: 'if (isOld(newest) && round < 0) newest =',
    tests: ['test/faults/github.test.ts'],
    only: 'an Auco that is slow',
  },
  {
    name: 'a reading may be old',
    file: 'src/action/apply-job.ts',
    from: 'if (newest.by === null && isOld(latest)) {',
    to: 'if (newest.by === null && isOld(latest) && round < 0) {',
    tests: ['test/faults/github.test.ts'],
    only: 'a reading of before',
  },
  {
    name: 'a head is as old as the comments beside it',
    file: 'src/action/apply-job.ts',
    from: '({ by, at: clock.now() }))',
    to: '({ by, get at() { return clock.now() } }))',
    tests: ['test/faults/github.test.ts'],
    only: 'comments are slow',
  },
  {
    name: 'an open pull request is as old as the comments beside it',
    file: 'src/action/plan-comment.ts',
    from: '(isOpen ? clock.now() : null)',
    to: '(isOpen ? Number.POSITIVE_INFINITY : null)',
    tests: ['test/faults/github.test.ts'],
    only: 'comments are slow',
  },
  {
    name: 'what was found done is announced for ever',
    file: 'src/action/reviewed-removals.ts',
    from: ' || status.startsWith(NOTHING_TO_DO)',
    to: '',
    tests: ['test/runs/removals/spent-announcements-remove-nothing.test.ts'],
    dist: true,
  },
  {
    name: 'a merge may come while Auco is slow',
    file: 'src/action/plan-comment.ts',
    from: 'clock.now() - openAt > FRESH',
    to: 'clock.now() < openAt',
    tests: ['test/faults/github.test.ts'],
    only: 'an Auco that is slow',
  },
  {
    name: 'a check without the key is green',
    file: 'src/action/plan-job.ts',
    from: 'if (!made.live) throw blindCheckError()',
    to: "if (!made.live) return 'planned'",
    tests: ['test/runs/plan/drift-check.test.ts'],
    dist: true,
  },
  {
    name: '`deny` allows removals',
    file: 'src/action/outputs.ts',
    from: "if (run.inputs.removals !== 'deny' || removed.length === 0) return",
    to: "if (run.inputs.removals === 'deny' || removed.length === 0) return",
    tests: [leaks],
    only: 'in this process > refused apply > with',
  },
  ...mutantsOf('src/action/reviewed-removals.ts', { tests: ['test/secrets/guards.test.ts'] }, [
    {
      name: 'no removal needs a review',
      from: "if (run.inputs.removals !== 'reviewed') return",
      to: "if (run.inputs.removals === 'reviewed') return",
    },
    {
      name: 'one reviewed removal allows all',
      from: 'if (unreviewed.length === 0) return',
      to: 'if (unreviewed.length < idsOf(plan, "remove").length) return',
    },
    {
      name: "a pull request's later commits are announced too",
      from: '            headSha,\n          }',
      to: '            headSha: /"headSha":"(.*?)"/.exec(Buffer.from(comment.body.split(" ")[3] ?? "", "base64url").toString())?.[1] ?? headSha,\n          }',
    },
  ]),
  {
    name: 'an announcement counts for ever',
    file: 'src/action/reviewed-removals.ts',
    from: '!isSpent && announced(id)',
    to: 'announced(id)',
    tests: ['test/runs/removals/spent-announcements-remove-nothing.test.ts'],
    dist: true,
  },
  {
    name: 'an old run writes',
    file: 'src/action/currency.ts',
    from: 'if (head === null || head.sha === sha) return null',
    to: "if (head === null || head.sha === sha || sha !== '') return null",
    tests: ['test/secrets/guards.test.ts'],
  },
  ...mutantsOf(
    'src/action/currency.ts',
    { tests: ['test/runs/apply/superseded-run-writes-nothing.test.ts'], dist: true },
    [
      {
        name: 'a GitHub that lags is believed',
        from: 'if (pushedFrom === null || head?.sha !== pushedFrom) break',
        to: 'if (pushedFrom !== sha) break',
      },
      {
        name: 'an old manual run writes',
        from: "(context.eventName !== 'push' && !context.isRepeated)",
        to: "context.eventName !== 'push'",
      },
    ],
  ),
  {
    name: "anybody's comment is ours",
    file: 'src/github/comment.ts',
    from: 'user?.login.toLowerCase() === login.toLowerCase()',
    to: 'user?.login.toLowerCase() !== login',
    tests: ['test/secrets/guards.test.ts'],
  },
  ...mutantsOf(
    'src/report/marker.ts',
    { tests: ['test/unit/report/marker.test.ts', 'test/secrets/guards.test.ts'] },
    [
      {
        name: 'any seal is right',
        from: 'if (given.length !== right.length || !timingSafeEqual(given, right)) return nothing',
        to: 'if (given.length !== right.length && !timingSafeEqual(given, given)) return nothing',
      },
      {
        name: 'a seal needs no key',
        from: "createHmac('sha256', key.reveal())",
        to: "createHmac('sha256', String(key))",
      },
      { name: 'any identity is right', from: 'data.identity === identityHash(identity) &&\n', to: '' },
      { name: 'any repository is right', from: 'data.repository === expected.repository &&\n', to: '' },
      { name: 'any pull request is right', from: 'data.pullRequest === expected.pullRequest &&\n', to: '' },
      { name: 'any commit is right', from: ' &&\n    data.headSha === expected.headSha', to: '' },
    ],
  ),
]
