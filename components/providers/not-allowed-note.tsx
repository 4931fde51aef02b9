/** In place of a form that the reader's role may not send. */
export function NotAllowedNote({ role }: { role: string }) {
  return <p className="text-table text-muted">Your role ({role}) may look at providers and prices, but not change them. Ask an admin.</p>;
}
