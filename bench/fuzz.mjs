// `npm run fuzz`: attacks a separate server and reports pass or fail. bench/README.md describes what is checked.
import '../scripts/require-node.mjs';

// Imported after the version check, because older versions of Node cannot load it.
await import('./attacks/run.mjs');
