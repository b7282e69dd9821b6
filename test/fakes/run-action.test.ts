import { expect, it } from 'vitest'
import { scheduleEvent } from './github-events.ts'
import { runAction } from './run-action.ts'
import { readFileCommands, readOutput } from './runner-output.ts'

it('a run has its inputs with the defaults of action.yml, and inherits nothing but PATH', async () => {
  process.env['INHERITED'] = 'leak'
  const { stdout } = await runAction({
    nodeArguments: ['--print', 'JSON.stringify(process.env)'],
    workspace: {},
    inputs: { 'dry-run': 'true', 'two words': 'kept' },
    env: { AUCO_HOOK_TOKEN: 'x', GITHUB_REPOSITORY: 'evil/one' },
    event: scheduleEvent({ owner: 'acme', name: 'webhooks', headSha: 'a'.repeat(40) }),
  })
  delete process.env['INHERITED']
  const environment = JSON.parse(stdout)
  expect(environment).toMatchObject({
    'INPUT_DRY-RUN': 'true',
    INPUT_TWO_WORDS: 'kept',
    INPUT_CONFIG: 'webhooks.yaml',
    PATH: process.env['PATH'],
    AUCO_HOOK_TOKEN: 'x',
    GITHUB_REPOSITORY: 'acme/webhooks',
  })
  expect(environment).not.toHaveProperty('INHERITED')
})

const read = (output: string) => readOutput(output, ['job-secret'], false)

it('the log hides masked values from the mask on', () => {
  const output =
    'early s3cret\n::add-mask::s3cret%25%0Asecond line\n::debug::hidden\nlate s3cret%, second line, job-secret\n'
  expect(read(output)).toMatchObject({
    masks: ['s3cret%\nsecond line'],
    log: 'early s3cret\nlate ***, ***, ***\n',
  })
})

it.each([
  ['the old form, anywhere in a line', 'id: x ##[error title=a]smuggled', 'error'],
  ['a command after a lone CR', 'id: x\r::warning::smuggled', 'warning'],
  ['a command after a space, in capitals', ' ::SET-OUTPUT name=result::smuggled', 'set-output'],
  ['an unknown command before an old one', '::x::##[notice]smuggled', 'notice'],
])('the log has a command in %s', (_, output, name) => {
  expect(read(output).commands).toMatchObject([{ name, value: 'smuggled' }])
})

it.each(['x ::error::text', '::error text', '::unknown::text', '##[unknown]text'])(
  'the log has no command in %j',
  (output) => {
    expect(read(output)).toMatchObject({ commands: [], log: output })
  },
)

it('file commands have values of several lines, empty ones, line ends of Windows, and the last word', () => {
  expect(readFileCommands('a<<END\none=1\n\ntwo\nEND\nb=x<<y\nc<<END\r\nEND\r\nb=\n')).toEqual({
    a: 'one=1\n\ntwo',
    b: '',
    c: '',
  })
})

it.each(['no separator', 'a<<END\nnever ends'])('file commands are refused as in %j', (content) => {
  expect(() => readFileCommands(content)).toThrow('The runner')
})
