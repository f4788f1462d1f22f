// Explains that Node is too old. Without it, older versions fail with errors that hide the reason. It must run on every
// version, so it imports nothing.
const [major, minor] = process.versions.node.split('.').map(Number);

if (!(major > 24 || (major === 24 && minor >= 15))) {
  process.stderr.write(
    `Boardcast needs Node 24.15 or newer, and this is ${process.versions.node}. On Linux, "npm ci" installs a newer version for ` +
      `"npm start", "npm test" and the other scripts. On other systems, install it from https://nodejs.org.\n`,
  );
  process.exit(1);
}
