import { describe, expect, it } from "vitest";
import { measurePrompt } from "./prompt-size";

const image = (bytes: number) => ({ type: "image_url", image_url: { url: `data:image/png;base64,${"A".repeat(bytes)}` } });

describe("the size of a prompt", () => {
  it("is that of its texts, in bytes", () => {
    const messages = [{ role: "system", content: "abc" }, { role: "user", content: [{ type: "text", text: "é" }] }, null, { role: "user" }];
    expect(measurePrompt(messages, null)).toEqual({ textBytes: 5, mediaParts: 0 });
  });

  it("does not grow with an image's data", () => {
    expect(measurePrompt([{ role: "user", content: [image(5_000_000), image(1)] }], null)).toEqual({ textBytes: 0, mediaParts: 2 });
  });

  it("counts what tools and their calls say", () => {
    const call = { function: { name: "f", arguments: "{}" } };
    expect(measurePrompt([{ role: "assistant", content: null, tool_calls: [call] }], [{ name: "f" }])).toEqual({
      textBytes: "function".length + "name".length + 1 + "arguments".length + 2 + "name".length + 1, mediaParts: 0,
    });
  });
});
