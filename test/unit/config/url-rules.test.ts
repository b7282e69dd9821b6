import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../campaign/soak.ts'
import { NO_URL, OWN_KEY, OWN_KEY_IN_TOKEN } from './messages.ts'
import { becomes, problemsIn, readAlone } from './reading.ts'
import { environmentsAre, refuses, urlIs } from './refused-files.ts'

describe('url', () => {
  const relative = 'The URL is not absolute. Write it in full, starting with `https://`.'
  const unencrypted =
    "The URL is not encrypted (`http:`). Use `https:`, or the header's secret is sent in plain text."
  const user = 'The URL contains a user or a password. Remove them, and send the secret in `header`.'
  const space =
    'The URL contains a space, a control character, or a backslash. Remove it, or percent-encode it.'
  const unparsable = "The URL can't be parsed. Check its host name and port."
  const noHost = 'The URL has no host. Write the host right after `https://`.'
  const invisible =
    "The URL's host contains an invisible character, so it isn't the host that it looks like. Type it again."
  const otherwise =
    "The URL's host isn't sent as it is written: it is percent-encoded, a number, or has unusual characters. Write a plain host name."
  const tooLong =
    "The URL's host name is too long for DNS: at most 253 characters, and 63 between two dots. Shorten it."
  const localhost = "The URL points to `localhost`, which Auco can't reach. Use a public host name."
  const address =
    "The URL points to a private, loopback, link-local or reserved address, which Auco can't reach. Use a public host name."
  const bare = "The URL has a bare host name, which Auco can't resolve. Write the full domain name."
  const internal = "The URL's host name exists only in private networks. Use a public host name."

  it.each([
    ['an empty text', '', relative],
    ['a path', '/auco', relative],
    ['a host', 'hooks.example.com', relative],
    ['a URL without a scheme', '//hooks.example.com', relative],
    ['a scheme without slashes', 'https:hooks.example.com', relative],
    ['another scheme', 'ftp://hooks.example.com', relative],
    ['a script', 'javascript://hooks.example.com/%0aalert(1)', relative],
    ['http', 'http://hooks.example.com', unencrypted],
    ['http in capital letters', 'HTTP://hooks.example.com', unencrypted],
    ['a user', 'https://user@hooks.example.com', user],
    ['a password', 'https://:password@hooks.example.com', user],
    ['a user and a password', 'https://user:password@hooks.example.com', user],
    ['space before it', ' https://hooks.example.com', relative],
    ['space after it', 'https://hooks.example.com ', space],
    ['space in it', 'https://hooks.example.com/a b', space],
    ['a line break', 'https://hooks.example\n.com', space],
    ['a tab', 'https://hooks.example.com/\tauco', space],
    ['a backslash', 'https:\\\\hooks.example.com', relative],
    ['a backslash in the path', 'https://hooks.example.com\\@127.0.0.1', space],
    ['an empty user', 'https://@hooks.example.com', user],
    ['no host', 'https://', noHost],
    ['no host, but a path that looks like one', 'https:///hooks.example.com/auco', noHost],
    ['no host, but a query', 'https://?hooks.example.com', noHost],
    ['no host, but a port', 'https://:8443', unparsable],
    ['a percent-encoded letter in the host', 'https://ex%61mple.com', otherwise],
    ['wide letters in the host', 'https://ｅxample.com', otherwise],
    ['an ideographic full stop in the host', 'https://hooks。example.com', otherwise],
    ['a ligature in the host', 'https://oﬃce.example.com', otherwise],
    ['a public address in decimal', 'https://134744072', otherwise],
    ['a public address in octal', 'https://010.8.8.8', otherwise],
    ['a zero-width space in the host', 'https://hooks\u200b.example.com', invisible],
    ['a zero-width joiner in the host', 'https://hoo\u200dks.example.com', invisible],
    ['a soft hyphen in the host', 'https://hoo\u00adks.example.com', invisible],
    ['a variation selector in the host', 'https://hooks\ufe0f.example.com', invisible],
    ['a mark of direction in the host', 'https://\u202ehooks.example.com', invisible],
    ['a tag in the host', 'https://hooks\u{e0061}.example.com', invisible],
    ['a label of 64 characters', `https://${'a'.repeat(64)}.example.com`, tooLong],
    [
      'an international label that is too long as it is sent',
      `https://${'ü'.repeat(60)}.example.com`,
      tooLong,
    ],
    ['a host of 254 characters', `https://${'a.'.repeat(125)}comm`, tooLong],
    ['a port that does not exist', 'https://hooks.example.com:65536', unparsable],
    ['an open bracket', 'https://[2606:4700::1', unparsable],
    ['an IPv6 zone', 'https://[fe80::1%25eth0]', unparsable],
    ['five numbers', 'https://8.8.8.8.8', unparsable],
    ['localhost', 'https://localhost', localhost],
    ['localhost with a port', 'https://localhost:8443/auco', localhost],
    ['localhost in other letters', 'https://LocalHost', localhost],
    ['localhost in wide letters', 'https://ｌｏｃａｌｈｏｓｔ', localhost],
    ['localhost with the root dot', 'https://localhost.', localhost],
    ['a name below localhost', 'https://auco.localhost', localhost],
    ['loopback', 'https://127.0.0.1', address],
    ['the last loopback address', 'https://127.255.255.255', address],
    ['loopback in short', 'https://127.1', address],
    ['loopback in decimal', 'https://2130706433', address],
    ['loopback in hexadecimal', 'https://0x7f000001', address],
    ['loopback in hexadecimal parts', 'https://0x7f.0.0.0x1', address],
    ['loopback in octal', 'https://0177.0.0.1', address],
    ['loopback with the root dot', 'https://127.0.0.1.', address],
    ['loopback percent-encoded', 'https://%31%32%37.0.0.1', address],
    ['loopback with full-width dots', 'https://127。0。0。1', address],
    ['any address', 'https://0.0.0.0', address],
    ['zero', 'https://0', address],
    ['10/8', 'https://10.255.255.255', address],
    ['172.16/12, first', 'https://172.16.0.0', address],
    ['172.16/12, last', 'https://172.31.255.255', address],
    ['192.168/16', 'https://192.168.0.1', address],
    ['link-local: the metadata service', 'https://169.254.169.254', address],
    ['link-local in decimal', 'https://2852039166', address],
    ['shared address space', 'https://100.64.0.1', address],
    ['multicast', 'https://224.0.0.1', address],
    ['broadcast', 'https://255.255.255.255', address],
    ['documentation', 'https://192.0.2.1', address],
    ['relays of 6to4', 'https://192.88.99.1', address],
    ['relays of AMT', 'https://192.52.193.1', address],
    ['sinks of AS112', 'https://192.175.48.1', address],
    ['IPv6 loopback', 'https://[::1]', address],
    ['IPv6 loopback, written out', 'https://[0:0:0:0:0:0:0:1]', address],
    ['IPv6 unspecified', 'https://[::]', address],
    ['IPv6 link-local', 'https://[fe80::1]', address],
    ['IPv6 link-local, last', 'https://[febf:ffff::1]', address],
    ['IPv6 unique local', 'https://[fd00::1]', address],
    ['IPv6 multicast', 'https://[ff02::1]', address],
    ['IPv6 documentation', 'https://[2001:db8::1]', address],
    ['IPv6 documentation, the newer block', 'https://[3fff::1]', address],
    ['IPv6 documentation, the end of the newer block', 'https://[3fff:fff:ffff::]', address],
    ['Teredo', 'https://[2001::1]', address],
    ['benchmarking', 'https://[2001:2::1]', address],
    ['ORCHID', 'https://[2001:20::1]', address],
    ['segment routing', 'https://[5f00::1]', address],
    ['discard-only', 'https://[100::1]', address],
    ['IPv6 sinks of AS112', 'https://[2620:4f:8000::1]', address],
    ['local NAT64', 'https://[64:ff9b:1::8.8.8.8]', address],
    ['6to4 of a public address', 'https://[2002:808:808::]', address],
    ['IPv4-mapped public address', 'https://[::ffff:8.8.8.8]', address],
    ['IPv4-mapped loopback', 'https://[::ffff:127.0.0.1]', address],
    ['IPv4-mapped private, in hexadecimal', 'https://[::ffff:c0a8:1]', address],
    ['IPv4-compatible loopback', 'https://[::127.0.0.1]', address],
    ['IPv4-translated loopback', 'https://[::ffff:0:127.0.0.1]', address],
    ['NAT64 of a private address', 'https://[64:ff9b::10.0.0.1]', address],
    ['6to4 of a private address', 'https://[2002:a00:1::]', address],
    ['a bare host', 'https://hooks', bare],
    ['a bare host with the root dot', 'https://hooks.', bare],
    ['a name of a cluster', 'https://hooks.default.svc.local', internal],
    ['a name that no resolver has', 'https://hooks.invalid', internal],
    ['a name outside of DNS', 'https://hooks.alt', internal],
    ['a name of an onion service', 'https://hooks.onion', internal],
    ['a name of a home network', 'https://hooks.home.arpa', internal],
    ['a name of a router', 'https://hooks.lan', internal],
    ['another name of a router', 'https://hooks.home', internal],
    ['a name of an intranet', 'https://hooks.intranet', internal],
    ['a private name', 'https://hooks.private', internal],
    ['a name of a reverse look-up', 'https://8.8.8.8.in-addr.arpa', internal],
    ['a name of a company network', 'https://hooks.corp', internal],
    ['a name of the machine', 'https://hooks.localdomain', internal],
    ['a private name in capital letters with the root dot', 'https://Hooks.LAN.', internal],
    ['a name of a cloud', 'https://metadata.google.internal', internal],
  ])('is refused: %s', (_, url, message) => {
    expect(becomes(urlIs(JSON.stringify(url)))).toEqual({ problems: [`4:10 invalid-url: ${message}`] })
  })

  it.each([
    ['a path, a query and a fragment', 'https://hooks.example.com/a/b?c=d&e#f'],
    ['a port', 'https://hooks.example.com:8443'],
    ['the root dot', 'https://hooks.example.com.'],
    ['capital letters', 'HTTPS://Hooks.Example.COM/Auco'],
    ['an international name', 'https://bücher.example/auco'],
    ['an international name in capital letters', 'https://BÜCHER.example'],
    ['an international name of decomposed letters', 'https://bu\u0308cher.example'],
    ['an international name as it is sent', 'https://xn--bcher-kva.example'],
    ['a name that only starts like a private one', 'https://lan.example.com'],
    ['a name below arpa that is public', 'https://hooks.arpa'],
    ['a name for tests', 'https://hooks.test'],
    ['a label of 63 characters', `https://${'a'.repeat(63)}.example.com`],
    ['a host of 253 characters and the root dot', `https://${'a.'.repeat(125)}com.`],
    ['the default port, written out', 'https://hooks.example.com:443'],
    ['the address before 172.16/12', 'https://172.15.255.255'],
    ['the address after 172.16/12', 'https://172.32.0.0'],
    ['the address after link-local', 'https://169.255.0.1'],
    ['the address before shared space', 'https://100.63.255.255'],
    ['a public IPv6 address', 'https://[2606:4700:4700::1111]'],
    ['a public address behind NAT64', 'https://[64:ff9b::8.8.8.8]'],
    ['the address after 2001::/23', 'https://[2001:200::1]'],
    ['the address after 3fff::/20', 'https://[3fff:1000::1]'],
    ['a public IPv6 address, written out', 'https://[2606:4700:4700:0:0:0:0:1111]'],
    ['a name with localhost in it', 'https://localhost.example.com'],
    ['a name with an address in it', 'https://127.0.0.1.example.com'],
    ['dollars and braces that make no variable', 'https://hooks.example.com/$a/{b}/$'],
  ])('is accepted as it is written: %s', (_, url) => {
    expect(becomes(urlIs(JSON.stringify(url)))).toMatchObject({
      webhooks: [{ id: 'default', url }],
      warnings: [],
    })
  })

  it.each([
    ['the scheme', '${AUCO_SCHEME}://hooks.example.com', 10],
    ['the host', 'https://${AUCO_HOST}/auco', 18],
    ['a part of the host', 'https://hooks.${AUCO_DOMAIN}.com', 24],
    ['the end of the host', 'https://hooks.example.com${AUCO_X}', 35],
    ['the port', 'https://hooks.example.com:${AUCO_PORT}', 36],
    ['the user', 'https://${AUCO_USER}@hooks.example.com', 18],
    ['all of it', '${AUCO_URL}', 10],
    ['the fragment', '"https://hooks.example.com/#${AUCO_TOKEN}"', 38],
    ['the host, foreign', 'https://${HOST}/auco', 18],
    ['the host, malformed', 'https://${a/b}/auco', 18],
    ['the host, escaped', 'https://$${AUCO_HOST}/auco', 19],
  ])('is refused with a variable in %s', (_, url, column) => {
    expect(becomes(urlIs(url))).toEqual({
      problems: [
        `4:${column} misplaced-variable: In a \`url\`, variables work only in the path and query. Write out the scheme, host, port, and fragment; \`url\` can have one URL for \`stage\` and one for \`production\`.`,
      ],
    })
  })

  describe('with variables', () => {
    const HOST = 'https://hooks.example.com'
    const variables = (value: string) => ({ variables: { AUCO_PATH: value, AUCO_SIG: 'a%2Fb' } })

    it.each([
      ['a segment', '/catch/${AUCO_PATH}', '12x', '/catch/12x'],
      ['several segments', '/catch/${AUCO_PATH}/end', '12/x', '/catch/12/x/end'],
      ['a part of a segment', '/catch-${AUCO_PATH}.json', '12', '/catch-12.json'],
      ['a path and a query', '/${AUCO_PATH}', 'a/b?sig=c&d=e/f?', '/a/b?sig=c&d=e/f?'],
      ['a query value', '/?sig=${AUCO_PATH}', 'a=b&c', '/?sig=a=b&c'],
      ['a query without a path', '?${AUCO_PATH}', 'a=b', '?a=b'],
      ['several, one twice', '/${AUCO_PATH}?a=${AUCO_SIG}&b=${AUCO_SIG}', 'x', '/x?a=a%2Fb&b=a%2Fb'],
      [
        'every character that is legal',
        '/${AUCO_PATH}',
        "aZ09-._~!$&'()*+,;=:@/?%41",
        "/aZ09-._~!$&'()*+,;=:@/?%41",
      ],
      ['dots that are no segment', '/${AUCO_PATH}', 'a..b/...', '/a..b/...'],
      ['dots in a query', '?v=${AUCO_PATH}', '../..', '?v=../..'],
      ['dots that the file writes itself', '/a/../${AUCO_PATH}', 'b', '/a/../b'],
      ['what would be a variable if it were expanded again', '/${AUCO_PATH}', '$AUCO_SIG', '/$AUCO_SIG'],
      ['an escaped one', '/$${AUCO_PATH}/${AUCO_PATH}', 'x', '/${AUCO_PATH}/x'],
      ['an address that would be a host', '/${AUCO_PATH}', '/evil.example/@a:1', '//evil.example/@a:1'],
    ])('is what %s makes of it', (_, written, value, expected) => {
      expect(becomes(urlIs(HOST + written), variables(value))).toMatchObject({
        webhooks: [{ url: HOST + expected }],
        warnings: [],
      })
    })

    it.each<readonly [string, string, string]>([
      [
        'a trailing line break',
        'x\n',
        "ends with a line break, which a URL can't contain. Store the secret again without it (`printf %s` instead of `echo`).",
      ],
      [
        'a whole URL',
        'HTTPS://hooks.example.com/x',
        'contains a whole URL, but replaces only a part of one. Store only that part.',
      ],
      ...[
        'a b',
        'a#b',
        'a\\b',
        'a"b',
        'a<b',
        'a{b}',
        'a[b]',
        'a|b',
        'a%b',
        'a%4',
        'é',
        'a\tb',
        'a\u0000b',
        ' a',
        'a\nb',
      ].map(
        (value) =>
          [
            JSON.stringify(value),
            value,
            "contains a character that a path or query can't have (RFC 3986), such as a space, `#`, a quote, or a `%` without two digits. Percent-encode it and store the secret again.",
          ] as const,
      ),
    ])('is refused, and the variable named: %s', (_, value, message) => {
      expect(becomes(urlIs(`${HOST}/\${AUCO_PATH}`), variables(value))).toEqual({
        problems: [`4:36 illegal-value: The variable \`AUCO_PATH\` ${message}`],
      })
    })

    it.each([
      ['a climbing segment', '/a/${AUCO_PATH}', '../b'],
      ['one in the middle', '/a/${AUCO_PATH}', 'b/../../c'],
      ['one at the end', '/a/${AUCO_PATH}', 'b/..'],
      ['one that is encoded', '/a/${AUCO_PATH}', '%2E%2e/b'],
      ['half of one that is encoded', '/a/${AUCO_PATH}', '.%2e'],
      ['a single dot', '/a/${AUCO_PATH}/b', '.'],
      ['one that a literal dot completes', '/a/.${AUCO_PATH}', './b'],
    ])('is refused with %s', (_, written, value) => {
      expect(becomes(urlIs(HOST + written), variables(value))).toEqual({
        problems: [
          '4:10 illegal-value: The variable `AUCO_PATH` puts a `.` or `..` into the path, which changes where the URL leads. Store the secret without it.',
        ],
      })
    })

    it('names all variables that make up such a segment', () => {
      const options = { variables: { AUCO_A: '.', AUCO_B: '.' } }
      expect(becomes(urlIs(`${HOST}/a/\${AUCO_A}\${AUCO_B}/b`), options)).toEqual({
        problems: [
          '4:10 illegal-value: The variables `AUCO_A`, `AUCO_B` put a `.` or `..` into the path, which changes where the URL leads. Store the secret without it.',
        ],
      })
    })

    it('is refused if it gets too long', () => {
      expect(becomes(urlIs(`${HOST}/\${AUCO_PATH}`), variables('a'.repeat(8_192)))).toEqual({
        problems: [
          '4:10 illegal-value: With `AUCO_PATH`, `url` is longer than 8,192 characters. Store the right secret, or shorten the text around it.',
        ],
      })
    })

    it('is refused for its length once if no variable makes it long', () => {
      // The schema has no limit: a template may be longer than what it expands to.
      expect(problemsIn(readAlone(urlIs(`${HOST}/${'a'.repeat(8_192)}`)))).toEqual([
        '4:10 invalid-url: The URL is longer than 8,192 characters. Shorten it.',
      ])
    })

    it.each([
      ['by itself', '/${AUCO_PATH}', 'xpuk_1q2w3e4r5t', OWN_KEY_IN_TOKEN, '4:36'],
      ['together with the file', '/puk_1q2w${AUCO_PATH}', '3e4r5t', OWN_KEY, '4:10'],
      ['written out', '/puk_1q2w3e4r5t', 'x', OWN_KEY, '4:10'],
    ])("is refused with one of the action's keys, %s", (_, written, value, message, place) => {
      expect(becomes(urlIs(HOST + written), variables(value))).toEqual({
        problems: [`${place} ${message.replace('AUCO_TOKEN', 'AUCO_PATH').replace('`value`', '`url`')}`],
      })
    })

    refuses([
      [
        'of another name',
        urlIs('https://hooks.example.com/${ZAPIER_PATH}'),
        [
          '4:36 foreign-variable: A webhook can only use variables whose names start with `AUCO_`. Write `${AUCO_ZAPIER_PATH}` and pass it to the step: `env: { AUCO_ZAPIER_PATH: ${{ secrets.ZAPIER_PATH }} }`.',
        ],
      ],
      [
        'that are malformed',
        urlIs('https://hooks.example.com/${auco}'),
        [
          "4:36 malformed-variable: `${` doesn't start a valid variable here. Write `${AUCO_NAME}` with capital letters, digits and `_`, or `$${` for a literal `${`.",
        ],
      ],
      [
        'that are unset, in an apply',
        urlIs('https://hooks.example.com/${AUCO_PATH}'),
        [
          '4:36 unset-variable: The variable `AUCO_PATH` is not set or empty in this run. Pass it to the step: `env: { AUCO_PATH: ${{ secrets.AUCO_PATH }} }`.',
        ],
      ],
      [
        'and a private host',
        urlIs('https://localhost/${AUCO_TOKEN}'),
        ["4:10 invalid-url: The URL points to `localhost`, which Auco can't reach. Use a public host name."],
      ],
    ])

    it('is unknown in a plan if one is unset or empty, without a warning', () => {
      expect(
        becomes(urlIs('https://hooks.example.com/${AUCO_PATH}'), {
          variables: { AUCO_PATH: '' },
          unset: 'allowed',
        }),
      ).toMatchObject({
        webhooks: [{ url: { unknown: '`AUCO_PATH` is not set' }, variables: ['AUCO_PATH'] }],
        warnings: [],
      })
    })

    it('needs those of its own environment only', () => {
      const url = urlIs(
        '{ stage: "https://a.example.com/${AUCO_TOKEN}", production: "https://a.example.com/${AUCO_LIVE}" }',
      )
      expect(becomes(url)).toMatchObject({
        webhooks: [{ url: 'https://a.example.com/tok-4f9a8b7c6d', variables: ['AUCO_TOKEN'] }],
        warnings: [],
      })
      expect(becomes(url, { environment: 'production' })).toMatchObject({
        problems: [expect.stringContaining('unset-variable: The variable `AUCO_LIVE`')],
      })
    })

    it('never leaves its origin, whatever the value is', () => {
      fc.assert(
        fc.property(
          fc.constantFrom(
            '/${AUCO_PATH}',
            '?${AUCO_PATH}',
            '/a/${AUCO_PATH}/b',
            '/?a=${AUCO_PATH}',
            '/%${AUCO_PATH}',
          ),
          fc.string({ unit: fc.constantFrom(...'/\\?#@:.%2eE[]a1\t\n '), maxLength: 12 }),
          (written, value) => {
            const result = readAlone(urlIs(HOST + written), variables(value))
            const [webhook] = result.ok ? result.webhooks : []
            if (webhook === undefined) return
            expect(webhook.url.origin).toBe(HOST)
          },
        ),
        runs(500, 5_000),
      )
    })
  })

  refuses([
    ['missing', 'webhooks:\n  - id: default\n    description: Main\n', [`2:5 ${NO_URL}`]],
    ['without a value', urlIs(''), ['4:10 wrong-type: `url` has no value. Write a text.']],
    [
      'without one of the environments',
      urlIs('\n      stage: https://hooks.example.com'),
      ['5:7 no-url: `url` has no `production`. Add it: every environment needs the webhook `default`.'],
    ],
    [
      'without any environment',
      urlIs('{}'),
      [
        '4:10 no-url: `url` has no `stage`. Add it: every environment needs the webhook `default`.',
        '4:10 no-url: `url` has no `production`. Add it: every environment needs the webhook `default`.',
      ],
    ],
    [
      'without the environment that the webhook belongs to',
      environmentsAre('[production]').replace(
        'https://billing.example.com',
        '{ stage: https://billing.example.com }',
      ),
      ['7:10 no-url: `url` has no `production`. Add it, or limit this webhook with `environments`.'],
    ],
    [
      'with an environment that has no value',
      urlIs('{ stage: https://hooks.example.com, production: }'),
      ['4:58 wrong-type: `production` has no value. Write a text.'],
    ],
    [
      'wrong in both environments',
      urlIs('{ stage: http://hooks.example.com, production: https://localhost }'),
      [
        "4:19 invalid-url: The URL is not encrypted (`http:`). Use `https:`, or the header's secret is sent in plain text.",
        "4:57 invalid-url: The URL points to `localhost`, which Auco can't reach. Use a public host name.",
      ],
    ],
    [
      'wrong in the environment that the run is not about',
      urlIs('\n      stage: https://hooks.example.com\n      production: https://10.0.0.1'),
      [
        "6:19 invalid-url: The URL points to a private, loopback, link-local or reserved address, which Auco can't reach. Use a public host name.",
      ],
    ],
  ])

  it.each([
    'https://hooks.zapier.com/hooks/catch/123/abc',
    'https://hooks.slack.com/services/T0/B0/x1',
    'https://hook.eu2.make.com/abc',
    'https://notaria.webhook.office.com/webhookb2/a@b',
    'https://discord.com/api/webhooks/1/x',
    'https://hooks.example.com/auco?token=abc',
    'https://hooks.example.com/auco?a=1&SIG=abc',
  ])('is accepted with a warning if it is known to be a secret: %s', (url) => {
    expect(becomes(urlIs(url))).toMatchObject({
      webhooks: [{ url }],
      warnings: [
        '4:10 warning literal-secret: This URL is a secret of its receiver, and everybody who can read the repository can read it. Store its secret part as a secret, and write `${AUCO_NAME}` in its place.',
      ],
    })
  })

  it.each([
    'https://hooks.zapier.com/hooks/catch/${AUCO_TOKEN}',
    'https://hooks.zapier.com/hooks/catch',
    'https://hooks.example.com/auco?token=${AUCO_TOKEN}',
    'https://hooks.example.com/auco?token=',
    'https://hooks.example.com/auco?tokens=3',
    'https://hooks.example.com/token/abc',
    'https://hooks.slack.com.example.com/services/T0',
  ])('is accepted without a warning otherwise: %s', (url) => {
    expect(becomes(urlIs(url))).toMatchObject({ webhooks: [{}], warnings: [] })
  })
})
