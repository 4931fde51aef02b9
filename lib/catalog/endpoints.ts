import { type Change, changeOf, type Values, type Writer } from "@/lib/core/change";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { readList } from "./features";
import { newId, recordChange } from "./record-change";

export type EndpointInput = {
  model: string;
  /** What the provider calls the model. */
  upstreamModel: string;
  contextTokens: number | null;
  maxOutputTokens?: number | null;
  /** How coarsely its weights are kept, such as `fp8`; null where nobody said. */
  quantization?: string | null;
  /** null where nobody said, and likewise for `inputs`. */
  parameters?: string[] | null;
  inputs?: string[] | null;
  /** null: its provider's. */
  failureDomain?: string | null;
};

/** Creates or updates the endpoint of this model at this provider of the team. */
export async function upsertEndpoint(
  tx: Transaction,
  writer: Writer,
  provider: { id: string; slug: string },
  { model, upstreamModel, contextTokens, maxOutputTokens = null, quantization = null, parameters = null, inputs = null, failureDomain = null }: EndpointInput,
): Promise<{ id: string; name: string; change: Change }> {
  const { teamId } = writer;
  const where = { teamId_providerId_model: { teamId, providerId: provider.id, model } };
  const former = await tx.endpoint.findUnique({ where });
  const values = { upstreamModel, contextTokens, maxOutputTokens, quantization, parameters, inputs, failureDomain };
  const name = `${provider.slug}/${model}`;
  const change = changeOf("endpoint", name, former && describeEndpoint(former), values);
  const id = former?.id ?? newId();
  const data = { ...values, parameters: parameters ?? Prisma.DbNull, inputs: inputs ?? Prisma.DbNull };
  if (change.kind === "created") await tx.endpoint.create({ data: { teamId, id, providerId: provider.id, model, ...data } });
  if (change.kind === "updated") await tx.endpoint.update({ where, data });
  return { id, name, change: await recordChange(tx, writer, change) };
}

type EndpointRow = Pick<EndpointInput, "upstreamModel" | "contextTokens"> & {
  maxOutputTokens: number | null;
  quantization: string | null;
  parameters: unknown;
  inputs: unknown;
  failureDomain: string | null;
};

/** What can be changed of an endpoint, as the audit log has it. */
export function describeEndpoint({ upstreamModel, contextTokens, maxOutputTokens, quantization, parameters, inputs, failureDomain }: EndpointRow): Values {
  return { upstreamModel, contextTokens, maxOutputTokens, quantization, parameters: readList(parameters), inputs: readList(inputs), failureDomain };
}

/** The ids of the team's endpoints by `provider/model`. */
export async function listEndpointIds(tx: Transaction, teamId: string): Promise<Map<string, string>> {
  const rows = await tx.endpoint.findMany({
    where: { teamId },
    select: { id: true, model: true, provider: { select: { slug: true } } },
  });
  return new Map(rows.map(({ id, model, provider }) => [`${provider.slug}/${model}`, id]));
}
