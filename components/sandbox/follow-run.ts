import { JsonLineReader } from "@/lib/wire/json-lines";

/**
 * Starts what the server runs for this page, and tells what it says as it comes.
 * @returns why it did not start, in a sentence; null once it has said all
 */
export async function followRun<T>(path: string, question: object, signal: AbortSignal, tell: (told: T[]) => void): Promise<string | null> {
  const response = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(question), signal });
  if (!response.ok || !response.body) {
    const body = (await response.json().catch(() => null)) as { error?: unknown } | null;
    return typeof body?.error === "string" ? body.error : `It could not be started (${response.status}). Try again.`;
  }
  const lines = new JsonLineReader<T>();
  const chunks = response.body.getReader();
  for (let chunk = await chunks.read(); !chunk.done; chunk = await chunks.read()) tell(lines.feed(chunk.value));
  return null;
}
