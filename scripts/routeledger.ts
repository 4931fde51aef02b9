/** The command line: `npm run --silent routeledger -- COMMAND`, see docs/configuration.md. */
import { runCommandLine } from "./cli/run";

process.exitCode = await runCommandLine(process.argv.slice(2), {
  variables: process.env,
  // npm changes to the project's folder and keeps here where it was called.
  folder: process.env["INIT_CWD"] ?? process.cwd(),
  out: (line) => console.log(line),
  note: (line) => console.error(line),
});
