import { createHash } from "node:crypto";
import type { Range } from "@/lib/core/period";
import { columnsOf, type FocusColumn } from "./columns";
import { DEVIATIONS } from "./deviations";
import type { FocusVersion } from "./focus-version";

const TYPES: Record<FocusColumn["type"], object> = {
  String: { DataType: "STRING", StringEncoding: "UTF-8" },
  // What a sum of the ledger may come to, and a pico of a USD.
  Decimal: { DataType: "DECIMAL", NumericPrecision: 38, NumberScale: 12 },
  "Date/Time": { DataType: "DATETIME" },
  JSON: { DataType: "JSON" },
};

/** What a reader needs to know of the columns, and where they are not what the specification asks. */
export function focusMetadata(version: FocusVersion, billing: Range, now: Date): object {
  const definition = columnsOf(version).map(({ name, type }) => ({
    ColumnName: name, ...TYPES[type], ...(name === "Tags" ? { ProviderTagPrefixes: ["routeledger"] } : {}),
  }));
  return {
    DataGenerator: { DataGenerator: "RouteLedger" },
    Schema: { SchemaId: schemaId(definition, version), FocusVersion: version, CreationDate: `${now.toISOString().slice(0, 19)}Z`, ColumnDefinition: definition },
    x_Dataset: {
      BillingPeriodStart: billing.from, BillingPeriodEnd: billing.to, Grain: "UTC hour, meter, price row and step, list price and all other columns that are no amounts",
      Description: `FOCUS ${version}-shaped, generated from gateway metering, BilledCost estimated until matched`,
      KnownDeviations: DEVIATIONS,
    },
  };
}

/** A GUID that stays the same while the columns do, as a new schema needs a new one. */
function schemaId(definition: object, version: FocusVersion): string {
  const hex = createHash("sha256").update(JSON.stringify([version, definition])).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
