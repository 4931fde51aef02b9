import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvCell, jsonCell } from "./cell";

describe("a cell", () => {
  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1", "\r=1", "\n=1"])("never lets a spreadsheet run %j", (text) => {
    expect(csvCell(text).replace(/^"/, "")).toMatch(/^'/);
  });

  test("quotes what RFC 4180 says must be, and nothing else", () => {
    expect([csvCell('a "b", c'), csvCell("two\nlines"), csvCell("plain"), csvCell("")]).toEqual(['"a ""b"", c"', '"two\nlines"', "plain", ""]);
  });

  test("has amounts to the last pico, and unknown ones as nothing at all", () => {
    expect([csvCell(1_000_000_000_001n), csvCell(-5n), csvCell(0n), csvCell(null)]).toEqual(["1.000000000001", "-0.000000000005", "0", ""]);
    expect([jsonCell(9_007_199_254_740_993_000_000_000_001n), jsonCell(null)]).toEqual(['"9007199254740993.000000000001"', "null"]);
  });

  test("of any text is read back as it was, but for the apostrophe", () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const cell = csvCell(text);
      const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect([text, `'${text}`]).toContain(read);
      expect(read).not.toMatch(/^[=+\-@\t\r\n]/);
    }));
  });
});
