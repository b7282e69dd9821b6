/*
 * Guesses about what is a secret. They decide what an import writes into a file, and which words a mask may not tear out
 * of every log; what a report shows is never guessed.
 */

/** Minimum length of a token, in letters and digits. */
const MIN_TOKEN = 16

/**
 * Whether a text in the place of a name looks like a token: letters and digits mixed as no name mixes them.
 * `X-Hub-Signature-256` doesn't, `q4Wm2Lk9` does.
 */
export function looksLikeToken(text: string): boolean {
  return (text.match(/[a-z]\d|\d[a-z]/gi) ?? []).length > 2
}

/** Receivers whose whole URL is the secret, even where its parts are short. */
const RECEIVERS =
  /^(?:hooks\.zapier\.com|hooks\.slack\.com|hook\.(?:[a-z\d-]+\.)?make\.com|hook\.integromat\.com|(?:[a-z\d-]+\.)+webhook\.office\.com|(?:[a-z\d-]+\.)+logic\.azure\.com|discord(?:app)?\.com)\.?$/

/** What such a receiver has in the path of all its customers. */
const COMMON_SEGMENT = /^(?:hooks|catch|services|workflows|triggers|api|webhooks|webhookb2)?$/i

function isReceiversSecret(host: string, segment: string): boolean {
  return RECEIVERS.test(host) && !COMMON_SEGMENT.test(segment)
}

/**
 * Whether a segment of a path at this host, a URL's `hostname`, has to be taken for a secret: at such a receiver, or because
 * it has 16 characters and more, letters and digits mixed.
 */
export function isSecretSegment(host: string, segment: string): boolean {
  // Percent-encoding mixes in digits of its own.
  const text = segment.replace(/%[\da-f]{2}/gi, 'x')
  const isToken = text.length >= MIN_TOKEN && /[a-z]/i.test(text) && /\d/.test(text)
  return isToken || isReceiversSecret(host, segment)
}

const TELLING_PARAMETER = /^(?:token|key|secret|sig|signature|password|code)$/i

/** Whether a URL is known to be a secret: that of a receiver above, or one with a telling parameter. */
export function isSecretUrl({ hostname, pathname, searchParams }: URL): boolean {
  return (
    pathname.split('/').some((segment) => isReceiversSecret(hostname, segment)) ||
    [...searchParams].some(([name, value]) => value !== '' && TELLING_PARAMETER.test(name))
  )
}

/** Words or numbers of an ordinary length: `production`, `auco-stage`, `Key 1`. */
const ORDINARY = /^(?:[a-z]{1,15}|\d{1,9})(?:[-_. /](?:[a-z]{1,15}|\d{1,9}))*$/i

/** Capitals as words have them: all of it, the first of it, or of each word in it. `PbsvpQQs` has others. */
const CAPITALS = /^(?:[A-Z]+|(?:[A-Z]?[a-z]+)?(?:[A-Z][a-z]{2,})*)$/

/** Whether a text is made of ordinary words, so that replacing it everywhere would tear holes into other texts. */
export function isPlainWords(text: string): boolean {
  const unaccented = text.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '')
  return ORDINARY.test(unaccented) && unaccented.split(/[^a-z]+/i).every((word) => CAPITALS.test(word))
}
