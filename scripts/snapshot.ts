import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { formatSnapshot, makeSnapshot } from "./snapshot/make-snapshot";
import { type ModelsDevFile, modelsDevFile, modelsDevProviders } from "./snapshot/models-dev";
import { PROVIDERS } from "./snapshot/providers";

// npm run snapshot [-- --models-dev api.json --as-of 2026-10-01]: makes the snapshot of known prices, see docs/prices.md.
const folder = new URL("../lib/catalog/known/", import.meta.url);
const SOURCE = fileURLToPath(new URL("sources/models-dev.json", folder));
const SNAPSHOT = fileURLToPath(new URL("snapshot.json", folder));

const { values } = parseArgs({ options: { "models-dev": { type: "string" }, "as-of": { type: "string" } } });
if (values["models-dev"] !== undefined) writeFileSync(SOURCE, formatSource(values["models-dev"], values["as-of"] ?? ""));
const snapshot = makeSnapshot(modelsDevFile.parse(JSON.parse(readFileSync(SOURCE, "utf8"))));
writeFileSync(SNAPSHOT, formatSnapshot(snapshot));
const models = snapshot.providers.flatMap((provider) => provider.models);
const priced = models.filter(([, , , , , prices]) => prices.length > 0);
const disputed = models.filter(([, , , , , prices]) => prices.length > 1);
console.log(`${snapshot.providers.length} providers, ${models.length} models, ${priced.length} with a price, ${disputed.length} of which the sources disagree about`);

/** What is kept of models.dev's api.json: the providers and fields that the snapshot is made from, a model a line. */
function formatSource(file: string, asOf: string): string {
  const read: unknown = JSON.parse(readFileSync(file, "utf8"));
  const all = modelsDevProviders.parse(read !== null && typeof read === "object" && "providers" in read ? read.providers : read);
  const blocks = PROVIDERS.flatMap(({ modelsDev }) => {
    const provider = modelsDev === undefined ? undefined : all[modelsDev];
    if (modelsDev === undefined || provider === undefined) return [];
    const { models, ...rest } = provider;
    const lines = Object.entries(models).map(([id, model]) => `${JSON.stringify(id)}:${JSON.stringify(model)}`);
    return [`${JSON.stringify(modelsDev)}:${JSON.stringify(rest).slice(0, -1)},"models":{\n${lines.join(",\n")}\n}}`];
  });
  const head: Omit<ModelsDevFile, "providers"> = { source: "models.dev", licence: "MIT (models.dev contributors)", asOf };
  return `${JSON.stringify(head).slice(0, -1)},"providers":{\n${blocks.join(",\n")}\n}}\n`;
}
