import type { Caution } from '../plan/plan.ts'
import { endpointWords } from './endpoint-words.ts'
import { idList, idSpan, MAX_ORIGIN } from './id-list.ts'
import { alert, codeSpan } from './markdown.ts'
import { shortLists } from './shorten.ts'
import { withUnnamed } from './unnamed-fields.ts'

/** What stops notifications, or an apply. */
const GRAVE: ReadonlySet<Caution['kind']> = new Set(['removal', 'rename', 'new-variables'])

/** At most one alert of each kind, with a list if there are several cautions. */
export function cautionBlocks(cautions: readonly Caution[]): readonly string[] {
  return [
    ...cautionBlock(
      'CAUTION',
      cautions.filter(({ kind }) => GRAVE.has(kind)),
    ),
    ...cautionBlock(
      'WARNING',
      cautions.filter(({ kind }) => !GRAVE.has(kind)),
    ),
  ]
}

function cautionBlock(kind: 'CAUTION' | 'WARNING', cautions: readonly Caution[]): readonly string[] {
  if (cautions.length === 0) return []
  const bullet = cautions.length === 1 ? '' : '- '
  const sentence = (caution: Caution) => {
    const { headline, consequence } = cautionWords(caution)
    return `${bullet}**${headline}** ${consequence}`
  }
  // Many of one kind must not hide another kind.
  const kinds = [...Map.groupBy(cautions, (caution) => caution.kind).values()]
  const sentences = kinds.map((cautions) => cautions.map(sentence))
  return [alert(kind, shortLists(sentences, bullet).join('\n> '))]
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
    case 'rename':
      return {
        headline: `Renames ${idSpan(caution.from)} to ${idSpan(caution.to)}.`,
        consequence:
          'To Auco that is a removal: processes that name the old id go silent. Keep both until none does.',
      }
    case 'new-variables': {
      const [are, them, secrets] =
        caution.variables.length === 1
          ? ['a new variable', 'it', 'a secret']
          : ['new variables', 'them', 'secrets']
      return {
        headline: `Uses ${are}: ${idList(caution.variables)}, sent to ${idList(caution.to, MAX_ORIGIN)}.`,
        consequence: `Before you merge, store ${them} as ${secrets} where the apply reads ${them}, and pass ${them} in the apply step's \`env:\`.`,
      }
    }
    case 'changed-since': {
      const isOne = caution.ids.length === 1
      const them = isOne ? 'it' : 'them'
      return {
        headline: `${idList(caution.ids)} ${isOne ? 'stays' : 'stay'} at Auco.`,
        consequence: `An earlier version of the file had ${them}, but Auco has ${them} with other content by now, so the apply leaves ${them} alone. To remove ${them}, put ${them} into the file as ${isOne ? 'it is' : 'they are'} and take ${them} out again, or run once with \`removals: all\`.`,
      }
    }
    case 'differs-from-branch':
      return {
        headline: `Auco differs from ${idSpan(caution.branch)}: ${idList(caution.ids)}.`,
        consequence:
          "Somebody changed it there, or an earlier merge isn't applied yet. This merge overwrites it.",
      }
    case 'cannot-keep': {
      const [value, them, secret] =
        caution.ids.length === 1
          ? ['value', 'the webhook', 'a secret']
          : ['values', 'the webhooks', 'secrets']
      return {
        headline: `The apply will be refused: it can't keep ${idList(caution.ids)}.`,
        consequence: `Auco doesn't return the header ${value} in clear. Add ${them} to the file, with the ${value} as ${secret}.`,
      }
    }
    case 'secret-to-new-host':
      return {
        headline: 'A secret goes to a new host.',
        consequence: `${idSpan(caution.id)} sends ${idList(caution.variables)} to ${codeSpan(caution.to, MAX_ORIGIN)}, which doesn't receive it today.`,
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
        headline: 'Auco has no `webhooks`, only the legacy `webhook` URL.',
        consequence:
          'It is not part of the file, and it stays as it is; check with Auco which of the two gets the notifications.',
      }
  }
}
