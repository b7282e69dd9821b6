import { expect, it } from 'vitest'
import { readPublicKey } from '../../../src/cli/live-company.ts'

/** The key and its variable, with these variables set and this answer on the terminal; and what was asked. */
async function keyOf(
  variables: Readonly<Record<string, string>>,
  { answer = null, isOnlyOne = true }: { answer?: string | null; isOnlyOne?: boolean } = {},
) {
  const questions: string[] = []
  const ask = async (question: string) => {
    questions.push(question)
    return answer
  }
  const { name, key } = await readPublicKey('stage', isOnlyOne, {
    variable: (variable) => variables[variable],
    ask,
  })
  return { name, key: key.reveal(), questions }
}

const KEY = 'puk_1q2w3e4r5t'
const OTHER = 'puk_6y7u8i9o0p'

it.each([
  ['spaces around it are ignored', { AUCO_PUBLIC_KEY: ` ${KEY}\n` }, 'AUCO_PUBLIC_KEY'],
  ['the variable of the environment', { AUCO_STAGE_PUBLIC_KEY: KEY }, 'AUCO_STAGE_PUBLIC_KEY'],
  [
    'the variable of the environment comes first',
    { AUCO_PUBLIC_KEY: OTHER, AUCO_STAGE_PUBLIC_KEY: KEY },
    'AUCO_STAGE_PUBLIC_KEY',
  ],
  [
    'not that of the other one',
    { AUCO_PUBLIC_KEY: KEY, AUCO_PRODUCTION_PUBLIC_KEY: OTHER },
    'AUCO_PUBLIC_KEY',
  ],
  ["the name of Auco's own tools", { AUCO_PUK_DEV: KEY, AUCO_PUBLIC_KEY: OTHER }, 'AUCO_PUK_DEV'],
  ["not that of the other one's tools", { AUCO_PUBLIC_KEY: KEY, AUCO_PUK_PROD: OTHER }, 'AUCO_PUBLIC_KEY'],
])('a key from a variable: %s', async (_, variables, name) => {
  expect(await keyOf(variables)).toEqual({ name, key: KEY, questions: [] })
})

it('a key is asked for if no variable holds one', async () => {
  expect(await keyOf({ AUCO_PUBLIC_KEY: ' ' }, { answer: KEY })).toEqual({
    name: 'AUCO_PUBLIC_KEY',
    key: KEY,
    questions: ["AUCO_PUBLIC_KEY (Auco's public key of stage, puk_…; it is not shown): "],
  })
})

it('for two environments, each has to have a key of its own', async () => {
  expect(await keyOf({ AUCO_PUBLIC_KEY: OTHER }, { answer: KEY, isOnlyOne: false })).toMatchObject({
    name: 'AUCO_STAGE_PUBLIC_KEY',
    key: KEY,
  })
})

it.each([
  ['no terminal', null, 'no-key'],
  ['an empty answer', ' ', 'no-key'],
  ['a private key', 'prk_1q2w3e4r5t', 'not-a-key'],
  ['a key with a space in it', 'puk_1q2w 3e4r5t', 'not-a-key'],
])('%s is refused', async (_, answer, code) => {
  await expect(keyOf({}, { answer })).rejects.toMatchObject({ code })
})
