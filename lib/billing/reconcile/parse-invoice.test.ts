import { describe, expect, it } from "vitest";
import type { InvoiceForm } from "./invoice-line";
import { MAX_INVOICE_CHARS, parseInvoice } from "./parse-invoice";
import { InvoiceError, parseAmount, parseDay } from "./read-cells";

const read = (form: InvoiceForm, text: string) => parseInvoice(form, text, "2026-11");
const USD = 1_000_000_000_000n;

describe("a provider's export is read by the columns that it documents:", () => {
  it("OpenAI's costs, days without any passed over", () => {
    const text = [
      "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item,project_id,organization_id,organization_name",
      '1793491200,1793577600,2026-11-01T00:00:00+00:00,2026-11-02T00:00:00+00:00,0.3409000000000000,usd,"gpt-4o-2024-08-06, cached input",,org-1,Acme',
      '1793491200,1793577600,2026-11-01T00:00:00+00:00,2026-11-02T00:00:00+00:00,1.25e-05,usd,"gpt-4o-2024-08-06, output",,org-1,Acme',
      "1793577600,1793664000,2026-11-02T00:00:00+00:00,2026-11-03T00:00:00+00:00,,,,,,",
    ].join("\n");
    expect(read("openai", text)).toEqual({
      totalPico: 340_912_500_000n,
      lines: [
        { day: "2026-11-01", model: "gpt-4o-2024-08-06", class: "cachedInput", tokens: null, amountPico: 340_900_000_000n },
        { day: "2026-11-01", model: "gpt-4o-2024-08-06", class: "output", tokens: null, amountPico: 12_500_000n },
      ],
    });
  });

  it("OpenAI's usage, pasted from a spreadsheet, its cached tokens taken out of its input", () => {
    const text = "start_time_iso\tmodel\tinput_tokens\toutput_tokens\tinput_cached_tokens\n2026-11-01T00:00:00+00:00\tgpt-4o\t100\t7\t40\n2026-11-01T00:00:00+00:00\tgpt-4o\t10\t1\t0";
    const { totalPico, lines } = read("openai", text);
    expect(totalPico).toBeNull();
    expect(lines.map((line) => [line.class, line.tokens])).toEqual([["input", 70n], ["cachedInput", 40n], ["output", 8n]]);
  });

  it("Anthropic's costs and usage", () => {
    const costs = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd\n2026-11-03,claude-sonnet-4-5,Default,k,message,≤ 200k,input_cache_write_5m,1.5\n2026-11-03,,Default,k,web_search,,,0.5\n";
    expect(read("anthropic", costs)).toMatchObject({ totalPico: 2n * USD, lines: [{ class: "cacheWrite5m", model: "claude-sonnet-4-5" }, { class: null, model: null }] });
    const usage = "usage_date_utc,model_version,api_key,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens\n2026-11-03,claude-sonnet-4-5-20250929,k,10,2,3,4,5\n";
    expect(read("anthropic", usage).lines.map((line) => [line.class, line.tokens])).toEqual([["input", 10n], ["cachedInput", 4n], ["cacheWrite5m", 2n], ["cacheWrite1h", 3n], ["output", 5n]]);
  });

  it("OpenRouter's activity, summed by day and model", () => {
    const text = "generation_id,created_at,cost_total,tokens_prompt,tokens_completion,model_permaslug,provider_name\ngen-1,2026-11-30 23:59:59.123,0.001,10,5,meta/llama,DeepInfra\ngen-2,2026-11-30 00:00:00.000,0.002,1,1,meta/llama,Novita\n";
    expect(read("openrouter", text)).toEqual({
      totalPico: 3_000_000_000n, lines: [{ day: "2026-11-30", model: "meta/llama", class: null, tokens: 17n, amountPico: 3_000_000_000n }],
    });
  });

  it("the generic form, with whatever of its columns there is, and a total alone", () => {
    expect(read("generic", "\uFEFFamount_usd\r\n-1.5\r\n2\r\n").totalPico).toBe(USD / 2n);
    expect(read("generic", "day;model;class;tokens;amount_usd\n2026-11-05;m;cached_input;12;0.1").lines).toEqual([{ day: "2026-11-05", model: "m", class: "cachedInput", tokens: 12n, amountPico: USD / 10n }]);
    expect(read("total", " $1,234.50 ")).toEqual({ totalPico: 1_234_500_000_000_000n, lines: [] });
  });
});

describe("what is not right is refused with its line and what was expected:", () => {
  it.each<[string, InvoiceForm, string, RegExp]>([
    ["nothing", "generic", " \n", /nothing in it/],
    ["no total", "total", "a lot", /"a lot" is not an amount in USD/],
    ["another file", "anthropic", "a,b\n1,2", /^Line 1: Anthropic's .* usage_date_utc, cost_usd.* this file has a, b/],
    ["a word for an amount", "generic", "day,amount_usd\n2026-11-01,1\n2026-11-02,many", /^Line 3, amount_usd: expected an amount in USD such as 12.34, found "many"/],
    ["a formula", "generic", 'amount_usd\n"=1+1"', /^Line 2, amount_usd: expected an amount in USD/],
    ["a line behind a cell of two lines", "generic", 'model,amount_usd\n"a\nb",1\nc,x', /^Line 4, amount_usd/],
    ["a comma that may be a decimal one", "generic", "day;amount_usd\n2026-11-01;1.5\n2026-11-02;1,234", /^Line 3, amount_usd: expected an amount without a comma, .*found "1,234"/],
    ["a negative count", "generic", "tokens\n-5", /^Line 2, tokens: expected a count such as 1200/],
    ["an unknown class", "generic", "class,amount_usd\nthoughts,1", /^Line 2, class: expected one of input, cached_input/],
    ["a day that is none", "generic", "day,amount_usd\n2026-11-31x,1", /^Line 2, day: expected a date/],
    ["another month", "generic", "day,amount_usd\n2026-12-01,1", /^Line 2: 2026-12-01 is not in 2026-11/],
    ["another currency", "openai", "start_time_iso,amount_value,amount_currency\n2026-11-01T00:00:00Z,1,eur", /^Line 2, amount_currency: expected usd, found "eur"/],
    ["more cached than read", "openai", "start_time_iso,model,input_tokens,output_tokens,input_cached_tokens\n2026-11-01T00:00:00Z,m,1,1,2", /^Line 2, input_cached_tokens: expected no more/],
    ["a torn line", "generic", 'amount_usd,day\n1,2026-11-01\n2', /no CSV: .*line 3/],
    ["an open quote", "generic", 'amount_usd\n"1', /no CSV/],
    ["a header alone", "generic", "amount_usd\n", /no line with an amount/],
    ["too much", "generic", `amount_usd\n${"1\n".repeat(MAX_INVOICE_CHARS / 2)}`, /at most 900 kB/],
    ["too many lines", "generic", `amount_usd\n${"1\n".repeat(20_001)}`, /more than 20000 lines/],
  ])("%s", (_, form, text, why) => {
    expect(() => read(form, text)).toThrow(InvoiceError);
    expect(() => read(form, text)).toThrow(why);
  });
});

it("amounts and days are read exactly or not at all", () => {
  expect(["0.0000000000005", "0.0000000000015", "1E3", "-$2", "1,23", "0x10", "", "1e999"].map(parseAmount)).toEqual([0n, 2n, 1_000n * USD, -2n * USD, null, null, null, null]);
  expect(["2026-11-01", "2026-11-01T23:30:00-02:00", "2026-11-01 10:00:00 UTC", "1793491200", "01.11.2026", "2026-10-32", "2026-10-31", "2026-09-31", "2026-02-30T10:00"].map(parseDay))
    .toEqual(["2026-11-01", "2026-11-02", "2026-11-01", "2026-11-01", null, null, "2026-10-31", null, null]);
});
