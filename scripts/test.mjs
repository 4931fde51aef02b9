import { requireNode } from "./start/node-version.mjs";

// `npm test`, and `npm run verify` (--without-e2e).
requireNode();
import("./verify/main.mjs").then(({ main }) => main({ withE2e: !process.argv.includes("--without-e2e") }));
