// The entry files import this before anything else, so it keeps to syntax that every Node with ES modules can read.

/**
 * @param {string} version as in `process.versions.node`
 * @returns {string | null} the line to print when this Node is too old
 */
export function findNodeComplaint(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return null;
  return `RouteLedger cannot run on Node ${version}: it needs Node 20.19 or newer. Install Node 22 or 24, for example with "nvm install 22", and try again.`;
}

/** Ends the process with one clear line when this Node is too old. */
export function requireNode() {
  const complaint = findNodeComplaint(process.versions.node);
  if (!complaint) return;
  console.error(complaint);
  process.exit(1);
}
