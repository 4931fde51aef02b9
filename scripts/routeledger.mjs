import { requireNode } from "./start/node-version.mjs";

// `npm run --silent routeledger -- COMMAND`: only the command's own output goes to stdout.
requireNode();
import("./start/command.mjs").then(({ main }) => main(process.argv.slice(2)));
