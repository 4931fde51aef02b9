import type { DomainInputs, EndpointInputs, ScenarioInputs, TrafficInputs, TroubleInput } from "@/lib/sandbox/inputs";

/** What a person does to the inputs. */
export type InputsChange =
  | { type: "set traffic"; fields: Partial<TrafficInputs> }
  | { type: "set endpoint"; name: string; fields: Partial<EndpointInputs> }
  | { type: "set domain"; name: string; fields: Partial<DomainInputs> }
  | { type: "set trouble"; trouble: readonly TroubleInput[] }
  | { type: "set breakers"; breakers: boolean }
  | { type: "set seed"; seed: number }
  /** A preset, or a scenario that was kept. */
  | { type: "set inputs"; inputs: ScenarioInputs }
  /** Leaves one input to the background again, by its path, such as `endpoints.groq/llama.success`. */
  | { type: "reset"; path: string };

export const NO_INPUTS: ScenarioInputs = { traffic: {}, endpoints: {}, domains: {}, trouble: [], seed: 1 };

export function changeInputs(inputs: ScenarioInputs, change: InputsChange): ScenarioInputs {
  switch (change.type) {
    case "set traffic":
      return { ...inputs, traffic: { ...inputs.traffic, ...change.fields } };
    case "set endpoint":
      return { ...inputs, endpoints: { ...inputs.endpoints, [change.name]: { ...inputs.endpoints[change.name], ...change.fields } } };
    case "set domain":
      return { ...inputs, domains: { ...inputs.domains, [change.name]: { ...inputs.domains[change.name], ...change.fields } } };
    case "set trouble":
      return { ...inputs, trouble: change.trouble };
    case "set breakers":
      return { ...inputs, breakers: change.breakers };
    case "set seed":
      return { ...inputs, seed: change.seed };
    case "set inputs":
      return change.inputs;
    case "reset":
      return resetInput(inputs, change.path);
  }
}

/** The group, name and field of a path. Names have dots and slashes of their own; groups and fields have none. */
export function readPath(path: string): { group: string; name: string; field: string } {
  const group = path.slice(0, Math.max(path.indexOf("."), 0));
  const rest = path.slice(group.length + 1);
  const last = rest.lastIndexOf(".");
  return { group, name: last === -1 ? "" : rest.slice(0, last), field: rest.slice(last + 1) };
}

/** Whether a person, a preset or a file said what stands at this path. */
export function isSaid(inputs: ScenarioInputs, path: string): boolean {
  const { group, name, field } = readPath(path);
  if (group === "traffic") return field in inputs.traffic;
  if (group === "endpoints") return field in (inputs.endpoints[name] ?? {});
  if (group === "domains") return field in (inputs.domains[name] ?? {});
  return path === "breakers" ? inputs.breakers !== undefined : path === "trouble" && inputs.trouble.length > 0;
}

function resetInput(inputs: ScenarioInputs, path: string): ScenarioInputs {
  const { group, name, field } = readPath(path);
  if (group === "traffic") return { ...inputs, traffic: without(inputs.traffic, field) };
  if (group === "endpoints") return { ...inputs, endpoints: withoutIn(inputs.endpoints, name, field) };
  if (group === "domains") return { ...inputs, domains: withoutIn(inputs.domains, name, field) };
  if (path === "trouble") return { ...inputs, trouble: [] };
  return path === "breakers" ? without(inputs, "breakers") : inputs;
}

function without<T extends object>(fields: T, field: string): T {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field)) as T;
}

/** A name of which nothing is said any more is left out as well, so that equal scenarios have equal addresses. */
function withoutIn<T extends object>(all: Readonly<Record<string, T>>, name: string, field: string): Readonly<Record<string, T>> {
  const rest = without(all[name] ?? ({} as T), field);
  return Object.keys(rest).length > 0 ? { ...all, [name]: rest } : without(all, name);
}
