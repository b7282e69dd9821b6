import { createHash } from 'node:crypto'

/** Makes letters and digits that appear nowhere else, the same in every run of the tests. */
export type Core = (length: number) => string

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'

export function coreFrom(seed: number): Core {
  let count = 0
  return (outputLength) => {
    count += 1
    const bytes = createHash('shake256', { outputLength }).update(`${seed} ${count}`).digest()
    return [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  }
}

/** A kind of secret: something that looks like code or markup, around unique letters and digits. */
export interface SecretKind {
  readonly name: string
  readonly make: (core: Core) => string
}

function kind(name: string, make: (core: Core) => string): SecretKind {
  return { name, make }
}

/** The token of a run: `ghs_<app>_<JWT>`, about 520 characters (GitHub's changelog of 2026-04-24). */
export const appToken = kind('token of a GitHub App', (core) => {
  const parts = ['{"alg":"RS256"}', `{"iss":"${core(98)}"}`, core(256)]
  return `ghs_15368_${parts.map((part) => Buffer.from(part).toString('base64url')).join('.')}`
})

/** Secrets that a header can carry: visible characters of Latin-1, and spaces inside. */
export const legalKinds: readonly SecretKind[] = [
  kind('letters and digits', (core) => core(24)),
  kind('very long', (core) => core(600)),
  kind('six characters', (core) => `${core(5)}~`),
  kind('three characters', (core) => `~${core(1)}§`),
  kind('four characters', (core) => `${core(1)}~${core(1)}§`),
  kind('five characters', (core) => `${core(2)}§${core(2)}`),
  kind('seven characters', (core) => `${core(3)}~${core(3)}`),
  kind('four characters with a space', (core) => `${core(1)} ~§`),
  kind('a scheme and a token', (core) => `Bearer ${core(24)}`),
  kind('Latin-1', (core) => `contraseña-${core(3)}é${core(3)}ß${core(4)}`),
  kind('quotes', (core) => `"${core(4)}'${core(4)}"${core(3)}\`${core(3)}"`),
  kind('backslashes', (core) => `C:\\${core(4)}\\n${core(4)}\\u0041\\\\${core(3)}`),
  kind('JSON', (core) => `{"${core(6)}":"${core(8)}","n":[1,"${core(6)}"]}`),
  kind('Basic authentication', (core) => Buffer.from(`user:${core(16)}`).toString('base64')),
  appToken,
  kind('regular expression', (core) => `^(${core(4)}+)+[^${core(3)}]{2,}.*?\\d|${core(5)}$`),
  kind('replacement patterns', (core) => `$&${core(4)}$1$\`${core(4)}$'$$${core(4)}$<x>`),
  kind('percent look-alike', (core) => `%41%2F${core(4)}%zz%${core(4)}%253D%E9${core(3)}`),
  kind('base64 look-alike', (core) => `${core(9)}+/${core(8)}/+==`),
  kind('hex look-alike', (core) => Buffer.from(core(12)).toString('hex')),
  kind('entity look-alike', (core) => `&amp;${core(5)}&#x41;&quot;${core(5)};&#65${core(3)}`),
  kind('template look-alike', (core) => `\${${core(5)}}$\${{ secrets.${core(5)} }}`),
  kind('workflow command', (core) => `::error::${core(12)}`),
  kind('workflow command that stops', (core) => `::stop-commands::${core(12)}`),
  kind('old workflow command', (core) => `x ##[group]${core(6)} ##[error]${core(6)}`),
  kind('output command', (core) => `name<<${core(5)} result=${core(6)}`),
  kind('HTML', (core) => `<img src="x" onerror='${core(6)}'>&${core(6)}</b>`),
  kind('Markdown', (core) => `\`\`\`${core(5)} **${core(5)}** [x](https://${core(4)}.example) @${core(4)}`),
  kind('comment', (core) => `--><!--§${core(7)}§-->`),
  kind('URL', (core) => `https://u${core(4)}:p${core(6)}@h.example/?k=${core(6)}#${core(5)}`),
  kind('words with space', (core) => `${core(4)} ${core(3)}+${core(4)} ${core(5)}`),
  kind('plus signs and slashes', (core) =>
    [core(2), core(2), core(2), core(2)].map((piece) => `${piece}+${core(2)}`).join('/'),
  ),
  // Every fourth character of its base64 is one of the two that differ in base64 for URLs.
  kind('question marks', (core) =>
    core(24).replaceAll(/[A-M2-5a-m]|./g, (letter) => (/[A-M2-5a-m]/.test(letter) ? '>' : '?')),
  ),
  kind('commas and colons', (core) => `${core(7)},${core(8)}:${core(6)}, ${core(7)}`),
  kind('slashes and dots', (core) => `/${core(3)}/../${core(4)}//${core(4)}.${core(2)}/`),
  kind('stack look-alike', (core) => `at §${core(5)} (/x/${core(5)}.jß:1:1)`),
]

/** Secrets that no header can carry. Validation refuses them; Auco may still return them. */
export const illegalKinds: readonly SecretKind[] = [
  kind('trailing line break', (core) => `${core(16)}\n`),
  kind(
    'several lines',
    (core) => `-----BEGIN KEY-----\n${core(20)}\r\n${core(20)}\n${core(8)}==\n-----END KEY-----`,
  ),
  kind(
    'workflow command on a line of its own',
    (core) => `${core(8)}\n::error::${core(8)}\r::debug::${core(8)}`,
  ),
  kind('stack frame on a line of its own', (core) => `${core(8)}§\n    at §${core(10)} (${core(8)})`),
  kind('emoji', (core) => `${core(3)}🔑${core(2)}😀🗝️${core(4)}`),
  kind('Chinese and Greek', (core) => `密码${core(3)}κλειδί${core(3)}秘密`),
  kind('typographic quotes', (core) => `“${core(6)}”’${core(6)}`),
  kind('invisible characters', (core) => `${core(4)}\u200b${core(4)}\u202e${core(4)}\u00ad${core(3)}`),
  kind('control characters', (core) => `${core(6)}\u0007${core(3)}\u001b[31m${core(6)}`),
  kind('space around', (core) => `  ${core(12)} `),
]
