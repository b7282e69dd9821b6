import { BASE_URL, checkKey, readBaseUrl } from '../auco/access.ts'
import { UserError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import type { Environment, LiveCompany } from '../core/webhook.ts'
import { systemClock } from '../system/clock.ts'
import { checkProxies } from '../system/proxy.ts'
import { type CommandIo, NEVER_CANCELLED } from './command.ts'

/** The variable with the key of the environment that a command reads. */
const ANY = 'AUCO_PUBLIC_KEY'
/** Variables with the key of one environment, so that both can be set: ours, and that of Auco's own tools. */
const OF_ENVIRONMENT = {
  stage: ['AUCO_STAGE_PUBLIC_KEY', 'AUCO_PUK_DEV'],
  production: ['AUCO_PRODUCTION_PUBLIC_KEY', 'AUCO_PUK_PROD'],
} as const

const LOCAL_KEY_VARIABLES: readonly string[] = [
  ANY,
  'AUCO_PRIVATE_KEY',
  'AUCO_PRK_DEV',
  'AUCO_PRK_PROD',
  ...Object.values(OF_ENVIRONMENT).flat(),
]

/** All of Auco's keys in the environment variables: no header may contain one of them. */
export function ownSecrets({ variable }: Pick<CommandIo, 'variable'>): readonly Secret[] {
  return LOCAL_KEY_VARIABLES.map((name) => variable(name)?.trim() ?? '')
    .filter((value) => value !== '')
    .map((value) => new Secret(value))
}

/**
 * The key that reads the environment, and the variable that it is, or would be, in; otherwise it is typed on the terminal.
 * `isOnlyOne`: the command reads no other environment, so the variable doesn't have to name it. Throws a `UserError` for a
 * missing key, and for a text that is no public key.
 */
export async function readPublicKey(
  environment: Environment,
  isOnlyOne: boolean,
  { variable, ask }: Pick<CommandIo, 'variable' | 'ask'>,
) {
  const own = OF_ENVIRONMENT[environment]
  const names = isOnlyOne ? ([...own, ANY] as const) : own
  const valueIn = (candidate: string) => variable(candidate)?.trim() ?? ''
  const name = names.find((candidate) => valueIn(candidate) !== '') ?? (isOnlyOne ? ANY : own[0])
  const question = `${name} (Auco's public key of ${environment}, puk_…; it is not shown): `
  const answer = valueIn(name) || (await ask(question, 'hidden'))
  const text = answer?.trim() ?? ''
  if (text === '') {
    throw new UserError(
      'no-key',
      `Auco's public key of ${environment} is missing: the variable ${name} is not set${answer === null ? '' : ', and nothing was typed'}.`,
      'Run the command on a terminal, where it asks for the key, or set the variable.',
    )
  }
  const key = new Secret(text)
  checkKey({ name, key, keptIn: 'the variable' }, 'public')
  return { name, key }
}

export type Access = Awaited<ReturnType<typeof checkAccess>>

/**
 * Checks key, URL and proxies without connecting; asks for a key that isn't set. `isOnlyOne` as in `readPublicKey`. Throws
 * a `UserError` for each that is missing or invalid.
 */
export async function checkAccess(
  environment: Environment,
  apiUrl: string | null,
  isOnlyOne: boolean,
  io: CommandIo,
) {
  const baseUrl = apiUrl === null ? BASE_URL[environment] : readBaseUrl(apiUrl, 'The value of `--api-url`')
  const proxyPasswords = checkProxies(io.variable)
  const publicKey = await readPublicKey(environment, isOnlyOne, io)
  return { environment, publicKey, baseUrl, proxyPasswords }
}

/** Reads the live webhooks. Auco's messages are shown only if they repeat none of `secrets`. Throws a `UserError`. */
export async function readLiveCompany(
  { environment, baseUrl, publicKey, proxyPasswords }: Access,
  secrets: readonly Secret[],
  io: CommandIo,
): Promise<LiveCompany> {
  const [{ Http }, { readCompany }] = await Promise.all([
    import('../auco/http.ts'),
    import('../auco/read-company.ts'),
  ])
  const http = new Http({
    baseUrl,
    clock: systemClock,
    cancelled: NEVER_CANCELLED,
    onRetry: (message) => io.stderr.lines([message]),
  })
  try {
    return await readCompany(http, publicKey.key, {
      environment,
      keyInput: publicKey.name,
      secrets: () => [publicKey.key, ...proxyPasswords, ...secrets],
    })
  } finally {
    await http.close()
  }
}
