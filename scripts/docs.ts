/** `npm run docs`: writes everything in the documentation that is generated, except the pictures. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { GENERATED, root } from './docs/generated.ts'

for (const [name, text] of Object.entries(GENERATED)) {
  writeFileSync(path.join(root, name), text())
  console.log(`${name}: written`)
}
