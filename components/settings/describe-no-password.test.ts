import { expect, test } from "vitest";
import { describeNoPassword } from "./describe-no-password";

test.each([
  [[], /^No password was set/],
  [["github"], /^You sign in with GitHub, and/],
  [["google", "oidc"], /^You sign in with Google or your organisation's sign-in, and/],
  [["saml"], /with saml/],
])("%j", (services, words) => {
  expect(describeNoPassword(services)).toMatch(words);
});
