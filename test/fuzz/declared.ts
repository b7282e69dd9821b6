import { parse } from 'yaml'
import * as z from 'zod'
import type { Environment } from '../../src/core/webhook.ts'
import type { Webhook } from '../fakes/auco.ts'

const File = z.object({
  webhooks: z.array(
    z.object({
      id: z.string(),
      description: z.string(),
      url: z.union([
        z.string(),
        z.object({ stage: z.string().optional(), production: z.string().optional() }),
      ]),
      environments: z.array(z.enum(['stage', 'production'])).optional(),
      header: z.object({ key: z.string(), value: z.string() }).optional(),
    }),
  ),
})

/** What a valid file says, read without the project's own code: what Auco has to store, in the file's order. */
export function declared(
  text: string,
  environment: Environment,
  variables: Readonly<Record<string, string>>,
): readonly Webhook[] {
  const resolved = (value: string) =>
    value.replaceAll(/\$\$\{|\$\{(\w+)\}/g, (_, name?: string) =>
      name === undefined ? '${' : (variables[name] ?? ''),
    )
  return File.parse(parse(text, { version: '1.2', schema: 'core' }))
    .webhooks.filter(({ environments }) => environments?.includes(environment) ?? true)
    .map(({ id, description, url, header }) => ({
      id,
      description,
      url: resolved(typeof url === 'string' ? url : (url[environment] ?? '')),
      ...(header !== undefined && { header: { key: header.key, value: resolved(header.value) } }),
    }))
}
