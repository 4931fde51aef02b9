import fc from "fast-check";
import { expect, test } from "vitest";
import { slugProblem } from "@/lib/core/name";
import { proposeSlug } from "./propose-slug";

test("a slug is proposed from the model, and another one where it is taken", () => {
  expect(proposeSlug("meta-llama/Llama-3.3-70B:free", [])).toBe("cheapest-llama-3.3-70b-free");
  expect(proposeSlug("m", ["cheapest-m", "cheapest-m-2"])).toBe("cheapest-m-3");
});

test("what is proposed may be taken, whatever the model is called", () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), fc.boolean(), (model, isTaken) => {
    const first = proposeSlug(model, []);
    const slug = isTaken ? proposeSlug(model, [first]) : first;
    expect(slugProblem(slug)).toBeNull();
    expect(isTaken && slug === first).toBe(false);
  }));
});
