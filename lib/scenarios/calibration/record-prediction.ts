import type { Writer } from "@/lib/core/change";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/prisma/generated/client";
import type { ScenarioAnswer } from "../answer-schema";
import type { ScenarioRequest } from "../request-schema";

export type Prediction = { request: ScenarioRequest; answer: ScenarioAnswer };

/** Keeps what was predicted of a version, in the transaction that publishes it. The first one stays: it is never edited. */
export async function recordPrediction(tx: Transaction, { teamId, actor }: Writer, profileVersionId: string, { request, answer }: Prediction): Promise<void> {
  // JSON documents by their schemas; Prisma's type asks for an index signature.
  const documents = { request: request as unknown as Prisma.InputJsonObject, answer: answer as unknown as Prisma.InputJsonObject };
  await tx.prediction.createMany({ data: [{ teamId, profileVersionId, ...documents, madeBy: actor }], skipDuplicates: true });
}
