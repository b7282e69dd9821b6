/**
 * `npm run docs:schema`: writes `webhooks.schema.json`, which editors complete and check `webhooks.yaml` with.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { webhooksSchema } from './schema.ts'

const file = path.resolve(import.meta.dirname, '../../webhooks.schema.json')
writeFileSync(file, `${JSON.stringify(webhooksSchema(), null, 2)}\n`)
console.log('webhooks.schema.json: written')
