import fc from 'fast-check'

/** The same examples for every mutant, none of them shrunk, and at most 300 ms of them for each property. */
fc.configureGlobal({ seed: 1, endOnFailure: true, interruptAfterTimeLimit: 300 })
