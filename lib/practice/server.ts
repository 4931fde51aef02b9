import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { anthropic } from "@/lib/practice/anthropic/dialect";
import { errorBody } from "@/lib/practice/openai/error";
import { openai } from "@/lib/practice/openai/dialect";
import { Account, type AccountSnapshot } from "./account";
import { handleChat, type Practice } from "./chat";
import { sendJson } from "./connection";
import { changeScript, handleControl, resetPractice } from "./control";
import { RequestError } from "./request";
import { Schedule } from "./schedule";
import type { PracticeScript, Script, ScriptPatch } from "./script";
import { ScriptBook } from "./script-book";

/** A running practice server: any number of providers, told apart by the first part of the path. */
export type PracticeServer = {
  /** Without a slash at the end. A provider's base URL is `${url}/PROVIDER/v1`, or without `/v1` for clients of Anthropic. */
  url: string;
  port: number;
  account(): AccountSnapshot;
  script(): Script;
  /** Changes one key of the script; null in the patch removes a field. Throws ScriptError. */
  setScript(model: string, patch: ScriptPatch): void;
  /** Empties the account and begins every sequence again; the script stays. */
  reset(): void;
  /** Ends all connections, answers under way included. */
  close(): Promise<void>;
};

const INFERENCE = /^(?:\/([\w.-]{1,64}))?\/v1\/(chat\/completions|messages|models)$/;

function sendModels({ book }: Practice, provider: string, response: ServerResponse): void {
  const data = book.list(provider).map((id) => ({ id, object: "model", created: 1_700_000_000, owned_by: provider }));
  sendJson(response, 200, { object: "list", data });
}

function parsePath(request: IncomingMessage): { path: string; provider: string; resource: string | undefined } {
  const [path = ""] = (request.url ?? "").split("?");
  const [, provider = "default", resource] = INFERENCE.exec(path) ?? [];
  return { path, provider, resource };
}

async function route(practice: Practice, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { path, provider, resource } = parsePath(request);
  if (path.startsWith("/_practice/")) return handleControl(practice, path, request, response);
  switch (`${request.method} ${resource}`) {
    case "POST chat/completions":
      return handleChat(practice, openai, provider, request, response);
    case "POST messages":
      return handleChat(practice, anthropic, provider, request, response);
    case "GET models":
      return sendModels(practice, provider, response);
    default:
      throw new RequestError(resource ? 405 : 404, `There is no ${request.method} ${path}.`);
  }
}

/** A refused request gets the envelope of its dialect; anything else that goes wrong here is a bug, and says so. */
function sendFailure(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  // An upload that broke off has nobody left to be answered.
  if (response.headersSent || (request.destroyed && !request.complete)) {
    response.destroy();
    return;
  }
  if (error instanceof RequestError) {
    const dialect = parsePath(request).resource === "messages" ? anthropic : openai;
    return sendJson(response, error.status, dialect.refusal(error));
  }
  sendJson(response, 500, errorBody({ message: `The practice server failed: ${String(error)}`, type: "practice_failure" }));
}

/**
 * Starts practice providers on one port; port 0 takes any free one.
 * Throws ScriptError for a bad script, and what `listen` throws, such as EADDRINUSE.
 */
export async function startPracticeServer(options: {
  port?: number;
  host?: string;
  script: PracticeScript;
}): Promise<PracticeServer> {
  const { port = 0, host = "127.0.0.1", script } = options;
  let count = 0;
  const practice: Practice = {
    book: new ScriptBook(script),
    account: new Account(),
    schedule: new Schedule(),
    nextNumber: () => (++count).toString().padStart(8, "0"),
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    // A write that crosses with the client's leaving is no failure of ours.
    response.on("error", () => response.destroy());
    route(practice, request, response).catch((error: unknown) => sendFailure(error, request, response));
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const authority = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${authority}:${address.port}`,
    port: address.port,
    account: () => practice.account.snapshot(),
    script: () => practice.book.script,
    setScript: (model, patch) => changeScript(practice, model, patch),
    reset: () => resetPractice(practice),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
