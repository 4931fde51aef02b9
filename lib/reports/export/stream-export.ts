import { createHash } from "node:crypto";
import { EXPORT_FORMATS, type ExportColumn, type ExportHeader, type FormatName } from "./export-format";

/** What a file holds at most: more fits no spreadsheet, and a shorter range gives the rest. */
export const MAX_EXPORT_ROWS = 1_000_000;

/** Enough for a write to be worth its while. */
const CHUNK_CHARS = 64 * 1_024;

export type Export<Row> = {
  format: FormatName;
  header: ExportHeader;
  columns: readonly ExportColumn<Row>[];
  /** Read no faster than the file is; ended when its reader leaves. */
  rows: AsyncIterable<Row> | Iterable<Row>;
  maxRows?: number;
};

/**
 * The file as a stream: header, rows, and a footer with the row count and the SHA-256 of the rows' lines. It is made
 * only as fast as it is read. A fault on the way breaks the stream: a file without a footer is not whole.
 */
export function exportTable<Row>(table: Export<Row>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return streamOf(encode(table));
}

/** Pieces as a stream that asks for the next one when its reader does, and ends them when that one leaves. */
export function streamOf(chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async (controller) => {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await chunks.return(undefined)),
    },
    { highWaterMark: 0 },
  );
}

async function* encode<Row>({ format, header, columns, rows, maxRows = MAX_EXPORT_ROWS }: Export<Row>) {
  const { head, row: write, separator, foot } = EXPORT_FORMATS[format];
  const encoder = new TextEncoder();
  const names = columns.map(({ name }) => name);
  const hash = createHash("sha256");
  let pending = head(header, names);
  let count = 0;
  let complete = true;
  for await (const row of rows) {
    if (count === maxRows) {
      complete = false;
      break;
    }
    const line = write(names, columns.map(({ value }) => value(row)));
    hash.update(line);
    pending += count === 0 ? line : separator + line;
    count += 1;
    if (pending.length >= CHUNK_CHARS) {
      yield encoder.encode(pending);
      pending = "";
    }
  }
  yield encoder.encode(pending + foot({ rows: count, sha256: hash.digest("hex"), complete }));
}
