// `npm run fuzz`: attacks a server of its own, and says whether it stood them. bench/README.md tells what is looked at.
import '../scripts/require-node.mjs';

// Only now: an older Node could not even load what this imports.
await import('./attack/run.mjs');
