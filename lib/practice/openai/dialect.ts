import type { Dialect } from "@/lib/practice/dialect";
import { chunkEvent, chunkSteps, DONE } from "./chunks";
import { completionBody, usageOf } from "./completion";
import { errorBody, failure, refusal } from "./error";
import { parseChatRequest } from "./request";

/** OpenAI's chat completions (https://platform.openai.com/docs/api-reference/chat). */
export const openai: Dialect = {
  parse: parseChatRequest,
  hasCacheWrites: false,
  usage: (tokens, cost) => ({ usage: usageOf(tokens, cost) }),
  badUsage: { prompt_tokens: -1, completion_tokens: "many", total_tokens: 1e30 },
  opensWithUsage: false,
  body: completionBody,
  contentKey: "choices",
  steps: chunkSteps,
  malformed: ({ number }) => ({
    spoilt: { name: null, data: `{"id":"chatcmpl-practice-${number}","choices":oops}` },
    truncated: { name: null, data: `{"id":"chatcmpl-practice-${number}","choices":[{"index":0,"del` },
    done: DONE,
  }),
  errorEvent: chunkEvent,
  failure,
  midway: errorBody({ message: "The model failed.", type: "server_error" }),
  envelope: (error) => ({ error }),
  refusal,
};
