import { expect, it } from "vitest";
import { findDescriptorLimit, roomFor } from "./descriptors";

it("gives calls what is asked for, and connections the rest", () => {
  expect(roomFor(8_000, 20_000)).toEqual({ calls: 8_000, connections: 11_744 });
  expect(roomFor(8_000, Infinity)).toEqual({ calls: 8_000, connections: Infinity });
});

it("takes no more calls than there are descriptors for, two for each", () => {
  expect(roomFor(8_000, 1_024)).toEqual({ calls: 384, connections: 384 });
  expect(roomFor(8_000, 64)).toEqual({ calls: 1, connections: 1 });
});

it("finds the limit of this process", () => {
  expect(findDescriptorLimit()).toBeGreaterThan(64);
});
