import * as fc from "fast-check";
import { expect, it } from "vitest";
import { EventQueue } from "./event-queue";

it("brings events in the order of their times, whenever they were put in", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(50)), { maxLength: 300, size: "max" }), (steps) => {
      const queue = new EventQueue();
      const waiting: number[] = [];
      steps.forEach((atMs, event) => {
        if (atMs !== null) {
          queue.push(atMs, event);
          waiting.push(event);
          return;
        }
        const soonest = Math.min(...waiting.map((each) => steps[each] ?? Infinity));
        expect(queue.nextAtMs).toBe(soonest);
        if (waiting.length === 0) return;
        const next = queue.pop();
        expect(steps[next]).toBe(soonest);
        waiting.splice(waiting.indexOf(next), 1);
      });
    }),
  );
  expect(() => new EventQueue().pop()).toThrow("Nothing is due");
});
