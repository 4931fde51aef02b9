import { expect, test } from "vitest";
import { describeCredential, hostOf, latest } from "./describe-provider";

const since = new Date("2026-11-22T23:30:00Z");

test("a credential is told by when it was set and how it ends, never by more", () => {
  expect(describeCredential({ last4: "7890", since, problem: null }, "Asia/Kathmandu").text).toBe("Set 23 Nov 2026, ends in 7890");
  expect(describeCredential({ last4: "", since, problem: null }, "UTC").text).toBe("Set 22 Nov 2026");
  expect(describeCredential(null, "UTC")).toEqual({ text: "None set", isBad: false });
  expect(describeCredential({ last4: "7890", since, problem: "it was altered: set it again" }, "UTC")).toEqual({
    text: "Cannot be opened: it was altered: set it again", isBad: true,
  });
});

test("a host keeps its port, and the latest of no time is none", () => {
  expect(hostOf("http://127.0.0.1:5111/groq/v1")).toBe("127.0.0.1:5111");
  expect(latest([null, since, new Date(0)])).toBe(since);
  expect(latest([null, null])).toBeNull();
});
