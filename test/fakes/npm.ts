import path from 'node:path'

/** How to start npm's own commands offline, with a cache of their own in `directory`, for `runCommand`. */
export function npmIn(directory: string) {
  return {
    npm: npmScript('npm'),
    npx: npmScript('npx'),
    env: {
      // npx has to find the Node of the tests first.
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH']}`,
      npm_config_cache: path.join(directory, 'cache'),
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
    },
  }
}

/** npm's own script where npm runs the tests: on Windows its commands aren't programs. */
function npmScript(name: 'npm' | 'npx'): readonly [string, ...string[]] {
  const npm = process.env['npm_execpath']
  return npm === undefined ? [name] : [process.execPath, path.join(path.dirname(npm), `${name}-cli.js`)]
}
