import fc from 'fast-check'
import { isSoak } from './soak.ts'

/* A property that fails for one seed in a thousand turns a run red that changed nothing; looking for those is the soak's. */
if (!isSoak) fc.configureGlobal({ seed: 20_261_129 })
