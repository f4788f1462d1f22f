// `npm run bench`: one table, each measure beside a bare baseline from the same run. bench/README.md tells how to read it.
import '../scripts/require-node.mjs';

// Only now: an older Node could not even load what this imports.
await import('./measure.mjs');
