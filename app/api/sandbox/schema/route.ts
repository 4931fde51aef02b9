import { describeAnswer, describeRequest } from "@/lib/scenarios/json-schema";

export const dynamic = "force-static";

/** `GET /api/sandbox/schema`: what `POST /api/sandbox` takes and answers, as JSON Schema. */
export function GET(): Response {
  return Response.json({ request: describeRequest(), answer: describeAnswer() });
}
