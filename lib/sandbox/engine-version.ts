/** Printed beside a result; goes up when an engine is changed so that the same scenario gives other figures. */
export const ENGINE_VERSION = 2;
