import type { IncomingHttpHeaders } from "node:http";
import type { StatusReason } from "./fault";
import type { Tokens } from "./price";
import type { RequestError } from "./request";

/** What a request asks for, whichever wire format it came in. */
export type AnswerRequest = {
  model: string;
  stream: boolean;
  /** Streams say what they cost; Anthropic's always do. */
  includeUsage: boolean;
  choices: number;
  /** Infinity where the request sets none. */
  maxTokens: number;
  json: boolean;
  logprobs: boolean;
  /** The tool that a model with `tool: true` calls; null when none is offered or none may be called. */
  toolName: string | null;
  /** The tool has to be called, also by a model that would not. */
  toolForced: boolean;
  /** The text of each message, instructions included: what the prompt tokens are counted from. */
  texts: readonly string[];
  /** What the user said last, for scripts that echo it. */
  lastUserText: string;
};

/** All that is known of an answer before its first byte. Tokens are those of one choice, unless said otherwise. */
export type Answer = {
  number: string;
  /** Unix time in seconds. */
  created: number;
  model: string;
  choices: number;
  reasoning: readonly string[];
  /** Null hides the reasoning. */
  reasoningField: "reasoning" | "reasoning_content" | null;
  pieces: readonly string[];
  toolName: string | null;
  logprobs: boolean;
  /** OpenAI's word, or a scripted one; null: a stream ends without one. */
  finishReason: string | null;
  /** The end of a stream says that it is the end. */
  done: boolean;
  /** Of the whole request, over all choices. */
  tokens: Tokens;
  /** As it goes onto the wire at the end; undefined leaves it out. */
  usage: unknown;
  /** Usage that the first event of a stream already carries; undefined leaves it out. */
  earlyUsage: unknown;
};

/** One server-sent event; `name` is its `event:` line. */
export type StreamEvent = { name: string | null; data: string };

/** One step of a stream: a token (perhaps a hidden one, without an event), or a frame around the tokens. */
export type Step = { part: "frame" | "text" | "reasoning" | "end" | "done"; event: StreamEvent | null };

/** Everything that differs between the wire formats; scripts, sequences, faults and the account do not. */
export type Dialect = {
  /** Throws RequestError for what the provider would refuse. */
  parse(text: string, headers: IncomingHttpHeaders): AnswerRequest;
  /** Its usage tells tokens written to a cache from other prompt tokens; where it does not, there are none. */
  hasCacheWrites: boolean;
  usage(tokens: Tokens, cost: number | null): { usage: object; earlyUsage?: object };
  /** Usage that no ledger may believe. */
  badUsage: object;
  /** Its streams carry usage in their first event too. */
  opensWithUsage: boolean;
  body(answer: Answer): object;
  /** The member of a whole answer that `malformed_json` spoils. */
  contentKey: string;
  /** All steps of a stream, in order. */
  steps(answer: Answer, includeUsage: boolean): Iterable<Step>;
  /** An event that is not JSON, and the beginning of one that breaks off. */
  malformed(answer: Answer): { spoilt: StreamEvent; truncated: StreamEvent; done: StreamEvent };
  errorEvent(body: object): StreamEvent;
  /** What the provider sends for a failure of this kind. */
  failure(status: number, reason: StatusReason | null): { status: number; body: object };
  /** The failure in the midst of an answer that began well. */
  midway: object;
  /** The provider's envelope around a scripted error. */
  envelope(error: unknown): object;
  refusal(error: RequestError): object;
};
