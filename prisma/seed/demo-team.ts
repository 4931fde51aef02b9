import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createApiKey } from "@/lib/accounts/keys/create-api-key";
import { operatorOf, type Member } from "@/lib/accounts/member";
import { addMember } from "@/lib/accounts/members";
import type { InstallationSecret } from "@/lib/accounts/secret";
import { createTeam, type Team } from "@/lib/accounts/teams";
import type { TeamCatalog } from "@/lib/catalog/catalog";
import { listEndpointIds } from "@/lib/catalog/endpoints";
import { loadCatalog } from "@/lib/catalog/load-catalog";
import { upsertPrice } from "@/lib/catalog/prices";
import { applyConfig } from "@/lib/config/apply-config";
import { OPERATOR } from "@/lib/core/change";
import { parsePricePerMillion } from "@/lib/core/money";
import type { Db } from "@/lib/db";
import { HISTORY_DAYS, historyStart } from "./demo-history";
import { APPS } from "./traffic";

const CONFIG = fileURLToPath(new URL("./demo.yaml", import.meta.url));
const LISTED = "models.dev 2026-09-28";
const DAY_MS = 86_400_000;

/** DeepInfra's Llama gets cheaper half-way, so that a change of price can be seen; the earlier one is made up. */
const CHANGING = "deepinfra/meta-llama/llama-3.3-70b-instruct";
const EARLIER = { input: "0.23", output: "0.40", source: "made up for the demonstration" };
const LATER = { input: "0.10", output: "0.32", source: LISTED };

export type DemoTeam = {
  team: Team;
  catalog: TeamCatalog;
  /** Of the programs whose calls are the history, by the app's name. */
  apiKeyIds: Map<string, string>;
  /** The owner, as a member of this team. */
  owner: Member;
};

export type DemoOptions = { secret: InstallationSecret; ownerId: string; practicePort: number; now: Date };

/** The Demo team with its providers, prices as of the beginning of its history, profiles and API keys. No calls yet. */
export async function createDemoTeam(db: Db, { secret, ownerId, practicePort, now }: DemoOptions): Promise<DemoTeam> {
  const team = await createTeam(db, { slug: "demo", name: "Demo", demo: true });
  await addMember(db, operatorOf(team.id), ownerId, "owner");
  const begin = historyStart(now);
  await applyConfig(db, secret, {
    text: await readFile(CONFIG, "utf8"),
    file: LISTED,
    team: team.slug,
    dryRun: false,
    env: { ROUTELEDGER_PRACTICE_PORT: String(practicePort) },
    allowPrivate: true,
    now: begin,
  });
  await priceChangingEndpoint(db, team.id, begin);
  const owner: Member = { teamId: team.id, userId: ownerId, role: "owner" };
  const apiKeyIds = new Map<string, string>();
  for (const { name } of APPS) apiKeyIds.set(name, (await createApiKey(db, secret.peppers, owner, { name })).id);
  // Their calls begin with the history: so must they.
  await db.apiKey.updateMany({ where: { teamId: team.id }, data: { createdAt: begin } });
  const catalog = (await loadCatalog(db)).get(team.id);
  if (!catalog) throw new Error("the Demo team has no catalog");
  return { team, catalog, apiKeyIds, owner };
}

async function priceChangingEndpoint(db: Db, teamId: string, begin: Date): Promise<void> {
  const id = (await listEndpointIds(db, teamId)).get(CHANGING);
  if (id === undefined) throw new Error(`demo.yaml has no endpoint ${CHANGING}`);
  const middle = new Date(begin.getTime() + (HISTORY_DAYS / 2) * DAY_MS);
  for (const [{ input, output, source }, now] of [[EARLIER, begin], [LATER, middle]] as const) {
    const base = { input: parsePricePerMillion(input), output: parsePricePerMillion(output) };
    const price = { base, steps: [] };
    await upsertPrice(db, { teamId, actor: OPERATOR }, { id, name: CHANGING }, { price, source, now });
  }
}
