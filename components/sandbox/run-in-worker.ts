"use client";

import type { Listener, RunInWorker, RunReport } from "./worker-messages";

/** A worker for each run: to end one is to end its worker, whatever it is doing, and no answer comes late. */
export const runInWorker: RunInWorker = (message, listener) => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<Report<typeof listener>>) => {
    if (data.type === "progress") listener.progress(data.progress as never);
    else {
      worker.terminate();
      if (data.type === "done") listener.done(data.answer as never);
      else listener.failed(data.why);
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    worker.terminate();
    listener.failed(event.message || "the browser could not start it");
  };
  worker.postMessage(message);
  return () => { worker.terminate(); };
};

type Report<L> = L extends Listener<infer Progress, infer Answer> ? RunReport<Progress, Answer> : never;
