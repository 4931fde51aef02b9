import { z } from "zod";
import { MoneyError, parsePricePerMillion, parseUsd, type Pico } from "@/lib/core/money";
import type { ProviderPreference, Sort } from "@/lib/core/preference";

const MAX_SLUGS = 32;
const slugs = z.array(z.string().max(256)).max(MAX_SLUGS);

const sort = z.enum(["price", "throughput", "latency"]);

/** A number or a text, as OpenRouter takes both: an exact amount in the end. */
function amount(parse: (text: string) => Pico) {
  return z.union([z.number(), z.string().max(40)]).transform((value, context): Pico => {
    try {
      const pico = parse(String(value));
      if (pico >= 0n) return pico;
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
    }
    context.addIssue({ code: "custom", message: "must be an amount in USD of at most six decimals, such as 0.59" });
    return z.NEVER;
  });
}

/** OpenRouter's `provider` object. A field that we do not heed is refused: to ignore it would be to disobey. */
export const providerSchema = z
  .strictObject({
    order: slugs.optional(),
    only: slugs.optional(),
    ignore: slugs.optional(),
    sort: z.union([sort, z.strictObject({ by: sort }).transform(({ by }): Sort => by)]).nullish().transform((by) => by ?? undefined),
    allow_fallbacks: z.boolean().optional(),
    require_parameters: z.boolean().optional(),
    max_price: z
      .strictObject({
        prompt: amount(parsePricePerMillion).optional(),
        completion: amount(parsePricePerMillion).optional(),
        request: amount(parseUsd).optional(),
      })
      .optional(),
  })
  .transform((fields): ProviderPreference => fields);
