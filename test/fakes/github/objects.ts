import { createHash } from 'node:crypto'

/** Path to blob id. */
export type Files = ReadonlyMap<string, string>

export interface TreeEntry {
  readonly name: string
  readonly type: 'blob' | 'tree'
  readonly oid: string
}

export interface Signature {
  readonly name: string
  readonly email: string
  /** Seconds since 1970. */
  readonly time: number
}

export interface Commit {
  readonly oid: string
  readonly tree: string
  readonly files: Files
  readonly parents: readonly string[]
  readonly author: Signature
  readonly committer: Signature
  readonly message: string
}

export const MODES = { blob: 0o100644, tree: 0o040000 } as const

/** Git's objects, with the ids that git gives them (Pro Git, "Git Internals - Git Objects"). Files have one mode. */
export class Objects {
  readonly #blobs = new Map<string, Buffer>()
  readonly #trees = new Map<string, readonly TreeEntry[]>()
  readonly #commits = new Map<string, Commit>()

  writeBlob(content: string | Buffer): string {
    const bytes = Buffer.from(content)
    const oid = idOf('blob', bytes)
    this.#blobs.set(oid, bytes)
    return oid
  }

  /** Writes the tree of these files with all its subtrees. */
  writeTree(files: Files): string {
    const entries: TreeEntry[] = []
    const folders = new Map<string, Map<string, string>>()
    for (const [path, oid] of files) {
      const slash = path.indexOf('/')
      const name = slash === -1 ? path : path.slice(0, slash)
      if (slash === -1) entries.push({ name, type: 'blob', oid })
      else folders.set(name, (folders.get(name) ?? new Map()).set(path.slice(slash + 1), oid))
    }
    for (const [name, inside] of folders) entries.push({ name, type: 'tree', oid: this.writeTree(inside) })
    entries.sort((one, other) => Buffer.compare(sortKey(one), sortKey(other)))
    const oid = idOf('tree', Buffer.concat(entries.map(asBytes)))
    this.#trees.set(oid, entries)
    return oid
  }

  writeCommit(content: Omit<Commit, 'oid' | 'tree'>): string {
    const { files, parents, author, committer, message } = content
    const tree = this.writeTree(files)
    const lines = [
      `tree ${tree}`,
      ...parents.map((parent) => `parent ${parent}`),
      `author ${signed(author)}`,
      `committer ${signed(committer)}`,
    ]
    const oid = idOf('commit', Buffer.from(`${lines.join('\n')}\n\n${message}`))
    this.#commits.set(oid, { ...content, oid, tree })
    return oid
  }

  blob(oid: string): Buffer | undefined {
    return this.#blobs.get(oid)
  }

  tree(oid: string): readonly TreeEntry[] | undefined {
    return this.#trees.get(oid)
  }

  findCommit(oid: string): Commit | undefined {
    return this.#commits.get(oid)
  }

  /** A commit that has to be there. */
  commit(oid: string): Commit {
    const commit = this.#commits.get(oid)
    if (commit === undefined) throw new Error(`There is no commit ${oid}`)
    return commit
  }

  /** The blob or tree at a path of a tree; the tree itself for an empty path. */
  entryAt(tree: string, path: string): Omit<TreeEntry, 'name'> | undefined {
    if (path === '') return { type: 'tree', oid: tree }
    const [name = '', ...rest] = path.split('/')
    const entry = this.#trees.get(tree)?.find((candidate) => candidate.name === name)
    if (entry === undefined || rest.length === 0) return entry
    return entry.type === 'tree' ? this.entryAt(entry.oid, rest.join('/')) : undefined
  }
}

function idOf(type: 'blob' | 'tree' | 'commit', content: Buffer): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex')
}

/** Git sorts a folder as if its name ended with a slash. */
function sortKey({ name, type }: TreeEntry): Buffer {
  return Buffer.from(type === 'tree' ? `${name}/` : name)
}

function asBytes({ name, type, oid }: TreeEntry): Buffer {
  return Buffer.concat([Buffer.from(`${MODES[type].toString(8)} ${name}\0`), Buffer.from(oid, 'hex')])
}

function signed({ name, email, time }: Signature): string {
  return `${name} <${email}> ${time} +0000`
}
