// @ts-check
import { prepareCheckout } from "../start/prepare.mjs";
import { formatFailure } from "../start/problem.mjs";
import { ROOT } from "../start/root.mjs";
import { createSteps } from "../start/steps.mjs";

// The production build, as a program of its own, so that it can step back behind others.
try {
  await prepareCheckout({ root: ROOT, steps: createSteps(process.stdout), parts: ["pages", "gateway"] });
} catch (error) {
  console.error(formatFailure(error));
  process.exitCode = 1;
}
