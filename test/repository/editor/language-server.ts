import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import * as z from 'zod'

const script = path.resolve(
  import.meta.dirname,
  '../../../node_modules/yaml-language-server/bin/yaml-language-server',
)

const Message = z.object({
  id: z.optional(z.union([z.number(), z.string()])),
  method: z.optional(z.string()),
  params: z.optional(z.unknown()),
  result: z.optional(z.unknown()),
})
const Published = z.object({
  uri: z.string(),
  diagnostics: z.array(
    z.object({ range: z.object({ start: z.object({ line: z.number() }) }), message: z.string() }),
  ),
})

/** What an editor underlines: the line, from 1, and the words. */
export interface Finding {
  readonly line: number
  readonly message: string
}

/** The language server of the YAML extensions, as an editor talks to it (Language Server Protocol 3.17, over stdio). */
export class LanguageServer {
  readonly #child = spawn(process.execPath, [script, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
  readonly #answers = new Map<number | string, (result: unknown) => void>()
  readonly #findings = new Map<string, (findings: readonly Finding[]) => void>()
  #received = Buffer.alloc(0)
  #lastId = 0

  /** Starts the server, which knows no schema but the ones that its files name. */
  static async start(): Promise<LanguageServer> {
    const server = new LanguageServer()
    server.#child.stdout.on('data', (chunk: Buffer) => server.#receive(chunk))
    await server.request('initialize', { processId: process.pid, rootUri: null, capabilities: {} })
    server.#send({ method: 'initialized', params: {} })
    const yaml = { validate: true, hover: true, completion: true, schemaStore: { enable: false } }
    server.#send({ method: 'workspace/didChangeConfiguration', params: { settings: { yaml } } })
    return server
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.kill()
    await exited
  }

  /** Opens a file, and waits for what the server finds in it. */
  open(uri: string, text: string): Promise<readonly Finding[]> {
    const findings = new Promise<readonly Finding[]>((resolve) => this.#findings.set(uri, resolve))
    const textDocument = { uri, languageId: 'yaml', version: 1, text }
    this.#send({ method: 'textDocument/didOpen', params: { textDocument } })
    return findings
  }

  request(method: string, params: unknown): Promise<unknown> {
    this.#lastId += 1
    const id = this.#lastId
    const answer = new Promise<unknown>((resolve) => this.#answers.set(id, resolve))
    this.#send({ id, method, params })
    return answer
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    for (;;) {
      const header = /^(?:[^\r]+\r\n)*?Content-Length: (\d+)\r\n(?:[^\r]+\r\n)*?\r\n/.exec(
        this.#received.toString('latin1'),
      )
      if (header === null) return
      const end = header[0].length + Number(header[1])
      if (this.#received.length < end) return
      this.#take(Message.parse(JSON.parse(this.#received.subarray(header[0].length, end).toString())))
      this.#received = this.#received.subarray(end)
    }
  }

  #take({ id, method, params, result }: z.infer<typeof Message>): void {
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = Published.parse(params)
      this.#findings.get(uri)?.(
        diagnostics.map(({ range, message }) => ({ line: range.start.line + 1, message })),
      )
    } else if (method !== undefined && id !== undefined) {
      // The server asks for settings and the like: an editor without any answers so.
      this.#send({ id, result: null })
    } else if (id !== undefined) {
      this.#answers.get(id)?.(result)
    }
  }
}
