import { requireNode } from "./start/node-version.mjs";

requireNode();
const { generateClient } = await import("./start/client.mjs");
const { formatFailure } = await import("./start/problem.mjs");
const { ROOT } = await import("./start/root.mjs");

try {
  await generateClient(ROOT, (text) => { console.log(`Database client: ${text}`); });
} catch (error) {
  console.error(formatFailure(error));
  process.exitCode = 1;
}
