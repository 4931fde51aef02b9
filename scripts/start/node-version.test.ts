import { expect, it } from "vitest";
import { findNodeComplaint } from "./node-version.mjs";

it.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0", "100.0.0"])("takes Node %s", (version) => {
  expect(findNodeComplaint(version)).toBeNull();
});

it.each(["12.22.12", "16.20.2", "18.20.8", "20.0.0", "20.18.3"])("says in one line what is wrong with Node %s", (version) => {
  expect(findNodeComplaint(version)).toMatch(new RegExp(`^[^\\n]*${version}[^\\n]*20\\.19[^\\n]*$`));
});
