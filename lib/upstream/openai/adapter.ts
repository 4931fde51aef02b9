import { prepareUpstreamBody } from "@/lib/wire/chat-request";
import type { DialectAdapter } from "../dialect";
import { openReader } from "./chunk";
import { readFailure } from "./failure";
import { readWhole } from "./whole";

/** OpenAI's chat completions, which most hosts of open models speak too. */
export const openai: DialectAdapter = {
  path: "/chat/completions",
  headers: (credential) => (credential === null ? [] : ["authorization", `Bearer ${credential}`]),
  findUnsayable: () => null,
  prepareBody: (request, { upstreamModel, limit }) =>
    prepareUpstreamBody(request, upstreamModel, limit ? { [limit.member]: String(limit.tokens) } : {}),
  readFailure,
  readWhole,
  openReader,
};
