import fc from "fast-check";
import { expect, it } from "vitest";
import { Admission, type Place } from "./admission";

const LIMITS = { calls: 8, bytes: 1_000, queue: 4, waitMs: 50 };
const ask = (key: string, bytes = 1) => ({ key, bytes });

/** As many places as a key gets. */
function takeAll(admission: Admission, key: string, bytes = 1): Place[] {
  const places: Place[] = [];
  for (let place = admission.tryEnter(ask(key, bytes)); place; place = admission.tryEnter(ask(key, bytes))) places.push(place);
  return places;
}

it("leaves a quarter to others, however much one key asks for, and some of that to those who come after them", () => {
  const admission = new Admission({ ...LIMITS, calls: 1_000 });
  const taken = ["greedy", "second", "third", "fourth"].map((key) => takeAll(admission, key).length);
  expect(taken).toEqual([750, 188, 47, 12]);
});

it("has room again when a call leaves, once for each", () => {
  const admission = new Admission(LIMITS);
  const [place] = takeAll(admission, "a");
  place?.leave();
  place?.leave();
  expect(admission.status().calls).toBe(5);
  expect(takeAll(admission, "a")).toHaveLength(1);
});

it("bounds the bytes too, those of bodies of untold length as they come", () => {
  const admission = new Admission(LIMITS);
  const place = admission.tryEnter(ask("a", 400));
  expect(admission.tryEnter(ask("b", 601))).toBeNull();
  expect(place?.grow(300)).toBe(true);
  expect(place?.grow(300)).toBe(false);
  expect(admission.status().bytes).toBe(700);
  place?.leave();
  expect(admission.status()).toEqual({ calls: 0, bytes: 0, waiting: 0 });
});

it("serves the last one to come first, and tells the others when their time is over", () => {
  const admission = new Admission(LIMITS);
  const [first, second] = takeAll(admission, "a");
  const told: string[] = [];
  for (const name of ["old", "older than new", "new"]) {
    expect(admission.wait(ask("a"), 0, (place) => told.push(`${name} ${place ? "in" : "out"}`))).toBe(true);
  }
  first?.leave();
  admission.expire(49);
  second?.leave();
  expect(told).toEqual(["new in", "older than new in"]);
  admission.expire(50);
  expect(told.at(-1)).toBe("old out");
  expect(admission.status().waiting).toBe(0);
});

it("lets nobody wait for a queue that is full, nor one key fill it", () => {
  const admission = new Admission(LIMITS);
  takeAll(admission, "a");
  const waits = (key: string) => admission.wait(ask(key), 0, () => undefined);
  expect([waits("a"), waits("a"), waits("a"), waits("a"), waits("b"), waits("b"), waits("c")]).toEqual([true, true, true, false, true, false, false]);
});

it("never exceeds its bounds, forgets nobody, and has a place for a newcomer while any is free", () => {
  const step = fc.record({ key: fc.constantFrom("a", "b", "c"), bytes: fc.integer({ min: 0, max: 400 }), does: fc.constantFrom("enter", "wait", "leave", "grow", "expire") });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const admission = new Admission(LIMITS);
      const places: Place[] = [];
      let [asked, decided] = [0, 0];
      steps.forEach(({ key, bytes, does }, index) => {
        if (does === "enter") {
          const { calls, bytes: held } = admission.status();
          const place = admission.tryEnter({ key, bytes });
          if (place) places.push(place);
          const newcomer = admission.tryEnter(ask(`newcomer ${index}`, 0));
          expect(newcomer !== null).toBe(LIMITS.calls - calls - (place ? 1 : 0) > 0);
          newcomer?.leave();
          if (place) expect(held + bytes).toBeLessThanOrEqual(LIMITS.bytes);
        } else if (does === "wait") {
          const waits = admission.wait({ key, bytes }, index, (place) => {
            decided += 1;
            if (place) places.push(place);
          });
          if (waits) asked += 1;
        } else if (does === "expire") admission.expire(index);
        else if (does === "grow") places[0]?.grow(bytes);
        else places.splice(bytes % Math.max(places.length, 1), 1)[0]?.leave();
        const status = admission.status();
        expect(status.calls).toBe(places.length);
        expect(status.calls).toBeLessThanOrEqual(LIMITS.calls);
        expect(status.bytes).toBeLessThanOrEqual(LIMITS.bytes);
        expect(status.waiting).toBe(asked - decided);
      });
      for (const place of places) place.leave();
      admission.expire(1_000);
      while (places.length > 0) places.shift()?.leave();
      expect(admission.status()).toEqual({ calls: 0, bytes: 0, waiting: 0 });
    }),
  );
});
