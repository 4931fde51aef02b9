const SLUG = /^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/;
const MODEL = /^[a-z0-9][\w.:@+-]*(\/[a-z0-9][\w.:@+-]*)*$/i;
const MAX_MODEL_LENGTH = 200;
const MAX_LABEL_LENGTH = 200;
/** Ask for an order among endpoints when they end a name in a request, so no model may end in one. */
const ORDER_SUFFIX = /:(floor|nitro)$/;
/** Control characters, halves of surrogate pairs, and the marks that turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u;

/** What is wrong with the slug of a team, provider or profile, or null. */
export function slugProblem(text: string): string | null {
  if (SLUG.test(text)) return null;
  return "must be 1 to 64 of a-z, 0-9, dot, hyphen and underscore, and begin and end with a letter or digit";
}

/** What is wrong with the name of a model, such as `meta-llama/llama-3.3-70b-instruct`, or null. */
export function modelProblem(text: string): string | null {
  if (text.length > MAX_MODEL_LENGTH) return `must have at most ${MAX_MODEL_LENGTH} characters`;
  if (!MODEL.test(text)) return "must be parts of letters, digits and . _ : @ + -, joined by slashes";
  const suffix = ORDER_SUFFIX.exec(text)?.[0];
  return suffix === undefined ? null : `must not end in ${suffix}, which asks for an order among endpoints`;
}

/** What is wrong with a text that people read, or null. */
export function labelProblem(text: string): string | null {
  return textProblem(text, MAX_LABEL_LENGTH);
}

/** What is wrong with a text of at most so many characters, or null. */
export function textProblem(text: string, maxLength: number): string | null {
  if (text.trim() === "") return "must not be empty";
  if (text.length > maxLength) return `must have at most ${maxLength} characters`;
  return UNPRINTABLE.test(text) ? "must not contain control characters" : null;
}
