import type { Cause } from "@/lib/core/outcome";

/**
 * Providers repeat the client's words in their refusals. So only a message that begins with these words speaks of our
 * credential or account: those causes stop an endpoint for everybody, and no client may bring them about.
 */
const DENIED_KEY = new RegExp(
  `^(?:error: *)?(?:${[
    "(?:incorrect|invalid|wrong|missing|unknown|expired|no) (?:x-)?api[- ]key(?: (?:provided|supplied|given|header)| *[.,:;!(]|$)",
    "(?:the |your )?(?:x-)?api[- ]key (?:is |was |has )?(?:not valid|not found|invalid|incorrect|missing|expired|revoked|disabled)",
    "(?:invalid|incorrect|missing) (?:authentication )?credentials? *(?:[.,:;!]|$|provided)",
    "authentication (?:failed|fails|required)",
    "unauthori[sz]ed *[.!]?$",
  ].join("|")})`,
  "i",
);
const SPENT = /^your credit balance is too low|^you have reached your specified (?:api |workspace api )?usage limits/i;

/** As providers and hosts of open models word it, see the test; they agree on no code for it. */
const TOO_LONG = new RegExp(
  [
    "maximum (?:context|prompt|model) length",
    "maximum allowed input length",
    "(?:prompt|input) (?:is )?too long",
    "too many input tokens",
    "reduce the length of the (?:messages|prompt|input)",
    "token count.{0,40} exceeds the (?:maximum|limit)",
    "exceed(?:s|ed|ing)? .{0,30}context[ _](?:length|window|size|limit)",
    "context[ _](?:length|window|size|limit)[ _]?exceed",
    "(?:longer|greater) than the (?:model's )?context length",
    "exceeded model token limit",
    "tokens in the prompt cannot exceed",
    "`inputs` (?:tokens|must have less than)",
    "range of input length should be",
  ].join("|"),
  "i",
);
/** How fast is not how long: such limits speak of tokens too. */
const TOO_FAST = /rate limit|too many requests|per min(?:ute)?\b|please wait/i;

const FILTERED =
  /requires moderation|(?:input|prompt) was flagged|violates (?:our )?usage (?:guidelines|policy)|content (?:filtering|management) policy|content exists risk/i;
/** OpenRouter asks for an account that could pay the longest answer; a shorter one it may serve. */
const LESS_IS_AFFORDABLE = /requires more credits, or fewer max_tokens|can only afford/i;
/** OpenRouter has the model, but nobody who does with it what this request asks. */
const UNSUPPORTED = /^no endpoints found that (?:support|can)/i;

type Narrower = readonly [isMeant: (message: string) => boolean, cause: Cause];

const tooLong: Narrower = [(message) => TOO_LONG.test(message) && !TOO_FAST.test(message), "context_length"];
const filtered: Narrower = [(message) => FILTERED.test(message), "content_filter"];

/**
 * By what the status alone means. A request that is at fault must not count against its endpoint, whatever status it
 * gets. No 402 that a smaller request would escape is `credit`, which closes the endpoint to all: it is a limit, after
 * which the call goes on elsewhere.
 */
const NARROWER: Partial<Record<Cause, readonly Narrower[]>> = {
  bad_request: [
    tooLong,
    filtered,
    [(message) => SPENT.test(message), "credit"],
    [(message) => DENIED_KEY.test(message), "auth"],
  ],
  server_error: [tooLong],
  auth: [filtered],
  credit: [[(message) => LESS_IS_AFFORDABLE.test(message), "rate_limited"]],
  not_found: [[(message) => UNSUPPORTED.test(message), "bad_request"]],
};

/** What a failure means by its provider's words, where they say more than its status or code. */
export function narrowCause(cause: Cause, message: string): Cause {
  return NARROWER[cause]?.find(([isMeant]) => isMeant(message))?.[1] ?? cause;
}
