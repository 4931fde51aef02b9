import type { Usage } from "@/lib/core/usage";
import { parseObjectText, toJsonText } from "@/lib/wire/json-members";
import type { Chunk, ChunkReader, Reason } from "../dialect";
import { readErrorObject } from "./failure";
import { fieldsOf, textOf, type Fields } from "./fields";
import { finishReasonOf } from "./finish-reason";
import { formatThought } from "./thoughts";
import { isInJsonMode, JSON_TOOL } from "./tools";
import { formatUsage, readUsage } from "./usage";

/** A block of the answer while it comes. `tool`: the place among the calls; null for JSON mode's own, the first of which answers. */
type OpenBlock = { type: string; tool: number | null; answers: boolean; input: unknown; wrote: boolean };

/** Text that may yet turn out to stand beside an answer in JSON; more than any model writes goes out as it is. */
const MAX_HELD_CHARS = 1_048_576;


/** A reader of one stream of the Messages API (platform.claude.com/docs, streaming messages). */
export function openReader(sent: Uint8Array): ChunkReader {
  const reader = new MessageReader(isInJsonMode(sent));
  return (data) => reader.read(data);
}

class MessageReader {
  private hasAnswered = false;
  private held = "";
  private id = "";
  private model = "";
  private hasSpoken = false;
  private hasFinished = false;
  private readonly created = Math.floor(Date.now() / 1_000);
  private readonly blocks = new Map<unknown, OpenBlock>();
  private calls = 0;
  private usage: Fields = {};

  constructor(private readonly inJson: boolean) {}

  read(data: string): Chunk[] | Reason | null {
    let event: Fields;
    try {
      event = fieldsOf(parseObjectText(data).object);
    } catch {
      return { cause: "malformed", detail: "an event of the stream is not a JSON object" };
    }
    switch (event.type) {
      case "message_start":
        return this.start(fieldsOf(event.message));
      case "content_block_start":
        return this.openBlock(event.index, fieldsOf(event.content_block));
      case "content_block_delta":
        return this.addToBlock(event.index, fieldsOf(event.delta));
      case "content_block_stop":
        return this.closeBlock(event.index);
      case "message_delta":
        return this.end(fieldsOf(event.delta), fieldsOf(event.usage));
      case "message_stop":
        return null;
      case "error":
        return readErrorObject(event.error);
      default:
        // Pings, and whatever is yet to be invented: the API's rules for clients say to pass over it.
        return [];
    }
  }

  private start({ id, model, usage }: Fields): Chunk[] {
    this.id = textOf(id);
    this.model = textOf(model);
    this.usage = fieldsOf(usage);
    // The count of output beside it is of the first token, and no more than that.
    const inputUsage = readUsage({ ...this.usage, output_tokens: 0, output_tokens_details: null });
    return [{ ...this.chunk({ role: "assistant", content: "" }), ...(inputUsage ? { inputUsage } : {}) }];
  }

  private openBlock(index: unknown, block: Fields): Chunk[] {
    const isCall = block.type === "tool_use" && block.name !== JSON_TOOL;
    const answers = block.type === "tool_use" && !isCall && !this.hasAnswered;
    const open: OpenBlock = { type: textOf(block.type), tool: isCall ? this.calls++ : null, answers, input: block.input, wrote: false };
    this.blocks.set(index, open);
    if (answers) {
      this.hasAnswered = true;
      this.held = "";
    }
    if (block.type === "redacted_thinking") return [this.think(index, { data: textOf(block.data) })];
    if (open.tool !== null) {
      const name = textOf(block.name);
      const call = { index: open.tool, id: textOf(block.id), type: "function", function: { name, arguments: "" } };
      return [this.chunk({ tool_calls: [call] }, Buffer.byteLength(name))];
    }
    return textOf(block.text) === "" ? [] : this.sayText(textOf(block.text));
  }

  private addToBlock(index: unknown, delta: Fields): Chunk[] {
    const block = this.blocks.get(index);
    switch (delta.type) {
      case "text_delta":
        return this.sayText(textOf(delta.text));
      case "thinking_delta":
        return [this.think(index, { text: textOf(delta.thinking) })];
      case "signature_delta":
        return [this.think(index, { signature: textOf(delta.signature) })];
      case "input_json_delta":
        return block?.type === "tool_use" ? this.addInput(block, textOf(delta.partial_json)) : [];
      default:
        return [];
    }
  }

  private addInput(block: OpenBlock, text: string): Chunk[] {
    if (text === "") return [];
    block.wrote = true;
    if (block.tool === null) return block.answers ? [this.say(text)] : [];
    return [this.chunk({ tool_calls: [{ index: block.tool, function: { arguments: text } }] }, Buffer.byteLength(text))];
  }

  /** A call without arguments streams none; OpenAI's clients parse what they got, and an empty text is no JSON. */
  private closeBlock(index: unknown): Chunk[] {
    const block = this.blocks.get(index);
    this.blocks.delete(index);
    if (block?.type !== "tool_use" || block.wrote) return [];
    return this.addInput(block, JSON.stringify(block.input ?? {}));
  }

  /** Usage here is of the whole answer so far, and leaves out what the start has told already. */
  private end(delta: Fields, usage: Fields): Chunk[] {
    this.usage = { ...this.usage, ...Object.fromEntries(Object.entries(usage).filter(([, count]) => count != null)) };
    // The start's count of output is of its first token: alone it would be far too low.
    const counted = usage.output_tokens == null ? null : readUsage(this.usage);
    const finishReason = finishReasonOf(delta.stop_reason, this.calls > 0);
    const held = finishReason === null ? [] : this.release();
    return [...held, this.chunk({}, 0, finishReason, counted)];
  }

  /** In JSON mode a text is the answer only if no call of the tool comes. That the model speaks commits all the same. */
  private sayText(text: string): Chunk[] {
    if (!this.inJson) return [this.say(text)];
    const heard = this.chunk({}, Buffer.byteLength(text));
    if (!this.hasAnswered) this.held += text;
    return this.held.length > MAX_HELD_CHARS ? [heard, ...this.release()] : [heard];
  }

  /** Its bytes were counted as they came. */
  private release(): Chunk[] {
    const { held } = this;
    this.held = "";
    return held === "" ? [] : [this.chunk({ content: held })];
  }

  private say(text: string): Chunk {
    return this.chunk({ content: text }, Buffer.byteLength(text));
  }

  private think(index: unknown, part: { text: string } | { signature: string } | { data: string }): Chunk {
    const details = [formatThought(this.model, Number(index), part)];
    if (!("text" in part)) return this.chunk({ reasoning_details: details });
    return this.chunk({ reasoning: part.text, reasoning_details: details }, Buffer.byteLength(part.text));
  }

  private chunk(delta: object, contentBytes = 0, finishReason: string | null = null, usage: Usage | null = null): Chunk {
    const json = toJsonText(JSON.stringify({
      id: this.id,
      object: "chat.completion.chunk",
      created: this.created,
      model: this.model,
      choices: [{ index: 0, delta, finish_reason: finishReason }],
      ...(usage ? { usage: formatUsage(usage) } : {}),
    }));
    const content = contentBytes > 0;
    if (content) this.hasSpoken = true;
    if (finishReason !== null) this.hasFinished = true;
    const filtered = finishReason === "content_filter" && !this.hasSpoken;
    return { json, content, contentBytes, finished: this.hasFinished, filtered, usage, usageOnly: false, failure: null };
  }
}
