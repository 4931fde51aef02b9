import { describe, expect, it } from "vitest";
import { CAUSES, fallsBack } from "./outcome";
import { leavesTier, NO_TRIGGERS, type Triggers } from "./triggers";

const on = (fallbackOn: Triggers["fallbackOn"], stopOn: Triggers["stopOn"] = []): Triggers => ({ fallbackOn, stopOn });

describe("triggers", () => {
  it("leave every cause to its default where nothing is set", () => {
    for (const cause of CAUSES) expect(leavesTier({ cause, httpStatus: 418 }, NO_TRIGGERS, NO_TRIGGERS)).toBe(fallsBack(cause));
  });

  it.each([
    ["the profile's cause", on([]), on(["content_filter"]), true],
    ["the tier before the profile", on([], ["content_filter"]), on(["content_filter"]), false],
    ["a status before a cause", on([400], ["content_filter"]), on([]), true],
    ["the tier's cause before the profile's status", on(["content_filter"]), on([], [400]), true],
    ["a status that did not come", on([401]), on([]), false],
  ])("heed %s", (_name, tier, profile, expected) => {
    expect(leavesTier({ cause: "content_filter", httpStatus: 400 }, tier, profile)).toBe(expected);
  });

  it("know no status where no answer came", () => {
    expect(leavesTier({ cause: "network", httpStatus: null }, on([], [0]), NO_TRIGGERS)).toBe(true);
  });
});
