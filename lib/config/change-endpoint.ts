import { type Member, requirePermission, writerOf } from "@/lib/accounts/member";
import { CatalogError } from "@/lib/catalog/catalog-error";
import { describeEndpoint, upsertEndpoint } from "@/lib/catalog/endpoints";
import { readList } from "@/lib/catalog/features";
import { lockCatalog } from "@/lib/catalog/record-change";
import type { Db } from "@/lib/db";
import type { ConfigEndpoint } from "./schema";
import { markOf, requireUnchanged } from "./stale-change";

export function markOfEndpoint(row: Parameters<typeof describeEndpoint>[0] | null): string {
  return markOf(row && describeEndpoint(row));
}

/**
 * Creates or changes an endpoint of the member's team. Its price is set apart, see change-price.ts; what it takes
 * (parameters and inputs) stays as it is where the form does not say.
 * @param read `markOfEndpoint` of what the person saw; empty for a new endpoint
 * @returns its id
 * @throws NotAllowedError, CatalogError (StaleChangeError when it changed meanwhile)
 */
export async function saveEndpoint(db: Db, member: Member, given: Omit<ConfigEndpoint, "price" | "negotiated">, read: string): Promise<string> {
  requirePermission(member, "change the catalog");
  const { teamId } = member;
  const { provider: slug, model, upstreamModel = model, contextTokens = null, maxOutputTokens = null, quantization = null, failureDomain = null } = given;
  return db.$transaction(async (tx) => {
    await lockCatalog(tx, teamId);
    const provider = await tx.provider.findUnique({ where: { teamId_slug: { teamId, slug } }, select: { id: true, slug: true } });
    if (provider === null) throw new CatalogError(`There is no provider ${slug}`);
    const where = { teamId_providerId_model: { teamId, providerId: provider.id, model } };
    const former = await tx.endpoint.findUnique({ where });
    requireUnchanged(`The endpoint ${slug}/${model}`, read, former && describeEndpoint(former));
    const { parameters = readList(former?.parameters ?? null), inputs = readList(former?.inputs ?? null) } = given;
    const input = { model, upstreamModel, contextTokens, maxOutputTokens, quantization, parameters, inputs, failureDomain };
    return (await upsertEndpoint(tx, writerOf(member), provider, input)).id;
  });
}
