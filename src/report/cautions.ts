import { IMPORT_COMMAND } from '../core/docs-links.ts'
import { formatCount, formatNumber } from '../core/format.ts'
import { tellApart } from '../core/look-alikes.ts'
import type { Caution } from '../plan/plan.ts'
import { endpointWords } from './endpoint-words.ts'
import { idList, idSpan } from './id-list.ts'
import { alert, codeSpan } from './markdown.ts'
import { shortList } from './shorten.ts'
import { withUnnamed } from './unnamed-fields.ts'

/** Longest origin of a URL in a caution, in characters. */
const MAX_ORIGIN = 100

/** What stops notifications, and what deserves a look: an alert each, with a list if there are several cautions. */
export function cautionBlocks(cautions: readonly Caution[]): readonly string[] {
  const isGrave = ({ kind }: Caution) =>
    kind === 'removal' || kind === 'rename' || kind === 'partial-first-file'
  return [
    ...cautionBlock('CAUTION', cautions.filter(isGrave)),
    ...cautionBlock(
      'WARNING',
      cautions.filter((caution) => !isGrave(caution)),
    ),
  ]
}

function cautionBlock(kind: 'CAUTION' | 'WARNING', cautions: readonly Caution[]): readonly string[] {
  if (cautions.length === 0) return []
  const bullet = cautions.length === 1 ? '' : '- '
  const sentences = cautions.map((caution) => {
    const { headline, consequence } = cautionWords(caution)
    return `${bullet}**${headline}** ${consequence}`
  })
  return [alert(kind, shortList(sentences, bullet).join('\n> '))]
}

function newHostWords({ id, secret, from, to }: Extract<Caution, { kind: 'secret-to-new-host' }>): string {
  const host = codeSpan(to, MAX_ORIGIN)
  return from === null
    ? `${idSpan(id)} sends it to ${host}, which didn't receive it before.`
    : `${idSpan(id)} moves from ${codeSpan(from, MAX_ORIGIN)} to ${host} and keeps ${secret === 'header' ? 'its header' : 'the secret in its URL'}.`
}

/** A caution in words: what happens, and what follows from it. Ids and origins are in code spans. */
export function cautionWords(caution: Caution): { readonly headline: string; readonly consequence: string } {
  switch (caution.kind) {
    case 'removal': {
      const them = caution.ids.length === 1 ? 'it' : 'them'
      return {
        headline: `Removes ${idList(caution.ids)}.`,
        consequence: `Auco processes that name ${them} lose their notifications, including those in progress.`,
      }
    }
    case 'partial-first-file':
      return {
        headline: `The new file lists ${formatNumber(caution.listed)} of the ${formatCount(caution.live, 'live webhook')}.`,
        consequence: `To add the others to it, run ${codeSpan(IMPORT_COMMAND)} on your machine. To leave them as they are, set \`removals: keep\`.`,
      }
    case 'no-longer-listed': {
      const [isGone, it, has] =
        caution.ids.length === 1
          ? ['is no longer in the file, but stays', 'it', 'it has']
          : ['are no longer in the file, but stay', 'them', 'they have']
      return {
        headline: `${idList(caution.ids)} ${isGone} live.`,
        consequence: `\`removals\` is \`keep\`, so the merge doesn't remove ${it}. If ${has} to go, remove ${it} with Auco's API.`,
      }
    }
    case 'cannot-keep': {
      const [values, looks, webhooks, secrets] =
        caution.ids.length === 1
          ? ['value', 'it is missing, or looks masked', 'the webhook', 'a secret']
          : ['values', 'they are missing, or look masked', 'the webhooks', 'secrets']
      return {
        headline: `The apply will be refused: it can't keep ${idList(caution.ids)}.`,
        consequence: `Auco doesn't return the header ${values} in clear (${looks}). Add ${webhooks} to the file, with the ${values} as ${secrets}.`,
      }
    }
    case 'rename':
      return {
        headline: `Renames ${idSpan(caution.from)} to ${idSpan(caution.to)}.`,
        consequence:
          'To Auco that is a removal: processes that name the old id go silent. Keep both until none does.',
      }
    case 'outside-change': {
      const isOne = caution.ids.length === 1
      return caution.valueOnly
        ? {
            headline: `The header ${isOne ? 'value' : 'values'} of ${idList(caution.ids)} ${isOne ? 'differs' : 'differ'} from what is live.`,
            consequence:
              'Either the secret was rotated here, or live was changed. The merge makes live equal to the file.',
          }
        : {
            headline: `${idList(caution.ids)} ${isOne ? 'was' : 'were'} changed outside the repository.`,
            consequence: 'The merge undoes that. To keep the change, put it in the file.',
          }
    }
    case 'secret-to-new-host':
      return {
        headline: 'A secret goes to a new host.',
        consequence: newHostWords(caution),
      }
    case 'similar-ids': {
      const [one, other] = tellApart(...caution.ids)
      return {
        headline: `${idSpan(one)} and ${idSpan(other)} look alike.`,
        consequence: 'To Auco they are two webhooks. Check that documents name the right one.',
      }
    }
    case 'unknown-fields': {
      const has = caution.ids.length === 1 ? 'has' : 'have'
      return {
        headline: "A write drops fields that the file can't declare.",
        consequence: `${idList(caution.ids)} ${has} ${withUnnamed(idList(caution.fields), caution.unnamed)} at Auco. If you need them, set them again after the apply.`,
      }
    }
    case 'endpoint':
      return endpointWords(caution)
    case 'legacy-webhook':
      return {
        headline: 'Live has no `webhooks`, only the legacy `webhook` URL.',
        consequence:
          'It is not part of the file, and it stays as it is; check with Auco which of the two gets the notifications.',
      }
  }
}
