import http from "node:http";
import { picoOf } from "@/lib/gateway/testing/told";

/** How many tokens a call asks for, in turn; with the length of its prompt that tells it from every other call. */
const ANSWERS = 40;
/** A tag's values, so that there are sums by tag. */
const SHIFTS = 3;
const CLIENT_MS = 20_000;
const END_MARK = "data: [DONE]\n\n";

export type Asked = { number: number; model: string; stream: boolean; leaveAfterMs: number | null };

/**
 * What a client saw of a call. `completed`: all of the answer. `told`: all of an answer that says why there is none, or
 * no more. `broken`: the connection ended before that. `away`: nobody listened, so nothing was asked.
 */
export type Seen = Asked & {
  end: "completed" | "told" | "broken" | "left" | "away";
  status: number | null;
  /** The error's, where it is told. */
  code: string | null;
  /** The call's id, once the head of the answer had come. */
  id: string | null;
  /** `usage.cost`. */
  costPico: bigint | null;
  retryAfter: string | null;
  tookMs: number;
};

/** The usage that a provider which counts prompts will report for a call that it answers in full: no other call has it. */
export function usageOf(number: number): { input: number; output: number } {
  return { input: 3 + 3 + promptWords(number), output: 1 + (number % ANSWERS) };
}

/** Of four bytes each: that is how the practice providers count. */
const promptWords = (number: number) => 1 + Math.floor(number / ANSWERS);

function bodyOf({ number, model, stream }: Asked): string {
  const messages = [{ role: "user", content: "word".repeat(promptWords(number)) }];
  return JSON.stringify({ model, stream, max_tokens: usageOf(number).output, messages, metadata: { shift: `${number % SHIFTS}` } });
}

type Target = { port: number; apiKey: string; agent: http.Agent };

/** Makes a call as a client does that believes nothing before it has it. Never rejects. */
export function callOnce({ port, apiKey, agent }: Target, asked: Asked): Promise<Seen> {
  const startedAt = performance.now();
  const seen: Seen = { ...asked, end: "broken", status: null, code: null, id: null, costPico: null, retryAfter: null, tookMs: 0 };
  return new Promise((resolve) => {
    const body = bodyOf(asked);
    const request = http.request({
      port, agent, host: "127.0.0.1", method: "POST", path: "/v1/chat/completions",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
    });
    const leave = (end: "left" | "broken") => {
      if (isOver) return;
      seen.end = end;
      request.destroy();
      finish();
    };
    let isOver = false;
    const timers = [setTimeout(() => { leave("broken"); }, CLIENT_MS)];
    if (asked.leaveAfterMs !== null) timers.push(setTimeout(() => { leave("left"); }, asked.leaveAfterMs));
    const finish = () => {
      isOver = true;
      for (const timer of timers) clearTimeout(timer);
      resolve({ ...seen, tookMs: performance.now() - startedAt });
    };
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (isOver) return;
      if (error.code === "ECONNREFUSED") seen.end = "away";
      finish();
    });
    request.on("response", (response) => {
      let text = "";
      Object.assign(seen, { status: response.statusCode ?? null, id: response.headers["x-request-id"] ?? null, retryAfter: response.headers["retry-after"] ?? null });
      response.setEncoding("utf8").on("data", (more: string) => (text += more));
      response.on("error", () => undefined).once("close", () => {
        if (isOver) return;
        if (response.complete) Object.assign(seen, asked.stream && seen.status === 200 ? judgeStream(text) : judgeWhole(text, seen.status));
        finish();
      });
    });
    request.end(body);
  });
}

type Judged = Pick<Seen, "end" | "costPico" | "code">;

function judgeStream(text: string): Judged {
  if (text.endsWith(END_MARK)) return { end: "completed", costPico: costOf(text), code: null };
  const last = text.trimEnd().split("\n\n").at(-1) ?? "";
  return last.includes('"error":{') ? { end: "told", costPico: costOf(text), code: codeOf(last.replace(/^data: /, "")) } : { end: "broken", costPico: null, code: null };
}

function judgeWhole(text: string, status: number | null): Judged {
  if (status !== 200) return { end: "told", costPico: null, code: codeOf(text) };
  return { end: isJson(text) ? "completed" : "broken", costPico: costOf(text), code: null };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function codeOf(text: string): string | null {
  try {
    return String((JSON.parse(text) as { error: { code: unknown } }).error.code);
  } catch {
    return null;
  }
}

/** From the very digits on the wire. */
function costOf(text: string): bigint | null {
  return picoOf(/"cost":([^,}]+)/.exec(text)?.[1] ?? null);
}
