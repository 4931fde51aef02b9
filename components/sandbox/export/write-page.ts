import type { ExportHead } from "./write-figures-csv";

/** What is pressed or typed into has no use in a file. */
const DEAD = "button, select, input, label:has(input, select), progress, [popover], script, .print\\:hidden";

/** The figures and charts as they stand, as one file that needs nothing else: the rules that they are drawn by are within it. */
export function writePage(shown: Element, head: ExportHead): string {
  const copy = shown.cloneNode(true) as Element;
  for (const dead of copy.querySelectorAll(DEAD)) dead.remove();
  for (const sticky of copy.querySelectorAll(".sticky")) sticky.classList.remove("sticky");
  // Without the inputs there is one column.
  copy.className = "grid gap-4";
  const facts = Object.entries(head).map(([name, value]) => `<dt>${escapeHtml(NAMES[name as keyof ExportHead])}</dt><dd>${name === "address" ? `<a href="${escapeHtml(String(value))}">Open it in the sandbox</a>` : escapeHtml(String(value))}</dd>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${head.profile}: what a profile would cost`)}</title>
<style>${rulesOf(document.styleSheets)}
body{max-width:70rem;margin:2rem auto;padding:0 1rem}.export-head{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:1rem 0;overflow-wrap:anywhere}</style>
</head>
<body class="${escapeHtml(document.body.className)}">
<h1 class="text-page font-semibold">${escapeHtml(head.profile)}: what a profile would cost, and hold</h1>
<dl class="export-head text-table text-muted">${facts.join("")}</dl>
${copy.outerHTML}
</body>
</html>
`;
}

const NAMES: Record<keyof ExportHead, string> = {
  profile: "Profile", trouble: "What goes wrong", seed: "Seed", engine: "Engine", engineVersion: "Engine version", address: "The scenario", writtenAt: "Written at",
};

function rulesOf(sheets: StyleSheetList): string {
  return [...sheets].flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText)).join("\n").replaceAll("</style", "<\\/style");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
