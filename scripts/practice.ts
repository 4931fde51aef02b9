import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { demoScript } from "@/lib/practice/demo-script";
import { parseScriptText } from "@/lib/practice/script";
import { startPracticeServer } from "@/lib/practice/server";

const USAGE = "usage: npm run practice -- [--port 5101] [--host 127.0.0.1] [--script FILE.yaml]";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "5101" },
      host: { type: "string", default: "127.0.0.1" },
      script: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) throw new Error(`--port ${values.port} is not a port`);
  const script = values.script === undefined ? demoScript : parseScriptText(await readFile(values.script, "utf8"));
  const server = await startPracticeServer({ port: Number(values.port), host: values.host, script });
  console.log(`Practice providers at ${server.url}/PROVIDER/v1, their books at ${server.url}/_practice/account`);
  for (const key of Object.keys(server.script().models)) console.log(`  ${key}`);
  const stop = () => void server.close();
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

main().catch((error: unknown) => {
  console.error(`practice: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
