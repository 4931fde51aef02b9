/** A key, or a pair of keys, and what it does. */
export type Shortcut = { keys: string; label: string };

/** The visible element that names these keys. */
export function findShortcut(root: ParentNode, keys: string): HTMLElement | null {
  return [...root.querySelectorAll<HTMLElement>("[data-shortcut]")].find((element) => element.dataset["shortcut"] === keys && isVisible(element)) ?? null;
}

/** Every key that the page knows, each once, with the name of its element. */
export function listShortcuts(root: ParentNode): Shortcut[] {
  const named = [...root.querySelectorAll<HTMLElement>("[data-shortcut]")]
    .filter(isVisible)
    .map((element): [string, string] => [element.dataset["shortcut"] ?? "", nameOf(element)]);
  const rows: [string, string][] = root.querySelector("[data-row]") ? [["j", "Next row"], ["k", "Row before"], ["Enter", "Open the row"]] : [];
  return [...new Map([...named, ...rows])].map(([keys, label]) => ({ keys, label }));
}

/** The row after (`j`) or before (`k`) the one that has the focus; the first when none has. */
export function nextRow(root: Document, key: string): HTMLElement | null {
  if (key !== "j" && key !== "k") return null;
  const rows = [...root.querySelectorAll<HTMLElement>("[data-row]")].filter(isVisible);
  const at = rows.findIndex((row) => row === root.activeElement);
  return rows[at < 0 ? 0 : at + (key === "j" ? 1 : -1)] ?? null;
}

function nameOf(element: HTMLElement): string {
  return (element.getAttribute("aria-label") ?? element.getAttribute("placeholder") ?? element.textContent).trim();
}

function isVisible(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}
