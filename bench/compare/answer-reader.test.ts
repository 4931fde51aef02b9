import { describe, expect, it } from "vitest";
import { AnswerReader } from "./answer-reader";

const BY_LENGTH = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
const BY_CHUNKS = "HTTP/1.1 503 Busy\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe\r\no\r\nb\r\n\r\n0\r\n\r\nx\r\ny\r\n0\r\n\r\n";

function readIn(text: string, size: number): AnswerReader {
  const reader = new AnswerReader();
  for (let at = 0; at < text.length; at += size) {
    expect(reader.isWhole).toBe(false);
    reader.read(Buffer.from(text.slice(at, at + size)));
  }
  return reader;
}

describe("the reader of answers", () => {
  it.each([1, 2, 7, 1_000])("knows where an answer ends that comes in pieces of %i bytes", (size) => {
    expect(readIn(BY_LENGTH, size)).toMatchObject({ isWhole: true, status: 200, isStream: false });
    expect(readIn(BY_CHUNKS, size)).toMatchObject({ isWhole: true, status: 503, isStream: true });
  });

  it("tells what is of the body from the head", () => {
    const reader = new AnswerReader();
    expect([reader.read(Buffer.from("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n")), reader.read(Buffer.from("ok"))]).toEqual([false, true]);
  });
});
