import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { formatUsdExact, parseUsdExact } from "@/lib/core/money";
import { monthJson } from "../json/month-json";
import { monthAnswerSchema } from "../json/month-schema";
import { preparePaper } from "../paper/prepare-paper";
import { prepareMonthMessage } from "../send/month-letter";
import { richMonth } from "../testing/month";
import { monthCsv } from "./month-csv";

const CLOSED = { state: "closed", version: 2, closedAt: "2026-12-05T00:00:00.000Z", sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" } as const;
const report = richMonth();

describe("the month as CSV", () => {
  test("has rows that add up to its cost, to the last digit, and nothing that a spreadsheet would run", async () => {
    const text = await new Response(monthCsv(report, CLOSED)).text();
    const rows = parse<Record<string, string>>(text, { columns: true, comment: "#", comment_no_infix: true });
    expect(rows).toHaveLength(report.lines.length);
    expect(formatUsdExact(rows.reduce((sum, row) => sum + parseUsdExact(row["known_cost_usd"] ?? ""), 0n))).toBe(report.total.spendUsd);
    expect(rows.find((row) => row["unknown_attempts"] === "7")?.["cost_usd"]).toBe("");
    expect(rows.map((row) => row["api_key"])).toContain("'=HYPERLINK(\"http://evil\")");
    expect(text).toContain(`# sha256_of_document: ${CLOSED.sha256}\r\n`);
    expect(text).toMatch(/# rows: 3\r\n# sha256: [0-9a-f]{64}\r\n/);
  });

  test("is the same file whenever it is made", async () => {
    const [one, two] = await Promise.all([1, 2].map(() => new Response(monthCsv(report, CLOSED)).text()));
    expect(one).toBe(two);
  });
});

describe("the month as JSON", () => {
  const answer = monthJson(report, CLOSED);

  test("is what its schema says, with every amount as a decimal text of the document", () => {
    expect(monthAnswerSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer);
    expect(answer).toMatchObject({ spendUsd: report.total.spendUsd, warcUsdPerMillion: report.total.warcPerMillion, sha256: CLOSED.sha256, state: "closed", version: 2 });
    expect(answer.profiles.map(({ profile, warcUsdPerMillion, savingsUsd }) => [profile, warcUsdPerMillion, savingsUsd])).toEqual(
      report.byProfile.map(({ id, figures }) => [id, figures.warcPerMillion, figures.savings.savingsUsd]));
    expect(answer.document).toEqual(report);
  });
});

test("the letter says the cover in plain text, brings the PDF, and tells programs the figures without the document", () => {
  const message = prepareMonthMessage(report, CLOSED, new Uint8Array([1]));
  expect(message.subject).toBe("Research & Développement “Łódź”: November 2026 is closed at $12,345.68");
  expect(message.text).toContain("Cost: $12,345.68+\n7 attempts of unknown cost are not in it.");
  expect(message.text).toContain(CLOSED.sha256);
  expect(message.attachment?.name).toBe("routeledger-report-research-2026-11-v2.pdf");
  expect(message.payload).toMatchObject({ spendUsd: report.total.spendUsd });
  expect(message.payload).not.toHaveProperty("document");
  expect(message.dedupeKey).toBe("report 2026-11 v2");
});

test("a month whose neighbour was closed in another time zone says why it does not begin at midnight", () => {
  const begun = (from: string) => prepareMonthMessage({ ...report, zone: "UTC", from, to: "2026-12-01T00:00:00.000Z" }, CLOSED, new Uint8Array([1])).text;
  expect(begun("2026-10-31T18:15:00.000Z")).toContain("The closed month before was cut in another time zone");
  expect(begun("2026-11-01T00:00:00.000Z")).not.toContain("another time zone");
});

describe("the cover", () => {
  const figuresOf = (more: Parameters<typeof richMonth>[0]) => Object.fromEntries(preparePaper(richMonth(more), CLOSED).figures.map(({ label, value, note }) => [label.split(" ")[0], `${value} ${note}`]));

  test("never shows waste of unknown amount as all of it, or as none", () => {
    expect(figuresOf({})["Waste"]).toMatch(/^\$321\.68\+ /);
    const waste = [{ cause: "network", provider: "groq", attempts: 2, unknownAttempts: 2, wasteUsd: "0" } as const];
    expect(figuresOf({ waste, total: { ...report.total, wasteUsd: "0" } })["Waste"]).toMatch(/^Unknown /);
  });

  test("names no baseline cheaper where nothing could be compared with it", () => {
    const savings = { ...report.total.savings, comparable: 0, baselineUsd: "0", comparableSpendUsd: "0", savingsUsd: "-44.25", savingsShare: null };
    expect(figuresOf({ total: { ...report.total, savings } })["Savings"]).toBe("-$44.25 No served call could be compared: this is what calls cost that nobody served. 950 served calls not comparable.");
    expect(figuresOf({ total: { ...report.total, savings: { ...savings, savingsShare: "-0.02" } } })["Savings"]).toMatch(/^-\$44\.25 The baseline would have been cheaper: 2\.0% of its cost\./);
  });
});

test("sums of any size are whole in every form", async () => {
  const spendUsd = "123456789.123456789012";
  const [line] = report.lines;
  if (!line) throw new Error("the month has no line");
  const large = richMonth({ total: { ...report.total, spendUsd }, lines: [{ ...line, unknownAttempts: 0, spendUsd }] });
  expect(await new Response(monthCsv(large, CLOSED)).text()).toContain(`,${spendUsd},${spendUsd}\r\n`);
  expect(monthJson(large, CLOSED).spendUsd).toBe(spendUsd);
  expect(preparePaper(large, CLOSED).figures[0]).toMatchObject({ value: "$123,456,789.12+", exact: `$${spendUsd}` });
});
