import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Export, exportTable } from "./stream-export";

type Row = { name: string; pico: bigint | null };

const columns: Export<Row>["columns"] = [
  { name: "name", value: ({ name }) => name },
  { name: "cost_usd", value: ({ pico }) => pico },
];
const header = { report: "test", team: 'a, "b"', filters: "x=1&y=%2C", pending: null };
const rows: Row[] = [{ name: "=cmd()", pico: 1n }, { name: "two, parts", pico: null }];
const textOf = (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => new Response(stream).text();
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("an exported table", () => {
  test("as CSV has its header before, and its row count and checksum after the rows", async () => {
    const lines = `'=cmd(),0.000000000001\r\n"two, parts",\r\n`;
    expect(await textOf(exportTable({ format: "csv", header, columns, rows }))).toBe(
      "# report: test\r\n# team: a   b \r\n# filters: x=1&y=%2C\r\n# pending: unknown\r\nname,cost_usd\r\n" +
      `${lines}# rows: 2\r\n# sha256: ${sha256(lines)}\r\n# complete: true\r\n`,
    );
  });

  test("as JSON is one document, with each row on a line of its own", async () => {
    const text = await textOf(exportTable({ format: "json", header, columns, rows }));
    const lines = rows.map(({ name, pico }) => `{"name":"${name}","cost_usd":${pico === null ? "null" : '"0.000000000001"'}}\n`);
    expect(JSON.parse(text)).toEqual({
      header,
      rows: [{ name: "=cmd()", cost_usd: "0.000000000001" }, { name: "two, parts", cost_usd: null }],
      footer: { rows: 2, sha256: sha256(lines.join("")), complete: true },
    });
    expect(text).toContain(`[\n${lines.join(",")}]`);
  });

  test("without a row is whole all the same", async () => {
    const text = await textOf(exportTable({ format: "json", header, columns, rows: [] }));
    expect(JSON.parse(text)).toMatchObject({ rows: [], footer: { rows: 0, sha256: sha256("") } });
  });

  test("says when it left rows out", async () => {
    const text = await textOf(exportTable({ format: "json", header, columns, rows, maxRows: 1 }));
    expect(JSON.parse(text)).toMatchObject({ rows: [{}], footer: { rows: 1, complete: false } });
  });

  test("breaks where its rows do, and has no footer then", async () => {
    function* breaking() {
      yield { name: "a", pico: 1n };
      throw new Error("gone");
    }
    await expect(textOf(exportTable({ format: "csv", header, columns, rows: breaking() }))).rejects.toThrow("gone");
  });

  test("is never made further than its reader has come, and ends its rows when the reader leaves", async () => {
    let [made, isEnded] = [0, false];
    async function* many() {
      try {
        for (; made < 1_000_000; made++) yield Promise.resolve({ name: "x".repeat(1_000), pico: 1n });
      } finally {
        isEnded = true;
      }
    }
    const reader = exportTable({ format: "csv", header, columns, rows: many() }).getReader();
    expect(made).toBe(0);
    let read = 0;
    for (let chunks = 1; chunks <= 40; chunks++) {
      read += (await reader.read()).value?.length ?? 0;
      // A turn of the event loop each, in which a stream that ran ahead would.
      await new Promise(setImmediate);
      expect(made * 1_000 - read).toBeLessThan(2_000);
    }
    await reader.cancel();
    expect(isEnded).toBe(true);
    expect(made).toBeLessThan(4_000);
  });
});
