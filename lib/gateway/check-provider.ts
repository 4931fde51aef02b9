import { loadCredentials } from "@/lib/accounts/credentials";
import { type Member, requirePermission } from "@/lib/accounts/member";
import type { InstallationSecret } from "@/lib/accounts/secret";
import type { Db } from "@/lib/db";
import { type ModelsAnswer, listModels } from "@/lib/upstream/list-models";
import { adapterOf } from "./adapters";

/** `missing` are names that endpoints send as the model and that are not in the list. */
export type ProviderCheck = Exclude<ModelsAnswer, { kind: "listed" }> | { kind: "listed"; count: number; missing: string[] } | { kind: "sealed"; problem: string };

/**
 * Asks a provider of the member's team for its models with the stored credential, once.
 * @returns null when the team has no such provider
 * @throws NotAllowedError
 */
export async function checkProvider(db: Db, secret: InstallationSecret, member: Member, id: string): Promise<ProviderCheck | null> {
  requirePermission(member, "change the catalog");
  const provider = await db.provider.findUnique({
    where: { teamId_id: { teamId: member.teamId, id } },
    include: { endpoints: { select: { upstreamModel: true }, orderBy: { upstreamModel: "asc" } } },
  });
  if (provider === null) return null;
  const credential = (await loadCredentials(db, secret)).get(id) ?? null;
  if (credential && "problem" in credential) return { kind: "sealed", problem: credential.problem };
  const { baseUrl, privateAllowed } = provider;
  const answer = await listModels({ adapter: adapterOf(provider), credential: credential?.value ?? null, baseUrl, privateAllowed });
  if (answer.kind !== "listed") return answer;
  const models = new Set(answer.models);
  const missing = [...new Set(provider.endpoints.map(({ upstreamModel }) => upstreamModel))].filter((model) => !models.has(model));
  return { kind: "listed", count: models.size, missing };
}
