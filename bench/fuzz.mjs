// `npm run fuzz`: attacks a separate server and reports pass or fail. bench/README.md describes what is checked.
import '../scripts/require-node.mjs';

// Only now: an older Node could not even load what this imports.
await import('./attack/run.mjs');
