import { findMembers, type Member } from "./json-members";
import { spliceMembers, spliceText, type Edits } from "./splice";

/** Who served, as the client is told. */
export type ServedBy = { model: string; provider: string };

const decoder = new TextDecoder();

/** The provider's whole answer with our three members in it; everything else as it came. */
export function formatAnswer(
  { body, members }: { body: Uint8Array; members: Member[] },
  served: ServedBy,
  usage: (reported: string | null) => string,
): Uint8Array {
  const fingerprint = textOf(body, members, "system_fingerprint");
  return spliceMembers(body, members, {
    ...servedMembers(served),
    usage: usage(objectText(textOf(body, members, "usage"))),
    // OpenAI's schema forbids null here, and some clients want the key.
    ...(fingerprint === null || fingerprint === "null" ? { system_fingerprint: '""' } : {}),
  });
}

/** A chunk of a stream for the client. Usage comes once, in the last chunk, with the cost. */
export function formatChunk(data: string, served: ServedBy): string {
  const hasNullFingerprint = /"system_fingerprint"\s*:\s*null/.test(data);
  return spliceText(data, {
    ...servedMembers(served),
    usage: null,
    ...(hasNullFingerprint ? { system_fingerprint: null } : {}),
  });
}

/**
 * The last chunk: usage and cost, beside the ids of the stream's other chunks.
 * @param base the data of any earlier chunk
 * @param choices none when the client asked for usage, as OpenAI does; else one empty, since clients read `choices[0]`
 */
export function formatLastChunk(base: string, served: ServedBy, usage: string, asked: boolean): string {
  const choices = asked ? "[]" : '[{"index":0,"delta":{},"finish_reason":null}]';
  return closingChunk(base, served, { choices, usage });
}

/** The truthful end of a stream that broke: an error where every client looks for one, and what it cost. */
export function formatErrorChunk(base: string, served: ServedBy, usage: string | null, error: object): string {
  const choices = '[{"index":0,"delta":{},"finish_reason":"error"}]';
  return closingChunk(base, served, { choices, usage, error: JSON.stringify(error) });
}

/** The JSON text of the usage object inside a chunk; null when there is none. */
export function usageText(data: string): string | null {
  const bytes = new TextEncoder().encode(data);
  return objectText(textOf(bytes, findMembers(bytes), "usage"));
}

function closingChunk(base: string, served: ServedBy, edits: Edits): string {
  const bytes = new TextEncoder().encode(base);
  const kept = findMembers(bytes).filter(({ key }) => key === "id" || key === "object" || key === "created");
  return decoder.decode(spliceMembers(bytes, kept, { ...servedMembers(served), ...edits }));
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
