import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

/**
 * What GitHub would make of the working tree, as a tar file: the archive that a runner downloads for every job, and npm for
 * `npx github:…` (pacote, `lib/git.js`: it clones only if the download fails). Git's own folder stays as it is.
 */
export function archiveOfTree(): Buffer {
  const directory = mkdtempSync(path.join(tmpdir(), 'archive-'))
  try {
    const env = {
      ...process.env,
      GIT_INDEX_FILE: path.join(directory, 'index'),
      GIT_OBJECT_DIRECTORY: directory,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: git(['rev-parse', '--path-format=absolute', '--git-path', 'objects']),
    }
    git(['add', '--all'], env)
    return execFileSync('git', ['archive', git(['write-tree'], env)], { cwd: root, env, maxBuffer: 1e8 })
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function git(args: readonly string[], env = process.env): string {
  return execFileSync('git', args, { cwd: root, env, encoding: 'utf8' }).trim()
}
