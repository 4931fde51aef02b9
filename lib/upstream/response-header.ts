/** A response's headers as node:http gives them: names in lower case. */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** No figure and no date is longer: what is, is garbage and not worth a look. */
const MAX_LENGTH = 64;

/** The value of a header that comes once. Given twice, it counts only if both say the same. */
export function findHeader(headers: ResponseHeaders, name: string): string | null {
  const given = headers[name];
  const values = typeof given === "string" ? [given] : (given ?? []);
  const [first, ...others] = values.map((value) => unjoin(value.trim()));
  return first !== undefined && first.length <= MAX_LENGTH && others.every((other) => other === first) ? first : null;
}

/** node:http joins headers that come twice with a comma, as RFC 9110, 5.3 allows. */
function unjoin(value: string): string {
  const half = value.slice(0, Math.max(0, value.length / 2 - 1));
  return half !== "" && value === `${half}, ${half}` ? half : value;
}

/** A plain number of at least 0, such as "5" or "59.56"; null for all else. */
export function parseFigure(text: string | null): number | null {
  return text !== null && /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
