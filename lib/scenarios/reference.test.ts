import { expect, test } from "vitest";
import { formatReference } from "./reference";

test("the reference says what the schemas say; npx vitest run --update lib/scenarios/reference writes it anew", async () => {
  await expect(formatReference()).toMatchFileSnapshot("../../docs/sandbox-fields.md");
});
