import type { Dialect } from "@/lib/practice/dialect";
import { errorBody, failure, refusal } from "./error";
import { eventSteps, STOP } from "./events";
import { messageBody, usageOf } from "./message";
import { parseMessagesRequest } from "./request";

const BEGINNING = '{"type":"content_block_delta","index":0,"del';

/** Anthropic's Messages API (https://platform.claude.com/docs/en/api/messages). */
export const anthropic: Dialect = {
  parse: parseMessagesRequest,
  hasCacheWrites: true,
  usage: usageOf,
  badUsage: { input_tokens: -1, cache_read_input_tokens: null, output_tokens: "many" },
  opensWithUsage: true,
  body: messageBody,
  contentKey: "content",
  steps: eventSteps,
  malformed: () => ({
    spoilt: { name: "content_block_delta", data: `${BEGINNING}ta":oops}` },
    truncated: { name: "content_block_delta", data: BEGINNING },
    done: STOP,
  }),
  errorEvent: (body) => ({ name: "error", data: JSON.stringify(body) }),
  failure,
  midway: failure(529, null).body,
  envelope: errorBody,
  refusal,
};
