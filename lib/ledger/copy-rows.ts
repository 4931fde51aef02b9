import type { Client, Connection } from "pg";

/** What the driver has for COPY and its types lack. */
type CopyConnection = Connection & { sendCopyFromChunk(bytes: Buffer): void; endCopyFrom(): void };

/** Of these types, a value is never written with a character that COPY has a meaning for. */
const PLAIN_TYPES = new Set(["uuid", "timestamptz", "boolean", "integer", "bigint"]);

/** Gives a function that writes rows for a COPY, in PostgreSQL's own form (its manual, COPY, "Text Format"). */
export function createCopyFormat(types: Record<string, string>): (row: Record<string, unknown>) => string {
  const columns = Object.entries(types).map(([name, type]) => ({ name, format: PLAIN_TYPES.has(type) ? formatPlain : formatText }));
  return (row) => {
    let line = "";
    let separator = "";
    for (const { name, format } of columns) {
      line += separator + format(row[name]);
      separator = "\t";
    }
    return `${line}\n`;
  };
}

function formatPlain(value: unknown): string {
  return value === null || value === undefined ? "\\N" : String(value);
}

function formatText(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : text;
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/**
 * Puts rows into a table, as `createCopyFormat` writes them. PostgreSQL then fills whole pages at once and reads no JSON,
 * which is half of its work. A row that is there already fails them all.
 */
export function copyRows(client: Client, table: string, columns: readonly string[], rows: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query({
      submit: (connection: Connection) => {
        connection.query(`COPY ${table} (${columns.join(", ")}) FROM STDIN`);
      },
      handleCopyInResponse: (connection: CopyConnection) => {
        connection.sendCopyFromChunk(Buffer.from(rows));
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => {
        resolve();
      },
      handleError: reject,
    });
  });
}
