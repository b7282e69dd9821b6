// Preloaded into a run: writes down the files and the modules of Node that it loads. See test/repository/budget.test.ts.
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const before = new Set(process.moduleLoadList)
const files = []
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) files.push(url)
    return nextLoad(url, context)
  },
})

process.once('exit', () => {
  const loaded = process.moduleLoadList.filter((name) => !before.has(name))
  const builtins = loaded.flatMap((name) => /^NativeModule (?!internal\/)(.+)$/.exec(name)?.[1] ?? [])
  writeFileSync(process.env['LOADED_FILES_LOG'], JSON.stringify({ files, builtins }))
})
