// In CommonJS and in old syntax, so that an old Node can read it. The repository's `npm start` runs it before there is
// a build.
const { writeSync } = require("node:fs");
const { engines } = require("../../graphql/package.json");

/** Ends the process, with a sentence, on a Node that is older than this package's manifest asks for. */
function refuseOldNode() {
  const [major, minor] = engines.node.replace(">=", "").split(".").map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  writeSync(2, `superoffice-soap needs Node ${major}.${minor} or later; this is ${process.versions.node}.\n`);
  process.exit(1);
}

module.exports = refuseOldNode;

if (require.main === module) refuseOldNode();
