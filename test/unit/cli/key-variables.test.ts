import { expect, it } from 'vitest'
import { readPublicKey } from '../../../src/cli/key-variables.ts'
import { UserError } from '../../../src/core/errors.ts'

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

const missing = (typed: string) =>
  new UserError(
    'no-key',
    `Auco's public key of stage is missing: the variable AUCO_PUBLIC_KEY is not set${typed}.`,
    'Run the command on a terminal, where it asks for the key, or set the variable.',
  )
it.each([
  ['no terminal', null, missing('')],
  ['an empty answer', '', missing(', and nothing was typed')],
  [
    'a private key',
    'prk_1q2w3e4r5t',
    new UserError(
      'private-as-public',
      '`AUCO_PUBLIC_KEY` holds a private key (`prk_…`).',
      'Pass the key that starts with `puk_`; the private key belongs to the apply job only, as `private-key`.',
    ),
  ],
])('%s is refused', async (_, answer, error) => {
  await expect(keyOf({}, { answer })).rejects.toThrow(error)
})
