type Defined<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** Fields that are absent, in place of fields that are undefined. */
export function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
