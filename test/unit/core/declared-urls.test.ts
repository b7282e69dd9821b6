import { describe, expect, it } from 'vitest'
import { withDeclaredUrls } from '../../../src/core/declared-urls.ts'
import { secretsInFile, secretsInLive } from '../../../src/core/webhook-secrets.ts'
import { asIs, desired, live, type Sketch } from '../plan/webhooks.ts'

const HOST = 'https://hooks.example.com'
const TOKEN = '0a1b2c3d4e5f6a7b'
const writtenUrl = (text: string, ...variables: readonly string[]) => ({
  text: HOST + text,
  variables: variables.length === 0 ? ['AUCO_PATH'] : variables,
  isSet: true,
})
const template: Sketch = {
  id: 'Zapier',
  url: `${HOST}/catch/1234567/abc4def`,
  writtenUrl: writtenUrl('/catch/${AUCO_PATH}'),
}

/** What is shown of a live URL, and what of it is a secret. */
function shown(
  sketch: Omit<Sketch, 'id'> & { readonly id?: string },
  files: readonly Sketch[] = [],
  isComplete = true,
  elsewhere: readonly Sketch[] = [],
) {
  const declared = desired(...files)
  const { webhooks } = withDeclaredUrls(live({ id: 'Zapier', ...sketch }), {
    webhooks: declared,
    elsewhere: desired(...elsewhere),
    isComplete,
    redact: asIs,
  })
  const { values, hiddenParts } = secretsInLive(webhooks, declared)
  return {
    shown: webhooks[0]?.url.shown,
    masked: values.map((secret) => secret.reveal()),
    withheld: hiddenParts.map((secret) => secret.reveal()),
  }
}

describe('a live URL that no file declares', () => {
  it.each([
    ['words', '/hooks/auco', '/hooks/auco'],
    ['15 letters and digits', `/in/${TOKEN.slice(1)}`, `/in/${TOKEN.slice(1)}`],
    ['16 letters and digits', `/in/${TOKEN}`, '/in/…'],
    ['one beside others', `/in/${TOKEN}/out`, '/in/…/out'],
    ['two', `/${TOKEN}/x/${TOKEN}${TOKEN}/`, '/…/x/…/'],
    ['a UUID', '/webhook/6f1c8a52-0d3b-4e8f-9a71-2c5d4e6f7a8b', '/webhook/…'],
    ['16 letters', '/in/abcdefghijklmnop', '/in/abcdefghijklmnop'],
    ['16 digits', '/in/1234567890123456', '/in/1234567890123456'],
    ['16 characters, percent-encoded', '/in/%30a1b2c3d4e5f6a7%62', '/in/…'],
    ['words whose encoding has digits', '/in/%C3%BCberweisungen-k', '/in/%C3%BCberweisungen-k'],
    ['broken escapes', '/in/%E0%A4%A_0123456789', '/in/…'],
    ['a query', `/in?key=${TOKEN}`, '/in?key=***'],
    ['a query with a token for a name', `/in?${TOKEN}=1&page=2`, '/in?…=***&page=***'],
  ])('shows its path without what looks like a token: %s', (_, url, expected) => {
    expect(shown({ url: HOST + url }).shown).toBe(HOST + expected)
  })

  it('replaces a known secret that reaches beyond such a segment', () => {
    const url = `${HOST}/in/${TOKEN}/rest/x`
    const redact = (text: string) => text.replace(`${TOKEN}/rest`, '***')
    const found = withDeclaredUrls(live({ id: 'a', url }), {
      webhooks: [],
      elsewhere: [],
      isComplete: true,
      redact,
    })
    expect(found.webhooks[0]?.url.shown).toBe(`${HOST}/in/***/x`)
  })

  it.each([
    ['hooks.zapier.com', '/hooks/catch/7719406/qwkzdeb', '/hooks/catch/…/…'],
    ['hooks.zapier.com.', '/hooks/catch/7719406/', '/hooks/catch/…/'],
    ['hooks.slack.com', '/services/T0AB/B0CD/abcdefghijklmnopqrstuvwx', '/services/…/…/…'],
    ['hook.eu1.make.com', '/abcdefghij', '/…'],
    ['api.zapier.com', '/hooks/catch/7719406', '/hooks/catch/7719406'],
  ])('shows nothing of a customer at receivers whose URL is the secret: %s%s', (host, path, expected) => {
    expect(shown({ url: `https://${host}${path}` }).shown).toBe(`https://${host}${expected}`)
  })

  it('withholds what it does not show there, except for what a file writes', () => {
    const url = 'https://hooks.zapier.com/hooks/catch/7719406/3kq8wzd'
    expect(shown({ url })).toMatchObject({ masked: ['3kq8wzd'], withheld: ['7719406', '3kq8wzd'] })
    const file = { id: 'Other', url: 'https://hooks.zapier.com/hooks/catch/7719406/1abc2de' }
    expect(shown({ url }, [file]).shown).toBe('https://hooks.zapier.com/hooks/catch/7719406/…')
  })

  it('masks such a segment, and withholds it', () => {
    expect(shown({ url: `${HOST}/in/${TOKEN}` })).toMatchObject({ masked: [TOKEN], withheld: [TOKEN] })
  })

  it.each([
    ['from the path into a name', 'in/orders?q7Zk29v', '/in/orders?q7Zk29v=1&page=2'],
    ['from the path into a value', 'orders?sig=q7Zk', '/in/orders?sig=q7Zk29v'],
    ['over two parameters', 'q7Zk&page', '/in?key=q7Zk&page=2'],
  ])('shows nothing but its origin if a known secret reaches %s', (_, secret, url) => {
    const { webhooks } = withDeclaredUrls(live({ id: 'Zapier', url: HOST + url }), {
      webhooks: [],
      elsewhere: [],
      isComplete: true,
      redact: (text) => text.replaceAll(secret, '***'),
    })
    expect(webhooks[0]?.url.shown).toBe(`${HOST}/…`)
  })

  it('withholds a token that is the name of a query parameter', () => {
    expect(shown({ url: `${HOST}/in?${TOKEN}=1` })).toMatchObject({ withheld: [TOKEN] })
  })

  it('masks no ordinary words and numbers, although it shows none', () => {
    expect(shown({ url: `${HOST}/customer-onboarding-2024` })).toMatchObject({
      shown: `${HOST}/…`,
      masked: [],
    })
  })

  it('shows only its origin while files are missing that may declare it with variables', () => {
    expect(shown({ url: `${HOST}/hooks/auco?a=b` }, [], false).shown).toBe(`${HOST}/…`)
    expect(shown({ url: `${HOST}/` }, [], false).shown).toBe(`${HOST}/`)
  })

  it('counts all that is not shown then as a secret, except for ordinary words', () => {
    const url = `${HOST}/hooks/5503128/9xmv2pt`
    expect(shown({ url }, [], false).withheld).toEqual(['hooks/5503128/9xmv2pt', '9xmv2pt'])
    expect(shown({ url: `${HOST}/hooks` }, [], false).withheld).toEqual([])
    const moved = [{ id: 'default', url: 'https://new.example.com/hooks/5503128/9xmv2pt' }]
    expect(shown({ url }, moved, false).withheld).toEqual([])
  })

  it('shows nothing but what files write beside a receiver whose path has variables', () => {
    const other = { id: 'Other', url: `${HOST}/catch/7654321/fed4cba` }
    expect(shown(other, [template])).toMatchObject({ shown: `${HOST}/catch/…/…`, masked: ['fed4cba'] })
    expect(shown({ ...other, url: 'https://other.example.com/a/b' }, [template]).shown).toBe(
      'https://other.example.com/a/b',
    )
  })
})

describe('a live URL that a file writes out', () => {
  it.each([
    ['of the same webhook', 'Zapier'],
    ['of another one', 'Other'],
  ])('is shown: %s', (_, id) => {
    const url = `${HOST}/in/${TOKEN}`
    expect(shown({ url }, [{ id, url: url.replace('hooks', 'HOOKS') }])).toEqual({
      shown: url,
      masked: [],
      withheld: [],
    })
  })

  it('is shown while files are missing, too', () => {
    const url = `${HOST}/in/${TOKEN}`
    expect(shown({ url }, [{ id: 'Zapier', url }], false).shown).toBe(url)
  })

  it('is shown without a token that only its host tells from the live one', () => {
    const file = { id: 'Zapier', url: `https://other.example.com/in/${TOKEN}` }
    // The token is in the file, so it's no secret.
    expect(shown({ url: `${HOST}/in/${TOKEN}` }, [file])).toEqual({
      shown: `${HOST}/in/…`,
      masked: [],
      withheld: [],
    })
  })
})

describe('a live URL whose webhook has variables in its URL', () => {
  it('is shown as its origin, and the rest is secret', () => {
    expect(shown({ url: `${HOST}/catch/7654321/fed4cba/?k=v4lue` }, [template])).toEqual({
      shown: `${HOST}/…`,
      masked: [
        'catch/7654321/fed4cba/?k=v4lue',
        '7654321/fed4cba/?k=v4lue',
        '7654321/fed4cba/',
        'k=v4lue',
        'fed4cba',
      ],
      withheld: expect.arrayContaining(['v4lue', 'fed4cba', '7654321', 'catch/7654321/fed4cba/?k=v4lue']),
    })
  })

  it.each([
    ['although the base branch writes it out', { id: 'Zapier', url: `${HOST}/catch/7654321/fed4cba` }],
    ['although another webhook writes it out', { id: 'Other', url: `${HOST}/catch/7654321/fed4cba` }],
  ])('%s', (_, other) => {
    const { shown: text, masked } = shown({ url: `${HOST}/catch/7654321/fed4cba` }, [template, other])
    expect(text).toBe(`${HOST}/…`)
    expect(masked.length > 0).toBe(other.id === 'Zapier')
  })

  it.each([
    ['before a variable', '/in/pre-${AUCO_PATH}', '/in/pre-fed4cba', ['pre-fed4cba', 'fed4cba']],
    ['on both sides', '/in/pre-${AUCO_PATH}.json', '/in/pre-fed4cba.json', ['pre-fed4cba.json', 'fed4cba']],
    ['in a query value', '/in?key=pre-${AUCO_PATH}', '/in?key=pre-fed4cba', ['pre-fed4cba', 'fed4cba']],
    ['between two variables', '/in/${AUCO_PATH}.${AUCO_PATH}', '/in/fed4cba.q7Zk29', ['fed4cba', 'q7Zk29']],
    ['that the live one has no more', '/in/pre-${AUCO_PATH}', '/in/fed4cba', ['fed4cba']],
  ])('has a secret without the text that the file writes beside it: %s', (_, written, url, secrets) => {
    const file = { ...template, writtenUrl: writtenUrl(written) }
    expect(shown({ url: HOST + url }, [file]).withheld).toEqual(expect.arrayContaining(secrets))
  })

  it('is shown as its origin if the file has the variables in the other environment', () => {
    const url = template.url ?? ''
    const shownBeside = (...files: readonly Sketch[]) => shown({ url }, files, true, [template])
    expect(shownBeside()).toMatchObject({
      shown: `${HOST}/…`,
      withheld: expect.arrayContaining(['1234567/abc4def', 'abc4def']),
    })
    expect(shownBeside({ id: 'Zapier', url: 'https://own.example.com/in' }).shown).toBe(`${HOST}/…`)
    // What the file writes out here is shown here.
    expect(shownBeside({ id: 'Zapier', url }).shown).toBe(url)
    // A second webhook at that receiver.
    expect(shown({ id: 'Other', url }, [], true, [template]).shown).toBe(`${HOST}/catch/…/…`)
  })

  it('is shown nowhere if a rotated one is still live under another id', () => {
    const old = `${HOST}/catch/7654321/fed4cba`
    expect(shown({ id: 'Copy', url: old }, [template, { id: 'Zapier', url: old }]).shown).toBe(
      `${HOST}/catch/…/…`,
    )
  })

  it('is shown as its origin if only the base branch has the variables', () => {
    const file = { id: 'Zapier', url: 'https://own.example.com/in' }
    expect(shown({ url: template.url ?? '' }, [file, template]).shown).toBe(`${HOST}/…`)
  })

  it('shows an origin without anything behind it', () => {
    expect(shown({ url: `${HOST}/` }, [template])).toEqual({ shown: `${HOST}/`, masked: [], withheld: [] })
  })

  it('of which the file writes every segment, has no secret', () => {
    expect(shown({ url: `${HOST}/catch` }, [template])).toEqual({
      shown: `${HOST}/…`,
      masked: [],
      withheld: [],
    })
  })
})

describe('the URL of a file with variables', () => {
  const of = (sketch: Partial<Sketch>) => desired({ ...template, ...sketch })

  it.each([
    ['in the path', '/catch/${AUCO_PATH}', '/catch/${AUCO_PATH}'],
    ['in a part of a segment', '/catch-${AUCO_PATH}.json', '/catch-${AUCO_PATH}.json'],
    ['in the query', '/in?sig=${AUCO_PATH}', '/in?sig=${AUCO_PATH}'],
    ['as the query', '?${AUCO_PATH}', '?${AUCO_PATH}'],
    [
      'beside values that are written out',
      '/in?a=b&sig=${AUCO_PATH}&c=d${AUCO_PATH}',
      '/in?a=***&sig=${AUCO_PATH}&c=***',
    ],
    ['beside a fragment', '/${AUCO_PATH}#s3cret', '/${AUCO_PATH}#***'],
    ['beside an escaped one', '/$${AUCO_PATH}/${AUCO_PATH}', '/$${AUCO_PATH}/${AUCO_PATH}'],
  ])('is shown as it is written: %s', (_, text, expected) => {
    const [webhook] = of({ writtenUrl: writtenUrl(text) })
    expect([webhook?.url.shown, webhook?.urlTemplate.written.shown]).toEqual([
      HOST + expected,
      HOST + expected,
    ])
  })

  it('has secrets wherever the file does not write what is sent', () => {
    const { values, hiddenParts } = secretsInFile(of({}))
    expect(values.map((secret) => secret.reveal())).toEqual([
      'catch/1234567/abc4def',
      '1234567/abc4def',
      'abc4def',
    ])
    expect(hiddenParts.map((secret) => secret.reveal())).toContain('1234567')
  })
})
