/** What a page shows in one panel took longer than a person waits for it. */
export class TimeLimitError extends Error {
  override name = "TimeLimitError";
}

const LIMIT_MS = 15_000;

/** The result, or TimeLimitError after 15 seconds: the query itself ends by the limit of its connection. */
export function withTimeLimit<T>(result: Promise<T>, limitMs = LIMIT_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new TimeLimitError(`Not read within ${limitMs / 1_000} s`)); }, limitMs);
  });
  return Promise.race([result, limit]).finally(() => { clearTimeout(timer); });
}
