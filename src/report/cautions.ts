import type { Caution } from '../plan/plan.ts'
import { endpointWords } from './endpoint-words.ts'
import { alert, codeSpan, idList, idSpan, MAX_ORIGIN, plural, shortLists } from './markdown.ts'

/** What stops notifications, or an apply. */
const GRAVE: ReadonlySet<Caution['kind']> = new Set(['removal', 'rename', 'new-variables'])

/** At most one alert of each kind, with a list if there are several cautions. */
export function cautionBlocks(cautions: readonly Caution[]): readonly string[] {
  const grave = cautions.filter(({ kind }) => GRAVE.has(kind))
  const others = cautions.filter(({ kind }) => !GRAVE.has(kind))
  return [...cautionBlock('CAUTION', grave), ...cautionBlock('WARNING', others)]
}

function cautionBlock(kind: 'CAUTION' | 'WARNING', cautions: readonly Caution[]): readonly string[] {
  if (cautions.length === 0) return []
  const bullet = cautions.length === 1 ? '' : '- '
  const sentence = (caution: Caution) => {
    const [headline, consequence] = cautionWords(caution)
    return `${bullet}**${headline}** ${consequence}`
  }
  // Many of one kind must not hide another kind.
  const kinds = [...Map.groupBy(cautions, (caution) => caution.kind).values()]
  const sentences = kinds.map((same) => same.map(sentence))
  return [alert(kind, shortLists(sentences, bullet).join('\n> '))]
}

/** A caution in words: what happens, and what follows from it. Ids and origins are in code spans. */
export function cautionWords(caution: Caution): readonly [headline: string, consequence: string] {
  switch (caution.kind) {
    case 'endpoint':
      return endpointWords(caution)
    case 'removal':
      return [
        `Removes ${idList(caution.ids)}.`,
        `Auco processes that name ${plural(caution.ids.length, 'it', 'them')} lose their notifications, including those in progress.`,
      ]
    case 'rename':
      return [
        `Renames ${idSpan(caution.from)} to ${idSpan(caution.to)}.`,
        'To Auco that is a removal: processes that name the old id lose their notifications. Keep both until none names it.',
      ]
    case 'new-variables':
      return [
        `New variables: ${idList(caution.variables)}, sent to ${idList(caution.to, MAX_ORIGIN)}.`,
        "Before you merge, store each as a secret where the apply reads it, and pass it in the apply step's `env:`.",
      ]
    case 'changed-since':
      return [
        `Left at Auco: ${idList(caution.ids)}.`,
        'An earlier version of the file had each with other content, so the apply leaves it alone. To remove it, put it into the file as Auco has it and take it out again, or run once with `removals: all`.',
      ]
    case 'differs-from-branch':
      return [
        `Auco differs from ${idSpan(caution.branch)}: ${idList(caution.ids)}.`,
        "Somebody changed it there, or an earlier merge isn't applied yet. This merge overwrites it.",
      ]
    case 'cannot-keep':
      return [`The apply will fail: it can't keep ${idList(caution.ids)}.`, CANNOT_KEEP.join(' ')]
    case 'secret-to-new-host':
      return [
        'A secret goes to a new host.',
        `${idSpan(caution.id)} sends ${idList(caution.variables)} to ${codeSpan(caution.to, MAX_ORIGIN)}, which doesn't receive it today.`,
      ]
    case 'unknown-fields':
      return [
        "A write drops fields that the file can't declare.",
        `${idList(caution.ids)} ${plural(caution.ids.length, 'has', 'have')} ${idList(caution.fields)} at Auco. If you need them, set them again after the apply.`,
      ]
    case 'legacy-webhook':
      return [
        'Auco has no `webhooks`, only the legacy `webhook` URL.',
        'It is not part of the file, and it stays as it is; check with Auco which of the two gets the notifications.',
      ]
  }
}

/** Why a write can't keep webhooks, and what to do. */
export const CANNOT_KEEP = [
  "Auco doesn't return the header value in clear.",
  'Add each to the file, with its value as a secret.',
] as const
