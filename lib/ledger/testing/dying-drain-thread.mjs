// A drain's thread that dies at a random moment of its work, again and again.
import { register } from "tsx/esm/api";

register();
const { runDrainThread } = await import("../drain-thread.ts");
await runDrainThread();
setTimeout(() => {
  if (Math.random() < 0.5) throw new Error("as if out of memory");
  process.exit(1);
}, 5 + Math.random() * 1_500);
