import { expect, it } from 'vitest'
import { read, startCompany, write } from '../../fakes/company.ts'
import { entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it('a removal that was applied needs a new review: what came back at Auco stays', async () => {
  const file = fileOf(entries.default)
  const { pull } = await company.review(file)
  const event = await company.merge(pull)
  expect(await company.apply({ file, event })).toMatchObject({ toAuco: [read(), write(), read()] })

  const returned = { ...stored(entries.billing), url: 'https://another.notaria.example/auco' }
  company.auco.edit(({ webhooks }) => webhooks.push(returned))
  const again = await company.apply({ file, event: { ...event, runAttempt: 2 } })

  expect(again).toMatchObject({ exitCode: 1, stderr: '', toAuco: [read()] })
  expect(again.annotations[0]?.message).toBe(
    'Nobody reviewed the removal of `Billing`. The plan of the merged pull request was applied before, and what came back since then was in no plan. ' +
      'Nothing was written. Put the webhooks into the file, or open a pull request whose plan announces the removal; `removals: allow` removes them in one run without a review.',
  )
  expect(company.auco.company().webhooks).toEqual([stored(entries.default), returned])
})

it('a removal that was already done needs a new review too', async () => {
  const file = fileOf(entries.default)
  const { pull } = await company.review(file)
  const event = await company.merge(pull)
  company.auco.edit(({ webhooks }) => webhooks.pop())
  expect(await company.apply({ file, event })).toMatchObject({ outputs: { result: 'unchanged' } })

  company.auco.edit(({ webhooks }) => webhooks.push(stored(entries.billing)))
  for (const runAttempt of [2, 3]) {
    const again = await company.apply({ file, event: { ...event, runAttempt } })
    expect(again).toMatchObject({ exitCode: 1, stderr: '', toAuco: [read()] })
  }
  expect(company.auco.company().webhooks).toEqual([stored(entries.default), stored(entries.billing)])
})
