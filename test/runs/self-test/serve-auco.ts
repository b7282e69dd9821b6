/**
 * The fake Auco as a process of its own, for the self-test's workflow. Sends its parent where it listens and its
 * keys, then serves until it is killed.
 */
import { startAuco } from '../../fakes/auco.ts'

/** A self-test that dies leaves its fake behind, for this long at most. In milliseconds. */
const LIFETIME = 15 * 60_000

const { url, publicKey, privateKey } = await startAuco()
process.send?.({ url, publicKey, privateKey })
setTimeout(() => process.exit(), LIFETIME)
