import { expect, test } from "vitest";
import { narrowKeys } from "./narrow-keys";

const now = new Date("2026-11-22T12:00:00Z");
const key = (name: string, more: object = {}) => ({ keyId: "AbC", name, last4: "wxyz", ownerEmail: "ada@acme.example", expiresAt: null, revokedAt: null, ...more });
const keys = [key("Batch"), key("old", { revokedAt: new Date(0) }), key("late", { expiresAt: now }), key("soon", { expiresAt: new Date(now.getTime() + 1) })];
const names = (text: string, state: "" | "active" | "revoked" = "") => narrowKeys(keys, { text, state }, now).map(({ name }) => name);

test("keys are found by name, by what is shown of them and by their owner, in any case", () => {
  expect(names("BATCH")).toEqual(["Batch"]);
  expect(names("abc…WXYZ")).toHaveLength(4);
  expect(names("ada@")).toHaveLength(4);
  expect(names("nobody")).toEqual([]);
});

test("an expired key is with the revoked ones", () => {
  expect(names("", "active")).toEqual(["Batch", "soon"]);
  expect(names("", "revoked")).toEqual(["old", "late"]);
});
