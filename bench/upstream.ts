/**
 * The providers of the bench, in a process of their own: as little as a provider can do. The path's first part says who
 * asks and how it fares: `/fails-…` is refused with 503 at once, `/…flaky` every third time; all else is answered at once
 * with a small chat completion, in one piece or as a stream. `/…-200x50` streams 200 chunks, one every 50 ms. What each of
 * them was served it tells when it is asked for the accounts.
 */
import http from "node:http";
import type { AddressInfo } from "node:net";

/** What one of those who ask was answered. */
export type Account = { served: number; refused: number; promptTokens: number; completionTokens: number };

const REFUSAL = JSON.stringify({ error: { message: "The server is overloaded.", type: "server_error", code: null } });
const NAMED = { id: "chatcmpl-1", created: 1_790_000_000, model: "small" };
/** Not all alike, so that a sum says more than a count does. */
const USAGES = [20, 31, 47, 1_003, 88, 5, 260].map((prompt, index) => ({ prompt_tokens: prompt, completion_tokens: index + 5, total_tokens: prompt + index + 5 }));
const WHOLE = USAGES.map((usage) => JSON.stringify({
  ...NAMED, object: "chat.completion", usage,
  choices: [{ index: 0, message: { role: "assistant", content: "It is a small answer." }, finish_reason: "stop" }],
}));

const chunk = (rest: object) => `data: ${JSON.stringify({ ...NAMED, object: "chat.completion.chunk", ...rest })}\n\n`;
const say = (delta: object, finish_reason: string | null = null) => chunk({ choices: [{ index: 0, delta, finish_reason }] });
// The first token comes with the chunk that only begins.
const FIRST = say({ role: "assistant", content: "" }) + say({ content: "It is" });
const NEXT = say({ content: " a small" });
const LAST = USAGES.map((usage) => say({ content: " answer." }) + say({}, "stop") + chunk({ choices: [], usage }) + "data: [DONE]\n\n");

const accounts = new Map<string, Account>();
let turn = 0;

const server = http.createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (bytes: Buffer) => chunks.push(bytes));
  request.on("end", () => {
    const asker = request.url?.split("/", 2)[1] ?? "";
    const account = accountOf(asker);
    if (asker.startsWith("fails-") || (asker.endsWith("flaky") && (account.served + account.refused) % 3 === 0)) {
      account.refused += 1;
      answer(response, 503, "application/json", REFUSAL);
      return;
    }
    turn = (turn + 1) % USAGES.length;
    account.served += 1;
    account.promptTokens += USAGES[turn]?.prompt_tokens ?? 0;
    account.completionTokens += USAGES[turn]?.completion_tokens ?? 0;
    const [, count, ms] = /-(\d+)x(\d+)$/.exec(asker) ?? [];
    if (!isStreamAsked(chunks)) answer(response, 200, "application/json", WHOLE[turn] ?? "");
    else if (count === undefined) answer(response, 200, "text/event-stream", FIRST + NEXT + (LAST[turn] ?? ""));
    else stream(response, Number(count), Number(ms), LAST[turn] ?? "");
  });
});

function accountOf(asker: string): Account {
  const known = accounts.get(asker) ?? { served: 0, refused: 0, promptTokens: 0, completionTokens: 0 };
  accounts.set(asker, known);
  return known;
}

/** It stands at the body's end or, of small bodies, somewhere in them: long ones are not searched. */
function isStreamAsked(chunks: readonly Buffer[]): boolean {
  const [first, last] = [chunks[0], chunks.at(-1)];
  return [first?.subarray(0, 2_000), last?.subarray(-200)].some((part) => part?.includes('"stream":true'));
}

function answer(response: http.ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(text) });
  response.end(text);
}

function stream(response: http.ServerResponse, count: number, everyMs: number, last: string): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(FIRST);
  // The first write has one chunk with content, the last one another.
  let left = count - 2;
  const timer = setInterval(() => {
    left -= 1;
    if (left >= 0) response.write(NEXT);
    else response.end(last);
  }, everyMs);
  response.once("close", () => {
    clearInterval(timer);
  });
}

server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("message", () => process.send?.(Object.fromEntries(accounts)));
process.on("disconnect", () => process.exit(0));
