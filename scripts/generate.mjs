// @ts-check
import { generateClient } from "./start/client.mjs";
import { formatFailure } from "./start/problem.mjs";
import { ROOT } from "./start/root.mjs";

try {
  console.log((await generateClient(ROOT)) ? "Database client generated." : "Database client is up to date.");
} catch (error) {
  console.error(formatFailure(error));
  process.exitCode = 1;
}
