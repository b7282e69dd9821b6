import { expect, it } from 'vitest'
import { explainedBy, runCommand } from '../../fakes/run-command.ts'

const FILE = `webhooks:
  - id: default
    descripton: All
    url: http://hooks.example.com/auco
    header: { key: Authorization, value: Bearer s3cret-9fK2vQ7sXc }
  - id: Probe
    description: Probe
    url: https://probe.example.com
    environments: [stage]
    header: { key: X-Token, value: "\${AUCO_PROBE_TOKEN}" }
`
const folder = { 'webhooks.yaml': FILE }

it('as text: every problem with its place, and its line unless that may contain a secret', async () => {
  const run = await runCommand({ args: ['validate'], folder })
  expect(run).toMatchObject({ exitCode: 1, stderr: '', files: folder })
  expect(
    run.stdout,
  ).toBe(`webhooks.yaml:3:5 error: The key \`descripton\` is unknown. Did you mean \`description\`?
webhooks.yaml:4:10 error: The URL is not encrypted (\`http:\`). Use \`https:\`, or the header's secret is sent in plain text.
webhooks.yaml:5:42 error: \`value\` is a literal secret: everybody who can read the repository can read it. Store it as a secret and write \`\${AUCO_NAME}\`, or add \`secret: false\` if it isn't secret.
webhooks.yaml has 3 problems.
`)
})

it('as JSON, from standard input', async () => {
  const run = await runCommand({
    args: ['validate', '-', '--format', 'json'],
    stdin: FILE,
    env: { AUCO_PROBE_TOKEN: 'x1' },
  })
  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(JSON.parse(run.stdout)).toMatchObject({
    file: '<stdin>',
    valid: false,
    problems: [
      { severity: 'error', code: 'unknown-key', line: 3, column: 5, endLine: 3, endColumn: 15 },
      { severity: 'error', code: 'invalid-url', line: 4 },
      { severity: 'error', code: 'literal-secret', line: 5 },
    ],
  })
})

it('as annotations, for one environment', async () => {
  const run = await runCommand({
    args: ['validate', '--format', 'github', '--environment', 'production'],
    folder: { 'webhooks.yaml': FILE.replace('descripton', 'description') },
  })
  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(
    run.stdout,
  ).toBe(`::error title=webhooks.yaml%3A4,file=webhooks.yaml,line=4,endLine=4,col=10,endColumn=39::The URL is not encrypted (\`http:\`). Use \`https:\`, or the header's secret is sent in plain text.
::error title=webhooks.yaml%3A5,file=webhooks.yaml,line=5,endLine=5,col=42,endColumn=66::\`value\` is a literal secret: everybody who can read the repository can read it. Store it as a secret and write \`\${AUCO_NAME}\`, or add \`secret: false\` if it isn't secret.
webhooks.yaml has 2 problems.
`)
})

it('a missing file is one clear error', async () => {
  expect(await runCommand({ args: ['validate', 'none.yaml'] })).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: `Error: \`none.yaml\` does not exist. Give the path of the file; \`auco-webhooks import\` writes one from what is live.\n${explainedBy('no-file')}`,
  })
})

it.each([['validate'], ['plan']])('%s shows no value of a variable in a problem', async (command) => {
  const secret = 's3cret-9fK2vQ7sXc'
  const one = `  - { id: "w ${secret}", description: All, url: https://a.example.com, header: { key: X-Token, value: "\${AUCO_W_TOKEN}" } }\n`
  const run = await runCommand({
    args: [command],
    folder: { 'webhooks.yaml': `webhooks:\n${one}${one}` },
    env: { AUCO_W_TOKEN: secret, AUCO_PUBLIC_KEY: 'puk_7Hq2LrX9wTzB4nVdKc8sYfMj3GpA6uEe' },
  })
  expect(run.exitCode).toBe(1)
  expect(run.stdout + run.stderr).toContain('`w ***`')
  expect(run.stdout + run.stderr).not.toContain(secret)
})
