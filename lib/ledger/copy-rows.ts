import type { Client, Connection } from "pg";

/** What the driver has for COPY and its types lack. */
type CopyConnection = Connection & { sendCopyFromChunk(bytes: Buffer): void; endCopyFrom(): void };

/** The text of a COPY of these columns, in PostgreSQL's own form (its manual, COPY, "Text Format"). */
export function formatCopyRow(row: Record<string, unknown>, columns: readonly string[]): string {
  return `${columns.map((column) => formatField(row[column])).join("\t")}\n`;
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function formatField(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value === "string") return SPECIAL.test(value) ? escape(value) : value;
  if (typeof value === "object") return escape(JSON.stringify(value));
  return String(value);
}

function escape(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

/**
 * Puts rows into a table, as `formatCopyRow` writes them. PostgreSQL then fills whole pages at once and reads no JSON,
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
