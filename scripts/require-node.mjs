// Says in words what an older Node would say in riddles. It must run on any Node, so it imports nothing.
const [major, minor] = process.versions.node.split('.').map(Number);

if (!(major > 24 || (major === 24 && minor >= 15))) {
  process.stderr.write(
    `Boardcast needs Node 24.15 or newer, and this is ${process.versions.node}. On Linux "npm ci" brings a fitting one, ` +
      `which "npm start", "npm test" and the other scripts use; elsewhere install it from https://nodejs.org.\n`,
  );
  process.exit(1);
}
