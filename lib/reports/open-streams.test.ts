import { expect, test } from "vitest";
import { OpenStreams } from "./open-streams";

test("a person holds so many streams and no more, whatever others hold, and gets the place of one that ended", () => {
  const streams = new OpenStreams(2);
  const [first, second] = [streams.enter("ada"), streams.enter("ada")];
  expect([first, second, streams.enter("ada")]).toEqual([expect.any(Function), expect.any(Function), null]);
  expect(streams.enter("bob")).not.toBeNull();
  first?.();
  first?.();
  expect(streams.enter("ada")).not.toBeNull();
  expect(streams.enter("ada")).toBeNull();
});
