/**
 * Starts the fake Auco in the background and ends as soon as it listens. Its address, keys and process id become
 * outputs of the step.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'

const Serving = z.object({ url: z.url(), publicKey: z.string(), privateKey: z.string() })

const file = process.env['GITHUB_OUTPUT']
if (file === undefined) throw new Error('This is a step of a workflow: GITHUB_OUTPUT is not set')

// Detached and without our output: a step ends when nobody holds its output any more.
const server = fork(path.join(import.meta.dirname, 'serve-auco.ts'), { detached: true, stdio: 'ignore' })
const [message] = await Promise.race([
  once(server, 'message'),
  once(server, 'exit').then(([code]) => {
    throw new Error(`The fake Auco ended with exit code ${code}`)
  }),
])
const { url, publicKey, privateKey } = Serving.parse(message)
appendFileSync(file, `url=${url}\npublic-key=${publicKey}\nprivate-key=${privateKey}\npid=${server.pid}\n`)
process.stdout.write(`The fake Auco serves ${url}.\n`)
server.disconnect()
server.unref()
