/** One member of the outermost object, as places in the text's bytes. */
export type Member = {
  key: string;
  /** Where the key's opening quote stands. */
  start: number;
  valueStart: number;
  /** Behind the value's last byte. */
  end: number;
};

/** Deeper values are refused before anything recurses over them. */
const MAX_DEPTH = 64;
/** A request has some dozens of members. */
const MAX_MEMBERS = 1_000;
/** Values in all: millions of empty ones would take seconds to parse and a hundred times their bytes in memory. */
const MAX_VALUES = 500_000;

type Count = { values: number };

export class JsonMembersError extends Error {
  override name = "JsonMembersError";
}

const decoder = new TextDecoder();
const fatalDecoder = new TextDecoder("utf-8", { fatal: true });

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Finds the members of a JSON object without parsing their values, so that one of them can be replaced and all other
 * bytes stay as they are. Checks structure and depth only; whether the text is JSON is `JSON.parse`'s to say.
 * @throws JsonMembersError when the text is not an object, is cut short, or nests deeper than `MAX_DEPTH`
 */
export function findMembers(json: Uint8Array): Member[] {
  const members: Member[] = [];
  const count: Count = { values: 0 };
  let at = skipSpace(json, 0);
  if (json[at] !== OPEN_BRACE) throw new JsonMembersError("expected an object");
  at = skipSpace(json, at + 1);
  if (json[at] === CLOSE_BRACE) return members;
  for (;;) {
    if (json[at] !== QUOTE) throw new JsonMembersError("expected a member's name");
    const start = at;
    const keyEnd = skipString(json, at);
    at = skipSpace(json, keyEnd);
    if (json[at] !== COLON) throw new JsonMembersError("expected a colon");
    const valueStart = skipSpace(json, at + 1);
    const end = skipValue(json, valueStart, count);
    if (members.length >= MAX_MEMBERS) throw new JsonMembersError(`it has more than ${MAX_MEMBERS} members`);
    members.push({ key: readKey(json, start + 1, keyEnd - 1), start, valueStart, end });
    at = skipSpace(json, end);
    if (json[at] === CLOSE_BRACE) return members;
    if (json[at] !== COMMA) throw new JsonMembersError("expected a comma");
    at = skipSpace(json, at + 1);
  }
}

/**
 * Parses a JSON object whose members can be spliced: structure and depth come first, so that what nests too deep never
 * reaches anything that recurses.
 * @throws JsonMembersError saying what is wrong
 */
export function parseObject(json: Uint8Array): { object: object; members: Member[] } {
  const members = findMembers(json);
  try {
    return { object: JSON.parse(fatalDecoder.decode(json)) as object, members };
  } catch {
    throw new JsonMembersError("it is not JSON in UTF-8");
  }
}

/** A JSON text with what is known of it: a chunk of a stream is looked at by several, and scanned once. */
export type JsonText = { bytes: Uint8Array; members: Member[] };

/** In one line, as an event needs it: outside of strings a line's end is space, and inside of them JSON has none. */
function toBytes(text: string): Buffer {
  return Buffer.from(text.includes("\n") ? text.replaceAll("\n", " ") : text);
}

/** The same as `parseObject` for a text, with its bytes. @throws JsonMembersError saying what is wrong */
export function parseObjectText(text: string): { object: object; json: JsonText } {
  const bytes = toBytes(text);
  const members = findMembers(bytes);
  try {
    return { object: JSON.parse(text) as object, json: { bytes, members } };
  } catch {
    throw new JsonMembersError("it is not JSON");
  }
}

/** @throws JsonMembersError when it is no object */
export function toJsonText(text: string): JsonText {
  const bytes = toBytes(text);
  return { bytes, members: findMembers(bytes) };
}

/** Of the bytes between a key's quotes. Most have nothing in them that would need to be decoded. */
function readKey(json: Uint8Array, start: number, end: number): string {
  let key = "";
  for (let at = start; at < end; at += 1) {
    const byte = json[at] ?? 0;
    if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return parseKey(json.subarray(start - 1, end + 1));
    key += String.fromCharCode(byte);
  }
  return key;
}

function parseKey(quoted: Uint8Array): string {
  try {
    return JSON.parse(decoder.decode(quoted)) as string;
  } catch {
    throw new JsonMembersError("a member's name is not a JSON string");
  }
}

function skipSpace(json: Uint8Array, from: number): number {
  let at = from;
  while (json[at] === 0x20 || json[at] === 0x0a || json[at] === 0x0d || json[at] === 0x09) at += 1;
  return at;
}

/** Most strings end sooner; in longer ones, Node's own search for the quote is a hundred times as quick. */
const NEAR_BYTES = 32;

/** @returns the place behind the closing quote */
function skipString(json: Uint8Array, from: number): number {
  let at = from + 1;
  for (const near = Math.min(json.length, at + NEAR_BYTES); at < near; at += 1) {
    if (json[at] === BACKSLASH) at += 1;
    else if (json[at] === QUOTE) return at + 1;
  }
  for (let quote = json.indexOf(QUOTE, at); quote >= 0; quote = json.indexOf(QUOTE, quote + 1)) {
    let before = quote;
    while (before > at && json[before - 1] === BACKSLASH) before -= 1;
    // An even number of them escapes each other.
    if ((quote - before) % 2 === 0) return quote + 1;
  }
  throw new JsonMembersError("a string is cut short");
}

function skipValue(json: Uint8Array, from: number, count: Count): number {
  const first = json[from];
  if (first === QUOTE) return skipString(json, from);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipNested(json, from, count);
  let at = from;
  while (at < json.length && !endsScalar(json[at])) at += 1;
  if (at === from) throw new JsonMembersError("expected a value");
  return at;
}

function endsScalar(byte: number | undefined): boolean {
  return (
    byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET ||
    byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
  );
}

function skipNested(json: Uint8Array, from: number, count: Count): number {
  let depth = 0;
  let at = from;
  while (at < json.length) {
    const byte = json[at];
    if (byte === QUOTE) {
      at = skipString(json, at);
      continue;
    }
    if (byte === COMMA && ++count.values > MAX_VALUES) throw new JsonMembersError(`it has more than ${MAX_VALUES} values`);
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      // The outermost object is a level of its own.
      if (depth >= MAX_DEPTH) throw new JsonMembersError(`nested deeper than ${MAX_DEPTH} levels`);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
    at += 1;
  }
  throw new JsonMembersError("a value is cut short");
}
