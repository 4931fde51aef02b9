/** Where the API is mounted; `/v1` is an alias for clients that cannot have a longer base URL. */
const PREFIX = /^(?:\/api)?\/v1(?=\/|$)/;

export function isApiPath(path: string): boolean {
  return PREFIX.test(path);
}

/** What comes behind the mount. */
export function routePath(path: string): string {
  return path.replace(PREFIX, "");
}
