import { expect, test } from "vitest";
import { type Delivery, describeDelivery } from "./describe-delivery";

const at = new Date("2026-11-02T10:00:30Z");
const delivery: Delivery = { id: "d", kind: "alert", subject: "s", receiver: "ada@example.com", state: "sent", attempts: 1, problem: "", createdAt: at, sentAt: at, nextAt: null };

test.each<[Partial<Delivery>, string, boolean]>([
  [{}, "To ada@example.com: sent 2 Nov, 10:00:30.", false],
  [{ attempts: 3, kind: "recovery" }, "That it is over: to ada@example.com: sent 2 Nov, 10:00:30, at attempt 3.", false],
  [{ state: "waiting", attempts: 0, sentAt: null, nextAt: at }, "To ada@example.com: is sent within seconds.", false],
  [{ state: "waiting", attempts: 2, sentAt: null, nextAt: at, problem: "the receiver answered 500" }, "To ada@example.com: 2 attempts failed, the receiver answered 500. Tried again 2 Nov, 10:00:30.", false],
  [{ state: "given up", attempts: 8, sentAt: null, problem: "no answer (ECONNREFUSED)" }, "To ada@example.com: not delivered in 8 attempts, no answer (ECONNREFUSED).", true],
  [{ state: "given up", sentAt: null, receiver: null, problem: "the receiver is no longer a member of the team" }, "To somebody who is no user any more: not delivered, the receiver is no longer a member of the team.", true],
])("%j reads %j", (change, text, isBad) => {
  expect(describeDelivery({ ...delivery, ...change }, "UTC")).toEqual({ text, isBad });
});
