// @ts-check

/**
 * The address at which a person on this machine reaches the gateway.
 * @param {{ host: string, port: number }} settings
 */
export function getPublicUrl({ host, port }) {
  const name = ["0.0.0.0", "::", "[::]"].includes(host) ? "127.0.0.1" : host;
  return `http://${name.includes(":") && !name.startsWith("[") ? `[${name}]` : name}:${port}`;
}

/** @param {import("./database.mjs").Secrets} secrets */
export function formatSecrets({ email, password, apiKey }) {
  return ["", "  Shown only now:", `    E-mail     ${email}`, `    Password   ${password}`, `    API key    ${apiKey}`, ""].join("\n");
}

/**
 * @param {string} url
 * @param {import("./database.mjs").Secrets | null} secrets
 */
export function formatWelcome(url, secrets) {
  const call = secrets && ["  A first call:", `    ${formatFirstCall(url, secrets)}`, ""];
  return ["", `  RouteLedger is ready: ${url}`, `    API        ${url}/api/v1`, ...(call ?? []), "  Ctrl-C stops it.", ""].join("\n");
}

/**
 * Without the demonstration there is no model to call yet, but the key can be tried.
 * @param {string} url
 * @param {import("./database.mjs").Secrets} secrets
 */
function formatFirstCall(url, { apiKey, model }) {
  const key = `-H 'Authorization: Bearer ${apiKey}'`;
  if (model === null) return `curl -sS ${url}/api/v1/key ${key}`;
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] });
  return `curl -sS ${url}/api/v1/chat/completions ${key} -H 'Content-Type: application/json' -d '${body}'`;
}
