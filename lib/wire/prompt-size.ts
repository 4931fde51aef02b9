/** About how large a prompt is, without counting its tokens. */
export type PromptSize = {
  /** UTF-8 bytes of all texts, tool definitions included: no prompt has more tokens of text than that. */
  textBytes: number;
  /** Images, files and the like. */
  mediaParts: number;
};

/** Measures what a model would read: no JSON around it, and no data of images, which are not billed by their bytes. */
export function measurePrompt(messages: readonly unknown[], tools: unknown): PromptSize {
  const size: PromptSize = { textBytes: 0, mediaParts: 0 };
  for (const message of messages) {
    if (!isObject(message)) continue;
    measureContent(message.content, size);
    size.textBytes += textBytes(message.tool_calls) + textBytes(message.reasoning);
  }
  size.textBytes += textBytes(tools);
  return size;
}

function measureContent(content: unknown, size: PromptSize): void {
  if (!Array.isArray(content)) {
    size.textBytes += textBytes(content);
    return;
  }
  for (const part of content) {
    if (!isObject(part)) continue;
    if (typeof part.text === "string") size.textBytes += Buffer.byteLength(part.text);
    else size.mediaParts += 1;
  }
}

/** Of all texts inside a value, and the names of its members. */
function textBytes(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + textBytes(each), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [key, each]) => sum + key.length + textBytes(each), 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
