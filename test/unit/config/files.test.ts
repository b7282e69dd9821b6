import { expect, it } from 'vitest'
import { approved, COLLECTIONS } from './files.ts'
import { read } from './reading.ts'

const messages = new Set<string>()

/** `vitest -u` writes what is approved: the problems beside the lines of each file, and each message once. */
it.each(COLLECTIONS)('$name', async ({ file, cases }) => {
  const texts = cases.map((each) => {
    const { apart, replace: _, ...run } = each.options
    const result = read(each.text, run)
    for (const { code, message } of result.ok ? result.warnings : result.problems)
      messages.add(`${code}: ${message}`)
    const [start, first, ...entries] = each.text.split('\n')
    if (apart) for (const entry of entries.filter(Boolean)) read([start, first, entry, ''].join('\n'), run)
    return approved(each, result)
  })
  await expect(texts.join('')).toMatchFileSnapshot(file)
})

it('each message is approved once', async () => {
  await expect(`${[...messages].toSorted().join('\n')}\n`).toMatchFileSnapshot('files/messages.txt')
})
