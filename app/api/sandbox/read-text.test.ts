import { expect, test } from "vitest";
import { readText } from "./read-text";

function requestOf(chunks: Iterable<Uint8Array>): Request {
  const left = chunks[Symbol.iterator]();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = left.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
  return new Request("http://127.0.0.1/", { method: "POST", body, duplex: "half" } as RequestInit);
}

test("a body without an end is left after as many bytes as may be", async () => {
  let given = 0;
  function* endless() {
    for (;;) {
      given += 1;
      yield new Uint8Array(1_000).fill(32);
    }
  }
  expect(await readText(requestOf(endless()), 10_000)).toBeNull();
  expect(given).toBeLessThan(20);
});

test("a body is read whole, letters that are cut between chunks too, and nothing that is no UTF-8", async () => {
  const bytes = new TextEncoder().encode("{\"a\":\"ü\"}");
  expect(await readText(requestOf([bytes.slice(0, 7), bytes.slice(7)]), bytes.length)).toBe("{\"a\":\"ü\"}");
  expect(await readText(new Request("http://127.0.0.1/"), 10)).toBe("");
  await expect(readText(requestOf([Uint8Array.of(0xff)]), 10)).rejects.toThrow(TypeError);
});
