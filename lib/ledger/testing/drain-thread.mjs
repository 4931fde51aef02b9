// The drain's thread where nothing has been bundled: TypeScript is compiled on the fly.
import { register } from "tsx/esm/api";

register();
const { runDrainThread } = await import("../drain-thread.ts");
await runDrainThread();
