type Members = Readonly<Record<string, unknown>>;

/**
 * Bytes of what a message or a delta says: what a reader would see or a program act on. Only members that are known to
 * do so count, since the first content commits the call. One that is not known costs no more than a later commit, while
 * one that was taken for content by mistake, such as an id, would cost the fallback.
 */
export function saidBytes(message: unknown): number {
  const { content, refusal, reasoning, reasoning_content, reasoning_details, tool_calls, function_call, audio, images } = membersOf(message);
  const details = listOf(reasoning_details).flatMap(({ text, summary, data }) => [text, summary, data]);
  // The same thought under several names is one thought.
  const thoughtBytes = Math.max(bytesOf([reasoning]), bytesOf([reasoning_content]), bytesOf(details));
  const texts = [
    ...textsOf(content), refusal,
    ...listOf(tool_calls).flatMap((call) => [...callTexts(call.function), ...callTexts(call.custom)]),
    ...callTexts(function_call),
    membersOf(audio).data, membersOf(audio).transcript,
    ...listOf(images).map(({ image_url }) => membersOf(image_url).url),
  ];
  return thoughtBytes + bytesOf(texts);
}

function bytesOf(texts: readonly unknown[]): number {
  return texts.reduce<number>((sum, text) => sum + (typeof text === "string" ? Buffer.byteLength(text) : 0), 0);
}

/** Some hosts write content as a list of parts, with thoughts among them. */
function textsOf(content: unknown): unknown[] {
  if (!Array.isArray(content)) return [content];
  return listOf(content).flatMap(({ text, thinking }) => [text, ...listOf(thinking).map((part) => part.text)]);
}

function callTexts(call: unknown): unknown[] {
  const { name, arguments: text, input } = membersOf(call);
  return [name, text, input];
}

function listOf(value: unknown): Members[] {
  return Array.isArray(value) ? value.map(membersOf) : [];
}

function membersOf(value: unknown): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
}
