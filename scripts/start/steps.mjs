// @ts-check

const BEAT_MS = 10_000;
const SLOW_MS = 1_000;

/**
 * Prints a line for each step: while it runs, that it does, and then its result and time.
 * @param {NodeJS.WriteStream} out
 * @param {{ onlyWhenSlow?: boolean }} [options] onlyWhenSlow: say nothing of a step that was done at once
 */
export function createSteps(out, { onlyWhenSlow = false } = {}) {
  return {
    /**
     * @template Result
     * @param {string} name
     * @param {(report: (text: string) => void) => Promise<Result>} task reports what it does, and in the end what it did
     * @returns {Promise<Result>}
     */
    async run(name, task) {
      const startedAt = Date.now();
      let text = "";
      const show = () => {
        const seconds = Math.round((Date.now() - startedAt) / 1000);
        const line = formatStep("…", name, text, seconds > 0 ? `${seconds} s` : "");
        out.write(out.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
      };
      const beat = setInterval(show, out.isTTY ? 1_000 : BEAT_MS);
      /** @param {string} mark */
      const finish = (mark) => {
        clearInterval(beat);
        if (onlyWhenSlow && mark === "✓" && Date.now() - startedAt < SLOW_MS) return;
        out.write(`${out.isTTY ? "\r\u001b[2K" : ""}${formatStep(mark, name, text, formatSeconds(Date.now() - startedAt))}\n`);
      };
      try {
        const result = await task((news) => {
          text = news;
          if (out.isTTY && !onlyWhenSlow) show();
        });
        finish("✓");
        return result;
      } catch (error) {
        finish("✗");
        throw error;
      }
    },
    /** @param {string} line */
    say(line) {
      out.write(`${out.isTTY ? "\r\u001b[2K" : ""}${line}\n`);
    },
  };
}

/** @typedef {ReturnType<typeof createSteps>} Steps */

/**
 * @param {string} mark
 * @param {string} name
 * @param {string} text
 * @param {string} time
 */
function formatStep(mark, name, text, time) {
  return `  ${mark} ${name.padEnd(16)} ${[text, time && `(${time})`].filter(Boolean).join(" ")}`.trimEnd();
}

/** @param {number} durationMs */
export function formatSeconds(durationMs) {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
