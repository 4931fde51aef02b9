import type { Answer, Failed, Left, Speaking, Whole } from "./answer";
import { tokensOf } from "./ending";

/** Takes an answer that a content filter held back for a failed one. Its usage is owed: it was read to its end. */
export async function failFiltered(answer: (Whole | Speaking) & Pick<Answer, "limits">): Promise<(Failed | Left) & Pick<Answer, "limits">> {
  const { limits, httpStatus } = answer;
  const end = answer.kind === "whole" ? answer : await answer.readOn(() => undefined);
  if (end.kind !== "whole") return { ...end, limits };
  const reason = { cause: "content_filter", detail: "the answer was held back by a content filter" } as const;
  return { kind: "failed", reason, httpStatus, retryAfterMs: null, staleSocket: false, owed: "received", ...tokensOf(end), timing: end.timing, limits };
}
