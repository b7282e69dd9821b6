import { expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { type HeaderMatch, matchHeader } from '../../../src/import/match-header.ts'
import { desiredWebhook, liveWebhook, MASKED } from '../plan/webhooks.ts'

const LIVE = 'Bearer live-4mT8wZ1pRd'

/** Matches the header `X-Token` of the file, written like this, with a live header; `null` for none. */
function match(
  written: string | null,
  key: string | null,
  value: string | typeof MASKED = LIVE,
): HeaderMatch {
  const file = written === null ? null : (['X-Token', written] as const)
  return matchHeader(
    liveWebhook({ id: 'Crm', header: key === null ? null : [key, value] }).header,
    desiredWebhook({ id: 'Crm', header: file, written: written ?? '' }).header,
  )
}

it.each<[string, string, string | typeof MASKED, string | null, boolean]>([
  ['the whole value', '${AUCO_TOKEN}', LIVE, LIVE, false],
  ['what follows a literal', 'Bearer ${AUCO_TOKEN}', LIVE, 'live-4mT8wZ1pRd', true],
  ['what precedes a literal', '${AUCO_TOKEN}pRd', LIVE, 'Bearer live-4mT8wZ1', true],
  ['what is around an escaped `${`', '$${${AUCO_TOKEN}', '${live-1', 'live-1', true],
  ['unknown if Auco masks the value', 'Bearer ${AUCO_TOKEN}', MASKED, null, true],
])('the variable is %s', (_, written, live, value, isPart) => {
  const variable = { name: 'AUCO_TOKEN', value: value === null ? null : new Secret(value), isPart }
  const found = match(written, 'X-Token', live)
  expect(found).toEqual({ ok: true, variable })
  expect(found.ok && found.variable?.value?.reveal()).toBe(value ?? undefined)
})

it.each<[string, HeaderMatch]>([
  ['there is no header', match(null, null)],
  ['the file writes the live value', match(LIVE, 'X-Token')],
  ['the file writes a value that Auco masks', match('auco', 'X-Token', MASKED)],
])('no variable is needed if %s', (_, found) => {
  expect(found).toEqual({ ok: true, variable: null })
})

const OTHER_FORM = "its live header value doesn't have the form that the file gives"
it.each<[string, HeaderMatch, string]>([
  [
    'a header that only live has',
    match(null, 'X-Token'),
    'live has a header and the file has none. Make them the same, at Auco or in the file.',
  ],
  [
    'a header that only the file has',
    match('${AUCO_TOKEN}', null),
    'the file has a header and live has none. Make them the same, at Auco or in the file.',
  ],
  [
    'a different name',
    match('${AUCO_TOKEN}', 'X-Other'),
    'the names of its header differ between the file and live. Make them the same, at Auco or in the file.',
  ],
  [
    'a value without the literal of the file',
    match('Basic ${AUCO_TOKEN}', 'X-Token'),
    `${OTHER_FORM} around \`AUCO_TOKEN\`. Correct the file's \`value\`.`,
  ],
  [
    'a value that leaves nothing for the variable',
    match('Bearer ${AUCO_TOKEN}', 'X-Token', 'Bearer '),
    `${OTHER_FORM} around \`AUCO_TOKEN\`. Correct the file's \`value\`.`,
  ],
  ['a different literal value', match('auco', 'X-Token'), `${OTHER_FORM}. Correct the file's \`value\`.`],
  [
    'several variables',
    match('${AUCO_A}${AUCO_B}', 'X-Token'),
    "its header value has several variables, and it isn't clear which part of the live value belongs to which. Use one variable.",
  ],
])('%s is refused', (_, found, reason) => {
  expect(found).toEqual({ ok: false, reason })
})
