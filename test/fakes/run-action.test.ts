import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pullRequestEvent, pushEvent, scheduleEvent, workflowDispatchEvent } from './github-events.ts'
import { startRecordingServer } from './recording-server.ts'
import { type ActionOptions, runAction } from './run-action.ts'
import { readFileCommands, readOutput } from './runner-output.ts'

const repo = { owner: 'acme', name: 'webhooks', headSha: 'a'.repeat(40) }
const pull = {
  number: 7,
  head: { ref: 'billing', sha: 'b'.repeat(40) },
  base: { ref: 'main', sha: 'c'.repeat(40) },
}

let directory: string
beforeAll(async () => {
  // macOS has its temporary directory behind a symbolic link; a process tells the real one.
  directory = await realpath(await mkdtemp(join(tmpdir(), 'stand-in-')))
})
afterAll(() => rm(directory, { recursive: true }))

/** Runs a script instead of the bundled action. */
async function run(source: string, options: Partial<ActionOptions> = {}) {
  const script = join(directory, 'action.mjs')
  await writeFile(script, source)
  return await runAction({ script, workspace: {}, inputs: {}, event: scheduleEvent(repo), ...options })
}
const environmentOf = async (options: Partial<ActionOptions>) =>
  JSON.parse((await run('console.log(JSON.stringify(process.env))', options)).stdout)

describe('the environment', () => {
  it('has the inputs under the names of the runner, with the defaults of action.yml', async () => {
    const inputs = { 'dry-run': 'true', 'two words': 'kept' }
    expect(await environmentOf({ inputs, token: 'ghs_given' })).toMatchObject({
      'INPUT_DRY-RUN': 'true',
      INPUT_TWO_WORDS: 'kept',
      INPUT_CONFIG: 'webhooks.yaml',
      'INPUT_FAIL-ON-CHANGES': 'false',
      'INPUT_PUBLIC-KEY': '',
      'INPUT_GITHUB-TOKEN': 'ghs_given',
    })
  })

  it('inherits nothing but PATH, and keeps compiled code', async () => {
    process.env['INHERITED'] = 'leak'
    const environment = await environmentOf({ env: { AUCO_HOOK_TOKEN: 'x', GITHUB_REPOSITORY: 'evil/one' } })
    delete process.env['INHERITED']
    expect(environment).toMatchObject({ PATH: process.env['PATH'], AUCO_HOOK_TOKEN: 'x' })
    // Windows and macOS give every process some variables of their own.
    const foreign = Object.keys(environment).filter(
      (name) =>
        !/^(GITHUB|RUNNER|INPUT)_/.test(name) && (process.platform === 'linux' || name in process.env),
    )
    expect(foreign).not.toContain('INHERITED')
    if (process.platform === 'linux') {
      expect(foreign.sort()).toEqual([
        'AUCO_HOOK_TOKEN',
        'CI',
        'HOME',
        'NODE_COMPILE_CACHE',
        'PATH',
        'TMPDIR',
      ])
    }
    expect(environment.GITHUB_REPOSITORY).toBe('acme/webhooks')
  })

  it.each([
    ['pull_request', pullRequestEvent(repo, pull), 'refs/pull/7/merge', 'billing', 'main'],
    [
      'push',
      pushEvent(repo, { before: 'd'.repeat(40), after: 'e'.repeat(40), branch: 'main' }),
      'refs/heads/main',
      '',
      '',
    ],
    ['schedule', scheduleEvent(repo), 'refs/heads/main', '', ''],
    ['workflow_dispatch', workflowDispatchEvent(repo, 'try'), 'refs/heads/try', '', ''],
  ])('describes a %s', async (name, event, ref, head, base) => {
    const result = await run('console.log(JSON.stringify(process.env))', {
      event: { ...event, runNumber: 9, runAttempt: 3, workflow: 'other.yml' },
    })
    expect(JSON.parse(result.stdout)).toMatchObject({
      GITHUB_EVENT_NAME: name,
      GITHUB_REF: ref,
      GITHUB_SHA: event.sha,
      GITHUB_HEAD_REF: head,
      GITHUB_BASE_REF: base,
      GITHUB_RUN_NUMBER: '9',
      GITHUB_RUN_ATTEMPT: '3',
      GITHUB_WORKFLOW_REF: `acme/webhooks/.github/workflows/other.yml@${ref}`,
      GITHUB_SERVER_URL: 'https://github.com',
    })
    expect(JSON.parse(result.files['temp/_github_workflow/event.json'] ?? '')).toEqual(event.payload)
    expect(event.payload).toMatchObject({
      repository: { default_branch: 'main', full_name: 'acme/webhooks' },
    })
  })

  it('points at the GitHub given, and says when to debug', async () => {
    expect(await environmentOf({ githubUrl: 'http://127.0.0.1:4001', debug: true })).toMatchObject({
      GITHUB_API_URL: 'http://127.0.0.1:4001',
      GITHUB_GRAPHQL_URL: 'http://127.0.0.1:4001/graphql',
      RUNNER_DEBUG: '1',
    })
  })
})

describe('the run', () => {
  it('gives what the action leaves behind', async () => {
    const result = await run(
      `import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
       const { GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, GITHUB_ENV, GITHUB_STATE, RUNNER_TEMP } = process.env
       appendFileSync(GITHUB_OUTPUT, 'result<<END\\nplanned\\nEND\\nchanged=true\\n')
       appendFileSync(GITHUB_STEP_SUMMARY, '# Plan\\n')
       appendFileSync(GITHUB_ENV, 'A=1\\n')
       appendFileSync(GITHUB_STATE, 'B=2\\n')
       writeFileSync(RUNNER_TEMP + '/left.txt', readFileSync('config/webhooks.yaml'))
       console.error('to stderr')
       process.exitCode = 3`,
      { workspace: { 'config/webhooks.yaml': 'webhooks: []\n' } },
    )
    expect(result).toMatchObject({
      exitCode: 3,
      signal: null,
      stdout: '',
      stderr: 'to stderr\n',
      outputs: { result: 'planned', changed: 'true' },
      summary: '# Plan\n',
      environmentFile: 'A=1\n',
      stateFile: 'B=2\n',
      pathFile: '',
      files: { 'temp/left.txt': 'webhooks: []\n', 'workspace/config/webhooks.yaml': 'webhooks: []\n' },
    })
  })

  it('runs in a given directory', async () => {
    const result = await run('console.log(process.cwd(), process.env.GITHUB_WORKSPACE)', {
      workspace: directory,
    })
    expect(result.stdout).toBe(`${directory} ${directory}\n`)
    expect(Object.keys(result.files)).not.toContain('workspace')
  })

  // Windows knows no signals: see vitest.config.ts.
  it.skipIf(process.platform === 'win32')('sends a signal when it is told to', async () => {
    const ready = Promise.withResolvers<void>()
    const hook = await startRecordingServer(async () => {
      ready.resolve()
      return { status: 200, body: '' }
    })
    const source = `process.on('SIGTERM', () => { console.log('stopping'); process.exit(1) })
                    setInterval(() => {}, 1000)
                    await fetch('${hook.url}')`
    const stopped = await run(source, { signal: { name: 'SIGTERM', when: ready.promise } })
    expect(stopped).toMatchObject({ exitCode: 1, signal: null, stdout: 'stopping\n' })
    const killed = await run(source, { signal: { name: 'SIGKILL', when: ready.promise } })
    expect(killed).toMatchObject({ exitCode: null, signal: 'SIGKILL' })
    await hook.close()
  })

  it('speeds up waits, in order, and nothing else', async () => {
    const result = await run(
      `import { setTimeout as wait } from 'node:timers/promises'
       import timers from 'node:timers/promises'
       const start = Date.now()
       let tooEarly = false
       const timeout = setTimeout(() => { tooEarly = true }, 5000)
       await Promise.all([
         timers.setTimeout(60_000).then(() => console.log('minute')),
         wait(8000, 'value').then((value) => console.log(value)),
         wait(20).then(() => console.log('short')),
         wait(9000, undefined, { signal: AbortSignal.abort() }).catch((error) => console.log(error.name)),
       ])
       clearTimeout(timeout)
       console.log(tooEarly)`,
      { fastClock: true },
    )
    expect(result.stdout.split('\n')).toEqual(['AbortError', 'short', 'value', 'minute', 'false', ''])
    expect(result.waits).toEqual([60_000, 8000, 20, 9000])
    expect(Object.keys(result.files)).not.toContain('fast-clock.jsonl')
  })
})

describe('the log', () => {
  const read = (output: string) => readOutput(output, ['job-secret'], false)

  it('renders commands and hides masked values from the mask on', () => {
    const output = [
      'early s3cret',
      '::add-mask::s3cret%25%0Asecond line',
      '::group::Plan',
      'late s3cret%, second line, job-secret',
      '::endgroup::',
      '::debug::hidden',
      'plain',
      '',
    ].join('\n')
    expect(read(output)).toMatchObject({
      masks: ['s3cret%\nsecond line'],
      log: 'early s3cret\n▶ Plan\nlate ***, ***, ***\nplain\n',
    })
    expect(readOutput('::debug::shown', [], true).log).toBe('##[debug]shown')
  })

  it('reads annotations with their places', () => {
    const place = 'file=a%2Cb%3A.yaml,line=3,endLine=4,col=5,endColumn=9,title=Wrong%25'
    expect(
      read(`::error ${place}::id: first%0Asecond %253A\n::warning::careful\n  ::notice::seen`),
    ).toMatchObject({
      annotations: [
        {
          level: 'error',
          message: 'id: first\nsecond %3A',
          title: 'Wrong%',
          file: 'a,b:.yaml',
          line: 3,
          endLine: 4,
          col: 5,
          endColumn: 9,
        },
        { level: 'warning', message: 'careful' },
        { level: 'notice', message: 'seen' },
      ],
      log: 'Error: id: first\nsecond %3A\nWarning: careful\nNotice: seen',
    })
  })

  it.each([
    ['the old form, anywhere in a line', 'id: x ##[error title=a]smuggled', 'error'],
    ['a command after a lone CR', 'id: x\r::warning::smuggled', 'warning'],
    ['a command after a space, in capitals', ' ::SET-OUTPUT name=result::smuggled', 'set-output'],
    ['an unknown command before an old one', '::x::##[notice]smuggled', 'notice'],
  ])('sees %s', (_, output, name) => {
    expect(read(output).commands).toMatchObject([{ name, value: 'smuggled' }])
  })

  it.each(['x ::error::text', '::error text', '::unknown::text', '##[unknown]text'])(
    'sees no command in %j',
    (output) => {
      expect(read(output)).toMatchObject({ commands: [], log: output })
    },
  )

  it('obeys nothing between stop-commands and its token', () => {
    const output = '::stop-commands::Token\n::error::text\n::token::\n::error::real'
    expect(read(output).annotations).toEqual([{ level: 'error', message: 'real' }])
  })
})

describe('file commands', () => {
  it('have values of several lines, empty ones, and the last word', () => {
    expect(readFileCommands('a<<END\none=1\n\ntwo\nEND\nb=x<<y\nc<<END\nEND\nb=\n')).toEqual({
      a: 'one=1\n\ntwo',
      b: '',
      c: '',
    })
  })

  it('are read with the line ends of Windows, too', () => {
    expect(readFileCommands('a<<END\r\none\r\nEND\r\nb=two\r\n')).toEqual({ a: 'one', b: 'two' })
  })

  it.each(['no separator', 'a<<END\nnever ends'])('are refused as in %j', (content) => {
    expect(() => readFileCommands(content)).toThrow('The runner')
  })
})
