/** An invalid file with a secret in it. */
export interface WrongFile {
  readonly name: string
  readonly text: (secret: string) => string
}

/** JSON is YAML, and quotes whatever it is given. */
const quoted = (text: string) => JSON.stringify(text)
const url = 'https://hooks.example.com/auco'
const start = `webhooks:\n  - id: default\n    description: Every event\n`
const header = (value: string, more = '') =>
  `${start}    url: ${url}\n    header:\n      key: Authorization\n      value: ${value}\n${more}`
const withUrl = (text: string) => `${start}    url: ${text}\n`
const withHeader = (text: string) => `${start}    url: ${url}\n    header: ${text}\n`
const encoded = (text: string) => encodeURIComponent(text.toWellFormed())

function wrong(name: string, text: (secret: string) => string): WrongFile {
  return { name, text }
}

/** A secret in each place that can hold a value. Whatever else is wrong, no message may repeat it. */
export const wrongFiles: readonly WrongFile[] = [
  wrong('literal value', (secret) => header(quoted(secret))),
  wrong('literal value, single quotes', (secret) => header(`'${secret.replaceAll("'", "''")}'`)),
  wrong('literal value without quotes', (secret) => header(secret)),
  wrong('literal value, folded', (secret) => header(`>-\n        ${secret.replaceAll('\n', '\n        ')}`)),
  wrong('literal value in a flow map', (secret) => withHeader(`{ key: X-Token, value: ${quoted(secret)} }`)),
  // A comma ends the value, and what follows is a key: a part of the secret, not a typo.
  wrong('literal value without quotes in a flow map', (secret) =>
    withHeader(`{ key: X-Token, value: ${secret} }`),
  ),
  wrong('literal value without quotes in a flow map, with a colon in it', (secret) =>
    withHeader(`{ key: X-Token, value: a,${secret}: b }`),
  ),
  wrong('literal value before a variable', (secret) => header(quoted(`${secret}\${GITHUB_TOKEN}`))),
  wrong('literal value after a malformed variable', (secret) => header(quoted(`\${token} ${secret}`))),
  wrong('value in the braces of a variable', (secret) => header(quoted(`Bearer \${${secret}}`))),
  wrong('value in open braces', (secret) => header(quoted(`Bearer \${${secret}`))),
  wrong('value in the braces of an expression', (secret) => header(quoted(`\${{ ${secret} }}`))),
  wrong('two values', (secret) => header(quoted(secret), `      value: ${quoted(`${secret}2`)}\n`)),
  wrong('value as a list', (secret) => header(`[${quoted(secret)}]`)),
  wrong('value as a map', (secret) => header(`{ secret: ${quoted(secret)} }`)),
  wrong('value that is an alias', (secret) => header(`*${secret}`)),
  wrong('value with an anchor', (secret) => header(`&${secret} ${quoted(secret)}`)),
  wrong('value with a tag', (secret) => header(`!${secret} ${quoted(secret)}`)),
  wrong('value with a tag of its own', (secret) => header(`!!binary ${quoted(secret)}`)),
  wrong('value whose quote is not closed', (secret) => header(`"${secret}`)),
  wrong('value whose quote is closed too early', (secret) => header(`"a" ${secret}`)),
  wrong('value with an unknown escape', (secret) => header(`"\\q${secret}"`)),
  wrong('value on a wrong indentation', (secret) => header(`|\n  ${secret}`)),
  wrong('value behind a tab', (secret) => `${start}\theader: ${secret}\n`),
  wrong('value with a character that YAML does not allow', (secret) => header(`'${secret}\u0007${secret}'`)),
  wrong('secret that is no boolean', (secret) =>
    header('"${AUCO_TOKEN}"', `      secret: ${quoted(secret)}\n`),
  ),
  wrong('value of an unknown key', (secret) => header('"${AUCO_TOKEN}"', `      token: ${quoted(secret)}\n`)),
  wrong('value of a prototype key', (secret) =>
    header('"${AUCO_TOKEN}"', `      __proto__: ${quoted(secret)}\n`),
  ),
  wrong('header that is a text', (secret) => withHeader(quoted(`Authorization: ${secret}`))),
  wrong('header that is a list', (secret) => withHeader(`[Authorization, ${quoted(secret)}]`)),
  wrong('header without a key', (secret) => withHeader(`{ value: ${quoted(secret)} }`)),
  wrong('key and value exchanged', (secret) =>
    withHeader(`{ key: ${quoted(secret)}, value: Authorization }`),
  ),
  wrong('value in the key', (secret) =>
    withHeader(`{ key: ${quoted(`Authorization: ${secret}`)}, value: "\${AUCO_TOKEN}" }`),
  ),
  wrong('user in the URL', (secret) => withUrl(quoted(`https://${encoded(secret)}@hooks.example.com/`))),
  wrong('password in the URL', (secret) =>
    withUrl(quoted(`https://user:${encoded(secret)}@hooks.example.com/`)),
  ),
  wrong('raw password in the URL', (secret) => withUrl(quoted(`https://user:${secret}@hooks.example.com/`))),
  wrong('query in an http URL', (secret) =>
    withUrl(quoted(`http://hooks.example.com/?key=${encoded(secret)}`)),
  ),
  wrong('query in a URL of localhost', (secret) =>
    withUrl(quoted(`https://localhost/?key=${encoded(secret)}`)),
  ),
  wrong('fragment in a private URL', (secret) => withUrl(quoted(`https://10.0.0.1/#${encoded(secret)}`))),
  wrong('query in a URL with a space', (secret) =>
    withUrl(quoted(`https://hooks.example.com/ ?key=${secret}`)),
  ),
  wrong('URL that is none', (secret) => withUrl(quoted(`https://:${secret}`))),
  wrong('URL of an unknown environment', (secret) =>
    withUrl(`{ staging: ${quoted(`${url}?key=${encoded(secret)}`)} }`),
  ),
  // Again, what follows the comma is a key without a value.
  wrong(
    'query without quotes in a flow map',
    (secret) => `webhooks:\n  - { id: default, description: All, url: ${url}?page=1,${secret} }\n`,
  ),
  wrong('query without quotes in a flow map of URLs', (secret) =>
    withUrl(`{ stage: ${url}?page=1,${secret}, production: ${url} }`),
  ),
  wrong('URL that is a list', (secret) => withUrl(`[${quoted(`${url}?key=${encoded(secret)}`)}]`)),
  wrong('environment', (secret) => `${withUrl(url)}    environments: [${quoted(secret)}]\n`),
  wrong('environments that are a text', (secret) => `${withUrl(url)}    environments: ${quoted(secret)}\n`),
  wrong('text that is no map', (secret) => quoted(secret)),
  wrong('text without quotes that is no map', (secret) => `- ${secret}`),
  wrong('list of texts', (secret) => `webhooks:\n  - ${quoted(secret)}\n`),
  wrong('webhooks that are a text', (secret) => `webhooks: ${quoted(secret)}\n`),
  wrong('second document', (secret) => `${header('"${AUCO_TOKEN}"')}---\n${quoted(secret)}\n`),
  wrong('comment on a broken line', (secret) => `webhooks: [ # ${secret.replaceAll(/\s/g, ' ')}\n`),
  wrong('payload for Auco with one quote too few', (secret) =>
    JSON.stringify({ webhooks: [{ id: 'default', header: { key: 'A', value: secret } }] }).replace('"}', '}'),
  ),
  wrong('payload for Auco that ends early', (secret) =>
    JSON.stringify({ webhooks: [{ id: 'default', header: { key: 'A', value: secret } }] }).slice(0, -4),
  ),
  wrong('payload for Auco as it is', (secret) =>
    JSON.stringify({
      webhooks: [{ id: 'default', description: 'All', url, header: { key: 'Authorization', value: secret } }],
    }),
  ),
]
