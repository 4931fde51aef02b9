/** Those of the specification that a file can be of. */
export const FOCUS_VERSIONS = ["1.2", "1.4"] as const;

export type FocusVersion = (typeof FOCUS_VERSIONS)[number];

/** The newest, where an address names none that is known. */
export function parseFocusVersion(text: string | null | undefined): FocusVersion {
  return FOCUS_VERSIONS.find((version) => version === text) ?? "1.4";
}

/** What belongs to an export, by the `file` of an address. */
export const FOCUS_FILES = ["charges", "exceptions", "metadata", "billing-period"] as const;

export type FocusFile = (typeof FOCUS_FILES)[number];

export function parseFocusFile(text: string | null | undefined): FocusFile {
  return FOCUS_FILES.find((file) => file === text) ?? "charges";
}
