import { z } from "zod";
import { monthAnswerSchema } from "@/lib/billing/json/month-schema";

export const dynamic = "force-static";

/** `GET /api/reports/schema`: what `GET /api/reports/{yyyy-mm}?format=json` answers, as JSON Schema. */
export function GET(): Response {
  return Response.json(z.toJSONSchema(monthAnswerSchema));
}
