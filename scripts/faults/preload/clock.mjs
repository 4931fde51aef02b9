// @ts-check
/** Before a gateway's process: its clock, which a file puts forward or back by so many milliseconds. Timers do not look at it. */
import { readFileSync } from "node:fs";

const file = process.env["ROUTELEDGER_FAULTS_CLOCK"] ?? "";
const LOOK_MS = 10;
const realNow = Date.now;
let offsetMs = 0;

function look() {
  try {
    offsetMs = Number(readFileSync(file, "utf8"));
  } catch {
    offsetMs = 0;
  }
}

const now = () => realNow() + offsetMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
});
look();
setInterval(look, LOOK_MS).unref();
