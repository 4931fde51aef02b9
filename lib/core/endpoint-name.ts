/** Of an endpoint's name, `provider/model`. */
export function providerOf(endpoint: string): string {
  return endpoint.slice(0, Math.max(0, endpoint.indexOf("/")));
}

/** Of an endpoint's name, `provider/model`: a model's name may have slashes of its own. */
export function modelOf(endpoint: string): string {
  return endpoint.slice(endpoint.indexOf("/") + 1);
}
