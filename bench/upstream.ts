/**
 * The providers of the bench, in a process of their own: as little as a provider can do. Whatever is under `/fails-` is
 * refused with 503 at once, all else is answered at once with a small chat completion, in one piece or as a stream.
 */
import http from "node:http";
import type { AddressInfo } from "node:net";

const REFUSAL = JSON.stringify({ error: { message: "The server is overloaded.", type: "server_error", code: null } });

const NAMED = { id: "chatcmpl-1", created: 1_790_000_000, model: "small" };
const USAGE = { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 };
const WHOLE = JSON.stringify({
  ...NAMED, object: "chat.completion", usage: USAGE,
  choices: [{ index: 0, message: { role: "assistant", content: "It is a small answer." }, finish_reason: "stop" }],
});
const CHUNKS = [
  { choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] },
  ...["It is", " a small", " answer."].map((content) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })),
  { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
  { choices: [], usage: USAGE },
];
const EVENTS = [...CHUNKS.map((chunk) => JSON.stringify({ ...NAMED, object: "chat.completion.chunk", ...chunk })), "[DONE]"];
const STREAM = EVENTS.map((data) => `data: ${data}\n\n`).join("");

const server = http.createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (text: string) => (body += text));
  request.on("end", () => {
    if (request.url?.startsWith("/fails-")) answer(response, 503, "application/json", REFUSAL);
    else if (body.includes('"stream":true')) answer(response, 200, "text/event-stream", STREAM);
    else answer(response, 200, "application/json", WHOLE);
  });
});

function answer(response: http.ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(text) });
  response.end(text);
}

server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("disconnect", () => process.exit(0));
