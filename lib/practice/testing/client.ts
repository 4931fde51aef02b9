import { type OutgoingHttpHeaders, request } from "node:http";

/** What came back, as far as it came. */
export type Received = {
  status: number | null;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
  /** `end` is what the HTTP library takes for a good end; else the code of the error. */
  ending: string;
};

type Options = { key?: string; method?: string; headers?: OutgoingHttpHeaders; leaveAfter?: (text: string) => boolean };

/** One request through node:http, which tells a reset from an end where fetch does not. Never rejects. */
export function send(url: string, body: unknown, options: Options = {}): Promise<Received> {
  const received: Received = { status: null, headers: {}, text: "", ending: "" };
  return new Promise((resolve) => {
    const finish = (ending: string) => {
      received.ending ||= ending;
      resolve(received);
    };
    const outgoing = request(url, { method: options.method ?? "POST", agent: false, headers: options.headers ?? {} });
    if (options.key) outgoing.setHeader("authorization", `Bearer ${options.key}`);
    outgoing.on("error", (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
    outgoing.on("response", (response) => {
      received.status = response.statusCode ?? null;
      received.headers = response.headers;
      if (options.leaveAfter?.("")) outgoing.destroy();
      response.on("data", (chunk: Buffer) => {
        received.text += chunk.toString("latin1");
        if (options.leaveAfter?.(received.text)) outgoing.destroy();
      });
      response.on("error", (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
      response.on("end", () => finish("end"));
      response.on("close", () => finish("closed"));
    });
    outgoing.end(typeof body === "string" ? body : body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The data of each event of a stream. */
export function eventsOf(text: string): string[] {
  return text.split("\n\n").filter((event) => event !== "").map((event) => event.replace(/^data: /, ""));
}

/** A minimal request for a model. */
export function ask(model: string, more: object = {}): object {
  return { model, messages: [{ role: "user", content: "hello" }], ...more };
}

/** What every request of Anthropic's dialect brings. */
export const anthropicHeaders = { "x-api-key": "sk-ant-practice", "anthropic-version": "2023-06-01" };

/** A minimal request for a model in Anthropic's dialect. */
export function askMessage(model: string, more: object = {}): object {
  return { model, max_tokens: 1_000, messages: [{ role: "user", content: "hello" }], ...more };
}

/** Name and data of each event of a stream in Anthropic's dialect. Throws for one that is not JSON. */
export function namedEventsOf(text: string): { name: string; data: Record<string, unknown> }[] {
  return text.split("\n\n").filter((event) => event !== "").map((event) => {
    const [, name = "", data = ""] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
    return { name, data: JSON.parse(data) as Record<string, unknown> };
  });
}

/** Polls until the condition holds; fails the test after a second. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 1000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("this never came true");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
