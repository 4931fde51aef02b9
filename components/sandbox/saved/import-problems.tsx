import { BAR_BUTTON } from "./bar-button";

/** Why a file was not taken up: each field with its sentence. */
export function ImportProblems({ problems, close }: { problems: Readonly<Record<string, string>>; close: () => void }) {
  return (
    <div role="alert" className="grid gap-2 rounded-card border border-danger bg-danger-faint p-3 text-table text-ink">
      <p className="font-medium">The file was not read, and nothing has changed.</p>
      <ul className="grid gap-1">
        {Object.entries(problems).map(([path, sentence]) => (
          <li key={path} className="break-words">
            {path === "" ? null : <code className="mr-1 font-mono text-caption">{path}</code>}
            {sentence}
          </li>
        ))}
      </ul>
      <button type="button" onClick={close} className={`${BAR_BUTTON} w-fit`}>Close</button>
    </div>
  );
}
