import * as z from 'zod'

const Lock = z.object({ packages: z.record(z.string(), z.unknown()) })

/** What `npm audit --json` prints; `via` has advisories about the package itself, and names of others that affect it. */
const Report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(
        z.union([z.string(), z.object({ title: z.string(), url: z.string(), severity: z.string() })]),
      ),
    }),
  ),
})

/**
 * The bundled packages, and a line for each advisory about one of them. Bundled is what `licenses`, the text of the
 * bundle's licences, names on a line of its own and `lock` has. Throws if there is no report, or if nothing seems bundled.
 */
export function findAdvisories(
  report: string,
  licenses: string,
  lock: string,
): { readonly audited: readonly string[]; readonly advisories: readonly string[] } {
  const { vulnerabilities } = Report.parse(JSON.parse(report))
  const installed = Lock.parse(JSON.parse(lock)).packages
  const lines = new Set(licenses.split('\n'))
  const audited = [...lines].filter((name) => `node_modules/${name}` in installed).toSorted()
  if (audited.length === 0) throw new Error('No bundled package was found.')
  const advisories = audited.flatMap((name) =>
    (vulnerabilities[name]?.via ?? []).flatMap((via) =>
      typeof via === 'string' ? [] : [`${name}: ${via.title} (${via.severity}), ${via.url}`],
    ),
  )
  return { audited, advisories }
}
