import manifest from '../../package.json' with { type: 'json' }

/** The version in package.json. The build puts only the version into the bundles, not the whole file. */
export const VERSION = manifest.version
