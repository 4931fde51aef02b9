import { requireNode } from "./start/node-version.mjs";

// `npm start` and `npm run dev`. The rest is loaded only now: an old Node could not even read it.
requireNode();
import("./start/main.mjs").then(({ main }) => main({ dev: process.argv.includes("--dev") }));
