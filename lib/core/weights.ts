import {
  BEDROCK_NAMES, HOUSE_PRECISIONS, JOINED_PUBLISHERS, MEANS_INSTRUCT, PRECISIONS, PUBLISHED_IN, PUBLISHERS, REGIONS, RELEASED_ONCE, SAME_MODEL, SERVED_AS, SHELVES,
} from "./weights-table";

/** What an endpoint serves: a model's one name, and the precision where it is not the published one. */
export type Weights = { readonly name: string; readonly precision: string | null };

/**
 * Two endpoints serve the same weights if, and only if, their keys are equal: `llama-3.3-70b-instruct` for every host
 * that names it in its own way, `llama-3.3-70b-instruct@fp8` for those that keep it in fewer bits. What cannot be told
 * keeps a key of its own: weights are never called equal on a guess.
 * @param model an endpoint's model, in anybody's spelling
 * @param quantization what is known of the endpoint, in place of what the name says; null where nobody said
 */
export function weightsKey(model: string, quantization: string | null): string {
  const { name, precision } = weightsOf(model, quantization);
  return precision === null ? name : `${name}@${precision}`;
}

/** The two parts of the key, for people. */
export function weightsOf(model: string, quantization: string | null): Weights {
  const spelled = model.trim().toLowerCase();
  const given = quantization?.trim().toLowerCase() || null;
  if (isMoving(spelled)) return { name: spelled, precision: given === null ? null : known(given) };
  const { publisher, rest } = splitPublisher(spelled);
  const { words, said } = readWords(rest);
  const joined = nameOf(words);
  const name = publisher === "" ? joined : `${publisher}/${joined}`;
  return { name, precision: precisionOf(name, given === null ? said : known(given)) };
}

/** Such as OpenRouter's `~z-ai/glm-latest`: today these weights, tomorrow others. */
function isMoving(spelled: string): boolean {
  return spelled.startsWith("~") || /[-_]latest$/.test(spelled);
}

/** Takes the way to a model off its name. Only a publisher that may have tuned the model is handed back. */
function splitPublisher(spelled: string): { publisher: string; rest: string } {
  const parts = spelled.split("/").filter((part) => part !== "" && !SHELVES.has(part));
  const rest = withoutJoined(withoutDots(parts.at(-1) ?? spelled));
  const publisher = parts.slice(0, -1).filter((part) => !PUBLISHERS.has(part)).join("/");
  return { publisher, rest: rest.replace(/:(free|extended)$/, "").replace(/@(default|\d{8})$/, (text) => (text === "@default" ? "" : `-${text.slice(1)}`)) };
}

/** Amazon Bedrock's names, such as `us.meta.llama3-1-70b-instruct-v1:0`. */
function withoutDots(name: string): string {
  const dotted = name.split(".");
  const local = REGIONS.has(dotted[0] ?? "") ? dotted.slice(1) : dotted;
  if (!PUBLISHERS.has(local[0] ?? "") || local.length === 1) return name;
  const rest = local.slice(1).join(".").replace(/(-v\d+:\d+(:\d+k)?|-v1|-\d:\d)$/, "");
  return BEDROCK_NAMES.get(`${local[0]}.${rest}`) ?? rest;
}

function withoutJoined(name: string): string {
  const joined = JOINED_PUBLISHERS.find((each) => name.startsWith(`${each}-`) && name.length > each.length + 1);
  return joined === undefined ? name : name.slice(joined.length + 1);
}

/** The words of a name in one spelling, and the precision that it says; undefined where it says none. */
function readWords(name: string): { words: string[]; said: string | null | undefined } {
  const words = joinVersions(splitWords(name)).map((word) => (MEANS_INSTRUCT.has(word) ? "instruct" : word));
  const quantized = words.slice(1).find((word) => PRECISIONS.has(word));
  // Only after `instruct`: gpt-3.5-turbo-instruct and nova-lite are models of their own.
  const instruct = words.indexOf("instruct");
  const house = instruct < 0 ? undefined : words.slice(instruct).find((word) => HOUSE_PRECISIONS.has(word));
  const said = quantized !== undefined ? known(quantized) : house === undefined ? undefined : HOUSE_PRECISIONS.get(house);
  const at = quantized === undefined ? words.length : words.indexOf(quantized);
  // After the precision come words about it (`int4-mixed-ar`), or about the service (`fp8-fast`).
  const kept = words.filter((word, index) => index === 0 || (index < at && word !== house && !SERVED_AS.has(word)));
  return { words: kept, said };
}

/** `Qwen2p5_VL` and `qwen-2.5-vl` are the same words. */
function splitWords(name: string): string[] {
  return name
    .replace(/(\d)[p_](?=\d)/g, "$1.")
    .replace(/_/g, "-")
    .split("-")
    .flatMap((word) => {
      const joined = PRECISIONS.has(word) ? null : /^([a-z]{3,})(\d+(?:\.\d+)?)$/.exec(word);
      const version = /^v(\d+\.\d+)$/.exec(word);
      if (joined) return [joined[1] ?? "", joined[2] ?? ""];
      return [version && /^llama-?v/.test(name) ? (version[1] ?? "") : word];
    })
    .filter((word) => word !== "");
}

/** `llama-3-1-8b` is 3.1 and `grok-4-20` is 4.20; `llama-3-8b` stays 3, and the 02-23 of a date stays a day. */
function joinVersions(words: string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1) ?? "";
    const isSecondPart = /^[a-z]?\d$/.test(last) ? /^(\d{1,2}|\dt)$/.test(word) : /^[a-z]?\d{2}$/.test(last) && /^\d$/.test(word);
    if (isSecondPart) joined[joined.length - 1] = `${last}.${word}`;
    else joined.push(word);
  }
  return joined;
}

function nameOf(words: readonly string[]): string {
  const name = words.join("-");
  const undated = RELEASED_ONCE.test(name) ? name.replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, "") : name;
  return SAME_MODEL.get(undated) ?? undated;
}

function known(said: string): string | null {
  const found = PRECISIONS.get(said);
  return found === undefined ? said : found;
}

/** null for the precision that the weights were published in, and for those that are it unpacked. */
function precisionOf(name: string, said: string | null | undefined): string | null {
  if (said === undefined || said === null) return null;
  const published = PUBLISHED_IN.find(({ begins }) => name.startsWith(begins));
  return published?.precision === said ? null : said;
}
