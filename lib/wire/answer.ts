import type { JsonText, Member } from "./json-members";
import { spliceMembers, type Edits } from "./splice";
import { EVENT_FRAME } from "./sse";

/** Who served, as the client is told. */
export type ServedBy = { model: string; provider: string };

const decoder = new TextDecoder();
/** Of null. */
const LETTER_N = 0x6e;

/** The provider's whole answer with our three members in it; everything else as it came. */
export function formatAnswer(
  { body, members }: { body: Uint8Array; members: Member[] },
  served: ServedBy,
  usage: (reported: string | null) => string,
): Uint8Array {
  const fingerprint = textOf(body, members, "system_fingerprint");
  return spliceMembers(body, members, {
    model: JSON.stringify(served.model),
    provider: JSON.stringify(served.provider),
    usage: usage(objectText(textOf(body, members, "usage"))),
    // OpenAI's schema forbids null here, and some clients want the key.
    system_fingerprint: fingerprint === null || fingerprint === "null" ? '""' : undefined,
  });
}

/** Writes the chunks of one stream for its client, as events. Usage comes once, in the last chunk, with the cost. */
export function chunkFormatter(served: ServedBy): (chunk: JsonText) => Uint8Array {
  const edits = { ...servedMembers(served), usage: null };
  const withoutFingerprint = { ...edits, system_fingerprint: null };
  return ({ bytes, members }) => {
    const hasNull = members.some(({ key, valueStart }) => key === "system_fingerprint" && bytes[valueStart] === LETTER_N);
    return spliceMembers(bytes, members, hasNull ? withoutFingerprint : edits, EVENT_FRAME);
  };
}

/**
 * The last chunk: usage and cost, beside the ids of the stream's other chunks.
 * @param base any earlier chunk; null when there was none
 * @param choices none when the client asked for usage, as OpenAI does; else one empty, since clients read `choices[0]`
 */
export function formatLastChunk(base: JsonText | null, served: ServedBy, usage: string, asked: boolean): string {
  const choices = asked ? "[]" : '[{"index":0,"delta":{},"finish_reason":null}]';
  return closingChunk(base, served, { choices, usage });
}

/** The truthful end of a stream that broke: an error where every client looks for one, and what it cost. */
export function formatErrorChunk(base: JsonText | null, served: ServedBy, usage: string | null, error: object): string {
  const choices = '[{"index":0,"delta":{},"finish_reason":"error"}]';
  return closingChunk(base, served, { choices, usage, error: JSON.stringify(error) });
}

/** The JSON text of the usage object inside a chunk; null when there is none. */
export function usageText({ bytes, members }: JsonText): string | null {
  return objectText(textOf(bytes, members, "usage"));
}

function closingChunk(base: JsonText | null, served: ServedBy, edits: Edits): string {
  const kept = base?.members.filter(({ key }) => key === "id" || key === "object" || key === "created") ?? [];
  return decoder.decode(spliceMembers(base?.bytes ?? new Uint8Array(), kept, { ...servedMembers(served), ...edits }));
}

function servedMembers({ model, provider }: ServedBy): Edits {
  return { model: JSON.stringify(model), provider: JSON.stringify(provider) };
}

function textOf(body: Uint8Array, members: Member[], key: string): string | null {
  const member = members.findLast((each) => each.key === key);
  return member ? decoder.decode(body.subarray(member.valueStart, member.end)) : null;
}

function objectText(text: string | null): string | null {
  return text?.startsWith("{") ? text : null;
}
