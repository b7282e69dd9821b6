#!/usr/bin/env node
const OLDEST = 24;
const { node } = process.versions;
if (Number(node.split('.')[0]) < OLDEST) {
    process.stderr.write(`auco-webhooks needs Node ${OLDEST} or later; this is Node ${node}. Install a newer one.\n`);
    process.exitCode = 1;
}
else {
    await import('./cli/main.js');
}
export {};
