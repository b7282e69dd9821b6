import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { ask as askOn } from '../../../src/cli/terminal.ts'

/** Asks on a terminal where these pieces arrive, one after the other; `null` in their place ends the input. */
async function ask(typing: 'shown' | 'hidden', ...pieces: readonly (string | null)[]) {
  const modes: boolean[] = []
  const keyboard = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => {
      modes.push(mode)
    },
  })
  const screen = new PassThrough()
  let interrupts = 0
  const asked = askOn('Key: ', typing, keyboard, screen, () => {
    interrupts += 1
  })
  for (const piece of pieces) {
    if (piece === null) keyboard.end()
    else keyboard.write(piece)
    await new Promise(setImmediate)
  }
  return {
    ended: await asked,
    shown: String(screen.read()),
    modes,
    interrupts,
    isPaused: keyboard.isPaused(),
  }
}

it.each<[string, readonly (string | null)[], string | null]>([
  ['typed', [...'puk_1q', '\r'], 'puk_1q'],
  ['pasted, with the line break', ['puk_1q\n'], 'puk_1q'],
  ['pasted as a terminal marks it', ['\u001b[200~puk_1q\u001b[201~', '\r'], 'puk_1q'],
  ['with arrow keys', ['puk_1', '\u001b[D', '\u001b[C', 'q\r'], 'puk_1q'],
  ['with a character taken back', ['pukk\u007f_1qq\b\r'], 'puk_1q'],
  ['begun again', ['prk_\u0015puk_1q\r'], 'puk_1q'],
  ['left out', ['\r'], ''],
  ['refused by Ctrl-D', ['\u0004'], null],
  ['cut off', [null], null],
])('a secret that is %s is never shown', async (_, pieces, ended) => {
  expect(await ask('hidden', ...pieces)).toEqual({
    ended,
    shown: 'Key: \n',
    modes: [true, false],
    interrupts: 0,
    isPaused: true,
  })
})

it('Ctrl-C interrupts, and gives the terminal back', async () => {
  expect(await ask('hidden', 'puk_\u0003')).toEqual({
    ended: null,
    shown: expect.stringMatching(/^Key: \n+$/),
    modes: [true, false],
    interrupts: 1,
    isPaused: true,
  })
})

it('what is no secret is shown while it is typed', async () => {
  const { ended, shown } = await ask('shown', 'hooks', '.example\r')
  expect(ended).toBe('hooks.example')
  expect(shown).toMatch(/Key: .*hooks\.example/)
})
