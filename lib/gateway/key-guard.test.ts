import { expect, it } from "vitest";
import { NIL_ID } from "@/lib/core/profile";
import { PLAIN_CALL } from "@/lib/core/testing/call-facts";
import { parseChatRequest } from "@/lib/wire/chat-request";
import { KeyGuard } from "./key-guard";

const request = parseChatRequest(new TextEncoder().encode(JSON.stringify({ model: "x", messages: [{}] })));
const callWith = (requestsPerMinute: number) => ({
  request, facts: PLAIN_CALL,
  caller: {
    teamId: NIL_ID, apiKeyId: NIL_ID, memberId: NIL_ID, keyId: "k", expiresAtMs: null, scopes: ["calls" as const],
    limits: { requestsPerMinute, tokensPerMinute: null, concurrentCalls: null },
  },
});

it.each([[7, 3, 2], [2, 4, 1]])("a limit of %d allows one of %d gateways %d, and never nothing", (limit, share, part) => {
  const guard = new KeyGuard(share);
  for (let call = 0; call < part; call++) guard.enter(callWith(limit), 0);
  expect(() => guard.enter(callWith(limit), 0)).toThrow(`limit of ${part} request`);
});
