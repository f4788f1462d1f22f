// Throws an error that says which Node is needed. Import it before modules that older versions of Node cannot run, so it imports nothing.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (!(major >= 26 || (major === 24 && minor >= 15))) {
  throw new Error(
    `Boardcast needs Node 24 (24.15 or later) or 26, and this is ${process.versions.node}. Install one from https://nodejs.org.`,
  );
}
