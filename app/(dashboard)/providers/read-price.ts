import { type ConfigPrice, priceSchema } from "@/lib/config/schema";
import { pickFilled, problemsOf } from "./form";

/** As many as are read; the form offers fewer, but keeps all that a price has. */
const MAX_STEPS = 100;
const CLASSES = ["input", "output", "cachedInput", "cacheWrite5m", "cacheWrite1h", "reasoning", "perRequest"];

/** The price that the fields of a form make up, or what is wrong with them by their names. */
export function readPrice(typed: Readonly<Record<string, string>>): { price: ConfigPrice } | { problems: Record<string, string> } {
  const steps = Array.from({ length: MAX_STEPS }, (_, index) => {
    const named = pickFilled(typed, ["promptTokens", ...CLASSES].map((name) => `above.${index}.${name}`));
    return { index, fields: Object.fromEntries(Object.entries(named).map(([name, value]) => [name.slice(`above.${index}.`.length), value])) };
  }).filter(({ fields }) => Object.keys(fields).length > 0);
  const parsed = priceSchema.safeParse({ ...pickFilled(typed, CLASSES), ...(steps.length > 0 ? { above: steps.map(({ fields }) => fields) } : {}) });
  if (parsed.success) return { price: parsed.data };
  // Empty rows were left out, so the nth step of the schema may be a later one of the form.
  return { problems: problemsOf(parsed.error, (path) => (path[0] === "above" ? ["above", steps[Number(path[1])]?.index ?? 0, path[2] ?? "promptTokens"].join(".") : path.join("."))) };
}
