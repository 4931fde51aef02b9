import { z } from "zod";
import type { AnswerRequest } from "./dialect";
import { parseJson, RequestError } from "./request";
import type { ModelScript } from "./script";

const whole = z.int().min(0);
const toldSchema = z
  .strictObject({ promptTokens: whole.max(100_000_000), cachedTokens: whole, answerTokens: whole.max(100_000) })
  .refine(({ promptTokens, cachedTokens }) => cachedTokens <= promptTokens, "more is cached than is read");

/** What a request to a model with `told` says of its own usage, as JSON in its first message. */
export type ToldTokens = z.output<typeof toldSchema>;

/** The script with the tokens that the request asks for. Throws RequestError when it asks for none. */
export function heedTold(script: ModelScript, request: AnswerRequest): ModelScript {
  if (!script.told) return script;
  const result = toldSchema.safeParse(parseJson(request.texts[0] ?? ""));
  if (result.success) return { ...script, ...result.data, reasoningTokens: 0 };
  const issue = result.error.issues[0];
  throw new RequestError(400, `The first message does not tell the usage: ${issue?.path.join(".")} ${issue?.message}`, "invalid_value", "messages");
}
