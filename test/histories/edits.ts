import type { Company, Webhook } from '../fakes/auco.ts'
import { CALLED, calledText, FILE, fileWith, type Tree, WORKFLOW, webhookOf, workflowText } from './files.ts'
import type { Edit, HandEdit } from './steps.ts'
import { strangerOf } from './strangers.ts'

/** The changed files; null deletes one. `unique` is another number for each edit. */
export function changesOf(tree: Tree, edit: Edit, unique: number): Record<string, string | null> {
  switch (edit.what) {
    case 'webhook': {
      const text = tree[FILE] ?? fileWith(null, 'default', 1)
      return { [FILE]: fileWith(text, edit.slot, edit.version) }
    }
    case 'workflow':
      return { [WORKFLOW]: workflowText(edit.version) }
    case 'called workflow':
      return { [CALLED]: calledText(edit.version) }
    case 'no file':
      return { [FILE]: null }
    case 'unrelated':
      return { [`docs/${unique}.md`]: 'Unrelated.\n' }
  }
}

/** The edit in a few words. */
export function told(edit: Edit): string {
  if (edit.what !== 'webhook') return edit.what
  return edit.version === 0 ? `without ${edit.slot}` : `${edit.slot} ${edit.version}`
}

/** Edits the company by hand. */
export function editByHand({ webhooks }: Company, edit: HandEdit): void {
  const at = webhooks.findIndex(({ id }) => id === edit.slot)
  if (edit.what === 'put') {
    const tokens = { caller: `token-of-caller-${edit.token}`, called: `token-of-called-${edit.token}` }
    const webhook = webhookOf(edit.slot, edit.version, tokens)
    put(webhooks, webhook)
  } else if (edit.what === 'put stranger') {
    put(webhooks, strangerOf(edit.slot, edit.form))
  } else if (edit.what === 'remove') {
    if (at !== -1) webhooks.splice(at, 1)
  } else {
    const header = webhooks[at]?.header
    if (header) header.value = `another-secret-${edit.version}`
  }
}

function put(webhooks: Webhook[], webhook: Webhook): void {
  const at = webhooks.findIndex(({ id }) => id === webhook.id)
  if (at === -1) webhooks.push(webhook)
  else webhooks[at] = webhook
}
