import type { InvoiceClass, InvoiceLine } from "./invoice-line";

/** Cells of a line by the names of their columns. The three readers throw an InvoiceError that names line and column. */
export type LineCells = {
  text(...names: string[]): string;
  amount(...names: string[]): bigint | null;
  tokens(...names: string[]): bigint | null;
  day(...names: string[]): string | null;
  /** Refuses the line: what was expected instead. */
  refuse(column: string, expected: string): never;
};

/** How a provider's export is read. */
export type CsvForm = {
  name: string;
  /** Sets of columns, one of which a file must have: what it says then. */
  needs: readonly (readonly string[])[];
  read: (cells: LineCells) => InvoiceLine[];
};

/** "gpt-4o-2024-08-06, cached input" */
const OPENAI_ITEMS: readonly [RegExp, InvoiceClass][] = [[/cached input/i, "cachedInput"], [/input/i, "input"], [/output/i, "output"]];

const openai: CsvForm = {
  name: "OpenAI's cost or usage export",
  needs: [["start_time_iso", "amount_value"], ["start_time_iso", "model", "input_tokens", "output_tokens"]],
  read: (cells) => {
    const day = cells.day("start_time_iso", "start_time");
    if (cells.text("input_tokens") !== "") {
      const [input, cached, output] = [cells.tokens("input_tokens"), cells.tokens("input_cached_tokens") ?? 0n, cells.tokens("output_tokens")];
      const of = (name: InvoiceClass, tokens: bigint | null): InvoiceLine => ({ day, model: cells.text("model") || null, class: name, tokens, amountPico: null });
      if (input !== null && cached > input) cells.refuse("input_cached_tokens", "no more than input_tokens");
      return [of("input", input === null ? null : input - cached), of("cachedInput", cached), of("output", output)];
    }
    const amountPico = cells.amount("amount_value");
    // Days without usage have a line without an amount.
    if (amountPico === null) return [];
    if (!/^usd$/i.test(cells.text("amount_currency") || "usd")) cells.refuse("amount_currency", "usd");
    const item = cells.text("line_item");
    const model = item.split(",")[0]?.trim() ?? "";
    return [{ day, model: model || null, class: OPENAI_ITEMS.find(([pattern]) => pattern.test(item.slice(model.length)))?.[1] ?? null, tokens: null, amountPico }];
  },
};

const ANTHROPIC_TYPES: Readonly<Record<string, InvoiceClass>> = {
  input_no_cache: "input", uncached_input_tokens: "input", input: "input", input_tokens: "input",
  input_cache_read: "cachedInput", cache_read_input_tokens: "cachedInput",
  input_cache_write_5m: "cacheWrite5m", "cache_creation.ephemeral_5m_input_tokens": "cacheWrite5m",
  input_cache_write_1h: "cacheWrite1h", "cache_creation.ephemeral_1h_input_tokens": "cacheWrite1h",
  output: "output", output_tokens: "output",
};

const anthropic: CsvForm = {
  name: "Anthropic's cost or usage export",
  needs: [["usage_date_utc", "cost_usd"], ["usage_date_utc", "usage_input_tokens_no_cache", "usage_output_tokens"]],
  read: (cells) => {
    const day = cells.day("usage_date_utc");
    const model = cells.text("model", "model_version") || null;
    const line = (name: InvoiceClass | null, tokens: bigint | null, amountPico: bigint | null): InvoiceLine => ({ day, model, class: name, tokens, amountPico });
    if (cells.text("cost_usd") !== "") return [line(ANTHROPIC_TYPES[cells.text("token_type").toLowerCase()] ?? null, null, cells.amount("cost_usd"))];
    return [
      line("input", cells.tokens("usage_input_tokens_no_cache"), null),
      line("cachedInput", cells.tokens("usage_input_tokens_cache_read"), null),
      line("cacheWrite5m", cells.tokens("usage_input_tokens_cache_write_5m"), null),
      line("cacheWrite1h", cells.tokens("usage_input_tokens_cache_write_1h"), null),
      line("output", cells.tokens("usage_output_tokens"), null),
    ].filter(({ tokens }) => tokens !== null);
  },
};

const openrouter: CsvForm = {
  name: "OpenRouter's activity export",
  needs: [["created_at", "cost_total"], ["date", "usage"]],
  read: (cells) => {
    const tokens = [cells.tokens("tokens_prompt", "prompt_tokens"), cells.tokens("tokens_completion", "completion_tokens")];
    const amountPico = cells.amount("cost_total", "usage");
    if (amountPico === null) cells.refuse("cost_total", "an amount in USD");
    const all = tokens.reduce<bigint | null>((sum, count) => (count === null ? sum : (sum ?? 0n) + count), null);
    return [{ day: cells.day("created_at", "date"), model: cells.text("model_permaslug", "model") || null, class: null, tokens: all, amountPico }];
  },
};

const GENERIC_CLASSES: Readonly<Record<string, InvoiceClass>> = {
  input: "input", cached_input: "cachedInput", cache_write_5m: "cacheWrite5m", cache_write_1h: "cacheWrite1h", output: "output", reasoning: "reasoning", request: "perRequest",
};

const generic: CsvForm = {
  name: "the generic form",
  needs: [["amount_usd"], ["tokens"]],
  read: (cells) => {
    const given = cells.text("class").toLowerCase();
    const name = given === "" ? null : GENERIC_CLASSES[given];
    if (name === undefined) return cells.refuse("class", `one of ${Object.keys(GENERIC_CLASSES).join(", ")}, or nothing`);
    const [amountPico, tokens] = [cells.amount("amount_usd"), cells.tokens("tokens")];
    if (amountPico === null && tokens === null) cells.refuse("amount_usd", "an amount in USD, or a count in tokens");
    return [{ day: cells.day("day"), model: cells.text("model") || null, class: name, tokens, amountPico }];
  },
};

/** By what a person says that they have. */
export const CSV_FORMS = { openai, anthropic, openrouter, generic } as const satisfies Record<string, CsvForm>;
