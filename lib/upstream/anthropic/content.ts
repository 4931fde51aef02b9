import type { ContentPart } from "./chat-body";
import { UnsayableError } from "./unsayable";

/** One content block of the Messages API. */
export type Block = { type: string; [key: string]: unknown };

const DATA_URL = /^data:([^;,]+);base64,(.*)$/s;

/** Texts without a visible character are left out: the API refuses them, and they say nothing. */
export function formatContent(parts: readonly ContentPart[]): Block[] {
  return parts.flatMap((part): Block[] => {
    const block = formatPart(part);
    if (block.type === "text" && String(block.text).trim() === "") return [];
    return "cache_control" in part && part.cache_control ? [{ ...block, cache_control: part.cache_control }] : [block];
  });
}

function formatPart(part: ContentPart): Block {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "refusal":
      return { type: "text", text: part.refusal };
    case "image_url":
      return { type: "image", source: sourceOf(part.image_url.url, "an image") };
    case "file":
      return formatFile(part.file);
  }
}

function formatFile({ file_data, filename }: { file_data: string; filename?: string | null | undefined }): Block {
  const source = sourceOf(file_data, "a file");
  if (source.type === "base64" && source.media_type !== "application/pdf") {
    throw new UnsayableError(`a file of the type ${String(source.media_type)}: the Messages API reads PDF alone`);
  }
  return { type: "document", source, ...(filename ? { title: filename } : {}) };
}

function sourceOf(url: string, what: string): Block {
  const [, mediaType, data] = DATA_URL.exec(url) ?? [];
  if (mediaType !== undefined) return { type: "base64", media_type: mediaType, data };
  if (/^https?:\/\//i.test(url)) return { type: "url", url };
  throw new UnsayableError(`${what} must be a base64 data URL or an http(s) URL`);
}
