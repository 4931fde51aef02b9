import { describe, expect, it } from "vitest";
import { readFeatures } from "./features";

const part = (type: string) => ({ role: "user", content: [{ type: "text", text: "x" }, { type }] });

describe("what a request asks of a model", () => {
  it.each<[object, string[]]>([
    [{}, []],
    [{ temperature: 0, max_completion_tokens: 5, max_tokens: 6 }, ["max_tokens", "temperature"]],
    [{ tools: [], tool_choice: "auto" }, ["tool_choice"]],
    [{ tools: [{}], stop: null }, ["tools"]],
    [{ response_format: { type: "text" } }, []],
    [{ response_format: { type: "json_object" } }, ["response_format"]],
    [{ response_format: { type: "json_schema" } }, ["structured_outputs"]],
    [{ n: 1, logprobs: false, modalities: ["text"] }, []],
    [{ n: 2, modalities: ["text", "audio"] }, ["modalities", "n"]],
    [{ reasoning_effort: "high" }, ["reasoning"]],
    [{ constructor: {}, messages: [], unheard_of: 1 }, []],
  ])("%j: %j", (request, parameters) => {
    expect(readFeatures({ ...request }, []).parameters.sort()).toEqual(parameters);
  });

  it("reads which kinds of input the messages hold", () => {
    const { inputs, images } = readFeatures({}, [part("image_url"), part("file"), part("constructor"), null, "x", { content: "y" }]);
    expect(inputs).toEqual(["image", "file"]);
    expect(images).toBe(true);
  });
});
