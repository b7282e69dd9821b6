import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { startCompany } from '../../fakes/company.ts'
import { desiredFile, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

// Every instruction is in test/unit/github/skip-instructions.test.ts.
it.each([
  ['chore: change back [skip ci]', null],
  ['chore: change back\n\nskip-checks: true', null],
  ['chore: change back [skip ci]', 'docs: readme'],
])(
  'a run is red if the file was changed by a commit that starts no run: %j, then %j',
  async (...messages) => {
    const [message, later] = messages
    const event = await company.push(desiredFile)
    const { sha = '' } = await company.commit({ 'webhooks.yaml': liveFile }, message)
    if (later !== null) await company.commit({ 'README.md': '# Webhooks' }, later)
    const run = await company.apply({ file: desiredFile, event })

    expect(run).toMatchObject({ exitCode: 1, stderr: '', written: [] })
    expect(run.outputs).not.toHaveProperty('result')
    expect(run.annotations).toMatchObject([
      { level: 'error', message: expect.stringMatching(`\`webhooks.yaml\`.*${sha.slice(0, 7)} skips`) },
    ])
    expect(run.annotations[0]?.message).toMatch(/Nothing was written\. .*by hand/)
    expect(company.auco.company()).toEqual(seedCompany())
  },
)
