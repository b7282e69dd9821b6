import { describe, expect, it } from 'vitest'
import { isAbout, readByEditor, schemaAccepts, UNSAYABLE } from './agreement.ts'
import { COLLECTIONS } from './files.ts'
import { OWN_KEYS, readAlone, VARIABLES } from './reading.ts'

// That the schema and the validator agree on every file is checked where files are read, and by test/fuzz.

describe('what a schema cannot say', () => {
  const variables = { ...VARIABLES, AUCO_OWN_KEY: OWN_KEYS[0] ?? '' }
  const files = COLLECTIONS.flatMap(({ cases }) => cases).flatMap(({ text, options }) => {
    const [start, first, ...entries] = text.split('\n')
    return options.apart
      ? entries.map((entry) => ({ text: [start, first, entry, ''].join('\n'), options }))
      : [{ text, options }]
  })
  const read = files.map(({ text, options }) => ({
    text,
    result: readAlone(text, { variables: options.variables ?? variables }),
  }))

  // For 30,000 entries, no editor is asked.
  const rules = UNSAYABLE.filter(([code]) => code !== 'too-large')
  it.each(rules.map((rule) => [rule.join(' '), rule] as const))(
    'is not more than it must be: %s',
    (_, rule) => {
      // It breaks this rule and no other. What is no YAML of one document is refused by every editor, with or without a schema.
      const found = read.find(({ text, result }) => {
        const problems = result.ok ? result.warnings : result.problems
        const isOnlyAbout = problems.length > 0 && problems.every((problem) => isAbout(rule, problem))
        return isOnlyAbout && (readByEditor(text) === null || schemaAccepts(text))
      })
      expect(found).toBeDefined()
    },
  )
})

describe('a URL that Auco cannot reach, as people write it', () => {
  const rests = [
    '10.0.0.1/x 127.0.0.1 192.168.1.1:8443/a 172.16.0.1 172.31.255.255 169.254.169.254 100.64.0.1 198.18.0.1',
    '192.0.2.1 203.0.113.9 224.0.0.1 255.255.255.255 0.0.0.0 192.88.99.1 [3fff::1] [2002:808:808::]',
    '[::1]/ [::] [fd00::1] [FE80::1]:443 [2001:db8::1] my_host/x -a/x a.example.com:abc a.example.com:99999',
    'a.b:65536 a..example.com a.lan a.invalid:8443 a.onion/x router.home.arpa /a.example ex%61mple.com',
    '${HOST}.example a.example../ ?x a<b.example/ @10.0.0.1',
  ]
  it.each(rests.join(' ').split(' '))('is refused by the schema, too: https://%s', (rest) => {
    const file = JSON.stringify({
      webhooks: [{ id: 'default', description: 'All', url: `https://${rest}` }],
    })
    expect([readAlone(file).ok, schemaAccepts(file)]).toEqual([false, false])
  })
})
