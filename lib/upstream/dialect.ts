import type { Cause } from "@/lib/core/outcome";
import type { Usage } from "@/lib/core/usage";
import type { ChatRequest } from "@/lib/wire/chat-request";
import type { JsonText, Member } from "@/lib/wire/json-members";

/** One chunk of a stream: `json` is an OpenAI chunk for the client, the rest is what it means to us. */
export type Chunk = {
  json: JsonText;
  /** Carries something that a reader would see or act on: text, reasoning, a tool call, a refusal. */
  content: boolean;
  /** Bytes of that content, from which output is estimated when the provider does not say. */
  contentBytes: number;
  /** The stream has said by now why it stopped: it is complete even if the connection breaks. */
  finished: boolean;
  /** It stopped since a content filter held everything back. */
  filtered: boolean;
  usage: Usage | null;
  /** What was read, told before anything is written: its output is 0 whatever comes. */
  inputUsage?: Usage;
  /** Carries usage and no choices: it is told again at the end, with the cost. */
  usageOnly: boolean;
  /** The provider broke off with an error inside the stream. */
  failure: Reason | null;
};

/** Why an answer is no answer. `detail` is for people; out of an adapter it holds the provider's words as they came. */
export type Reason = { cause: Cause; detail: string };

/** A whole answer as read, its body in OpenAI's form, or why it is none. */
export type WholeAnswer = { body: Uint8Array; /** Of the body's object. */ members: Member[]; usage: Usage | null; contentBytes: number; /** A content filter held everything back. */ filtered: boolean } | Reason;

/** What a request is prepared for. */
export type Target = {
  upstreamModel: string;
  /** What the endpoint can write at most; null when not stated. */
  maxOutputTokens: number | null;
  /** What it may write here, set by us where the client set nothing, and under which name; null sets nothing. */
  limit?: { tokens: number; member: "max_tokens" | "max_completion_tokens" } | null;
};

/**
 * Reads the data of a stream's next event into what it says to a client, which may be nothing. null is the stream's own
 * end mark, after which nothing counts.
 */
export type ChunkReader = (data: string) => Chunk[] | Reason | null;

/** How one family of providers speaks, on our side always in OpenAI's form. Pure; one adapter per dialect. */
export type DialectAdapter = {
  /** Behind the base URL. */
  path: string;
  /** Name, value, name, value: beside those of every request. */
  headers(credential: string | null): string[];
  /** What of a request the dialect has no words for, whoever the target is; null when it can say it all. */
  findUnsayable(request: ChatRequest): string | null;
  /** The body for this target out of the client's request; a Reason when the dialect has no way to say it. */
  prepareBody(request: ChatRequest, target: Target): Uint8Array | Reason;
  /** What a failing status and its body mean. */
  readFailure(status: number, body: string): Reason;
  readWhole(body: Uint8Array): WholeAnswer;
  /** A reader for the one stream that answers this body: events lean on those before them and on what was asked. */
  openReader(sent: Uint8Array): ChunkReader;
};
