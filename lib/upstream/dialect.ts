import type { Cause } from "@/lib/core/outcome";
import type { Usage } from "@/lib/core/usage";

/** What one event of a provider's stream means to us; `data` goes on to the client as it came. */
export type Chunk = {
  data: string;
  /** Carries something that a reader would see or act on: text, reasoning, a tool call, a refusal. */
  content: boolean;
  /** Bytes of that content, from which output is estimated when the provider does not say. */
  contentBytes: number;
  /** The stream said why it stopped: it is complete even if the connection breaks now. */
  finished: boolean;
  usage: Usage | null;
  /** Carries usage and no choices: it is told again at the end, with the cost. */
  usageOnly: boolean;
  /** The provider broke off with an error inside the stream. */
  failure: Reason | null;
};

/** Why an answer is no answer. `detail` is for people and free of secrets. */
export type Reason = { cause: Cause; detail: string };

/** A whole answer as read, or why it is none. */
export type WholeAnswer = { usage: Usage | null; contentBytes: number } | Reason;

/** How one family of providers speaks: pure readings of what came over HTTP. One adapter per dialect. */
export type DialectAdapter = {
  /** Behind the base URL. */
  path: string;
  headers(credential: string | null): Record<string, string>;
  /** What a failing status and its body mean. */
  readFailure(status: number, body: string): Reason;
  readWhole(body: Uint8Array): WholeAnswer;
  /** null: the stream's own end mark, after which nothing counts. */
  readChunk(data: string): Chunk | Reason | null;
};
