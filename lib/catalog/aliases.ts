import { type Change, changeOf, type Writer } from "@/lib/core/change";
import { findNearest } from "@/lib/core/nearest";
import type { Transaction } from "@/lib/db";
import { CatalogError } from "./catalog-error";
import { recordChange } from "./record-change";

/**
 * Makes `alias` another spelling of `model`. An alias leads to a model at once, never to another alias, so that no
 * chain of them can close to a circle; and the name of a model is no alias, since the model would hide it.
 * @throws CatalogError
 */
export async function upsertAlias(tx: Transaction, writer: Writer, alias: string, model: string): Promise<Change> {
  const { teamId } = writer;
  const models = new Set((await tx.endpoint.findMany({ where: { teamId }, select: { model: true } })).map((row) => row.model));
  if (alias === model) throw new CatalogError(`The alias ${alias} is a circle: it is the model itself`);
  if (models.has(alias)) throw new CatalogError(`The alias ${alias} is the name of a model, which would hide it`);
  if (!models.has(model)) await refuseTarget(tx, teamId, model, [...models]);
  const where = { teamId_alias: { teamId, alias } };
  const former = await tx.modelAlias.findUnique({ where });
  const change = changeOf("alias", alias, former && { model: former.model }, { model });
  if (change.kind === "created") await tx.modelAlias.create({ data: { teamId, alias, model } });
  if (change.kind === "updated") await tx.modelAlias.update({ where, data: { model } });
  return recordChange(tx, writer, change);
}

async function refuseTarget(tx: Transaction, teamId: string, model: string, models: string[]): Promise<never> {
  const chained = await tx.modelAlias.findUnique({ where: { teamId_alias: { teamId, alias: model } } });
  if (chained) throw new CatalogError(`${model} is an alias itself, of ${chained.model}: name that model`);
  const nearest = findNearest(model, models);
  throw new CatalogError(`No endpoint has the model ${model}${nearest === null ? "" : `; the nearest is ${nearest}`}`);
}
