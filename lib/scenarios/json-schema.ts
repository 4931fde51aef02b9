import { z } from "zod";
import { profileEntry } from "@/lib/config/schema";
import { profileForm } from "./profile-form";
import { answerSchema } from "./answer-schema";
import { requestSchema } from "./request-schema";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What POST /api/sandbox takes, as JSON Schema (2020-12). */
export function describeRequest(): JsonSchema {
  return z.toJSONSchema(requestSchema, {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === profileForm) replaceBy(jsonSchema, describeProfile());
    },
  });
}

/** What it answers. */
export function describeAnswer(): JsonSchema {
  return z.toJSONSchema(answerSchema);
}

/** Of a profile as a configuration file has it, with numbers and flags as such or as texts. */
function describeProfile(): JsonSchema {
  return z.toJSONSchema(profileEntry, {
    io: "input",
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === "string" && jsonSchema.enum === undefined) replaceBy(jsonSchema, { type: ["string", "number", "boolean"] } as unknown as JsonSchema);
    },
  });
}

function replaceBy(schema: JsonSchema, by: JsonSchema): void {
  for (const field of Object.keys(schema)) Reflect.deleteProperty(schema, field);
  Object.assign(schema, by);
  delete schema.$schema;
}

let fieldNames: string[] | null = null;

/** Every field that a request can have, wherever. */
export function listFieldNames(): string[] {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "properties" && typeof inner === "object" && inner !== null) for (const name of Object.keys(inner)) names.add(name);
      visit(inner);
    }
  };
  if (fieldNames === null) visit(describeRequest());
  fieldNames ??= [...names];
  return fieldNames;
}
