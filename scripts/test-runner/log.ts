/** What the log must contain, in this order: the plan, the apply, the mask, and the expected failures. */
const STORY = [
  'Mode: plan',
  '~ update default',
  '- url: https://hooks.notaria.example/…',
  '+ url: https://hooks.notaria.example/auco/v2',
  '! header: Authorization, secret changed',
  '+ create Audit',
  'Mode: apply',
  'Verified: Auco has the file, after 1 write.',
  'The header reads <Bearer ***>.',
  'No changes.',
  'Auco differs from the file: `Billing`.',
  'has 2 problems. Correct the lines that the annotations name. Nothing was read from Auco',
] as const

/** The header values of the emulator and of the self-test's workflow. */
const SECRETS = ['live-default-9fK2vQ7sXc', 'live-billing-4mT8wZ1pRd', 'self-test-token-8mQ2xV7c'] as const

/** What is wrong with act's log of the self-test. */
export function problemsOf(log: string): readonly string[] {
  return [...missing(log), ...leaks(log)]
}

function missing(log: string): readonly string[] {
  const problems: string[] = []
  let position = 0
  for (const text of STORY) {
    const found = log.indexOf(text, position)
    if (found === -1) problems.push(`The log does not say, in its place: ${text}`)
    else position = found + text.length
  }
  return problems
}

function leaks(log: string): readonly string[] {
  // The step that starts the emulator prints its keys as outputs. From the first step of the action on they are masked.
  const keys = [...log.matchAll(/::set-output:: (?:public|private)-key=(\S+)/g)].map(([, key = '']) => key)
  const afterwards = log.slice(log.indexOf(STORY[0]))
  const problems = keys.filter((key) => afterwards.includes(key)).map(() => 'The log shows a key.')
  if (keys.length !== 2)
    problems.push('The log does not show where the keys came from, so nothing is proven.')
  const values = SECRETS.filter((secret) => log.includes(secret)).map(() => 'The log shows a header value.')
  return [...problems, ...values]
}
