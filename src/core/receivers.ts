import { isTokenSegment } from './token-shape.ts'

/** Receivers whose whole URL is the secret, even where its parts are short. */
const RECEIVERS =
  /^(?:hooks\.zapier\.com|hooks\.slack\.com|hook\.(?:[a-z\d-]+\.)?make\.com|hook\.integromat\.com|(?:[a-z\d-]+\.)+webhook\.office\.com|(?:[a-z\d-]+\.)+logic\.azure\.com|discord(?:app)?\.com)$/

/** What such a receiver has in the path of all its customers. */
const COMMON_SEGMENT = /^(?:hooks|catch|services|workflows|triggers|api|webhooks|webhookb2)$/i

/** Whether a segment of a path at this host, a URL's `hostname`, has to be taken for a secret. */
export function isSecretSegment(host: string, segment: string): boolean {
  if (isTokenSegment(segment)) return true
  return segment !== '' && RECEIVERS.test(host.replace(/\.$/, '')) && !COMMON_SEGMENT.test(segment)
}
