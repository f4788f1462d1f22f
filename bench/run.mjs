// `npm run bench`: measures Boardcast and baselines. bench/README.md explains the results.
import '../scripts/require-node.mjs';

// Imported after the version check, because older versions of Node cannot load it.
await import('./measure.mjs');
