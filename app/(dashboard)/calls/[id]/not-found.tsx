import { NotFoundNote } from "@/components/not-found-note";

export default function CallNotFound() {
  return (
    <NotFoundNote title="There is no such call in this team">
      The id may be mistyped, or the call belongs to another team of yours: pick it at the top and open the link again.
    </NotFoundNote>
  );
}
