// Explains that this version of Node is not supported. Without it, older versions fail with errors that hide the reason. It must run on every
// version, so it imports nothing.
const [major, minor] = process.versions.node.split('.').map(Number);

if (!(major >= 26 || (major === 24 && minor >= 15))) {
  process.stderr.write(
    `Boardcast needs Node 24 (24.15 or later) or 26, and this is ${process.versions.node}. On Linux, "npm ci" installs it for ` +
      `"npm start", "npm test" and the other scripts. On other systems, install it from https://nodejs.org.\n`,
  );
  process.exit(1);
}
