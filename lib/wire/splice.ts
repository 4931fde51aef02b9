import { findMembers, type Member } from "./json-members";

/** What becomes of a member: its new JSON text, or `null` to leave it out. */
export type Edits = Readonly<Record<string, string | null>>;

const encoder = new TextEncoder();

/**
 * Changes members of a JSON object's text and leaves every other byte as it is, numbers beyond double precision
 * included. A member that is not there yet is added at the end.
 * @param json an object that `findMembers` accepted
 */
export function spliceMembers(json: Uint8Array, members: Member[], edits: Edits): Uint8Array {
  const parts: Uint8Array[] = [encoder.encode("{")];
  const add = (part: Uint8Array) => {
    if (parts.length > 1) parts.push(encoder.encode(","));
    parts.push(part);
  };
  const done = new Set<string>();
  for (const member of members) {
    const edit = Object.hasOwn(edits, member.key) ? edits[member.key] : undefined;
    const isFirst = !done.has(member.key);
    done.add(member.key);
    if (edit === undefined) add(json.subarray(member.start, member.end));
    else if (edit !== null && isFirst) add(encoder.encode(`${JSON.stringify(member.key)}:${edit}`));
  }
  for (const [key, edit] of Object.entries(edits)) {
    if (!done.has(key) && edit !== null) add(encoder.encode(`${JSON.stringify(key)}:${edit}`));
  }
  parts.push(encoder.encode("}"));
  return concat(parts);
}

/** The same for a text. */
export function spliceText(json: string, edits: Edits): string {
  const bytes = encoder.encode(json);
  return new TextDecoder().decode(spliceMembers(bytes, findMembers(bytes), edits));
}

function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
