"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { explainRefusal } from "@/app/explain-refusal";
import type { CheckState } from "@/components/providers/check-button";
import { describeCheck } from "@/components/providers/describe-check";
import { describeTest, type TestState } from "@/components/providers/describe-test";
import type { FormState } from "@/components/form/form-state";
import { getSecret, requireMemberOf } from "@/lib/auth";
import { loadKnown } from "@/lib/catalog/known/load-known";
import { saveEndpoint } from "@/lib/config/change-endpoint";
import { savePrice } from "@/lib/config/change-price";
import { NO_CREDENTIAL, saveProvider } from "@/lib/config/change-provider";
import { endpointSchema, providerSchema } from "@/lib/config/schema";
import { setUpProvider } from "@/lib/config/set-up-provider";
import { labelProblem } from "@/lib/core/name";
import { getDb } from "@/lib/db";
import { getEnv } from "@/lib/env";
import { checkProvider } from "@/lib/gateway/check-provider";
import { testConnection } from "@/lib/gateway/test-connection";
import { pickFilled, problemsOf, readTexts, refuse } from "./form";
import { readPrice } from "./read-price";

/** The fields of a provider of the catalogue. */
const knownProviderSchema = z.strictObject({
  name: providerSchema.shape.name.unwrap(),
  credential: providerSchema.shape.credential.unwrap(),
  baseUrl: providerSchema.shape.baseUrl.optional(),
});

/** Adds a provider and goes to its page, or changes one. */
export async function submitProvider(teamId: string, _before: FormState<string>, form: FormData): Promise<FormState<string>> {
  const { credential = "", read = "", ...typed } = readTexts(form);
  const fields = { ...typed, credential };
  const parsed = providerSchema.safeParse(pickFilled(fields, ["slug", "name", "dialect", "baseUrl", "failureDomain", "credential", "billingAccount"]));
  if (!parsed.success) return { status: "refused", typed, problems: problemsOf(parsed.error) };
  let id: string;
  try {
    const { member } = await requireMemberOf(teamId);
    id = await saveProvider(getDb(), getSecret(), member, parsed.data, { read, allowPrivate: getEnv().ROUTELEDGER_ALLOW_PRIVATE_UPSTREAMS });
  } catch (error) {
    return refuse(error, typed, faultyField(error, read === ""));
  }
  revalidatePath("/providers", "layout");
  if (read === "") redirect(`/providers/${id}`);
  return { status: "saved", message: "Saved. Calls use it from the next second on." };
}

function faultyField(error: unknown, isNew: boolean): string {
  if (!(error instanceof Error)) return "baseUrl";
  if (error.message === NO_CREDENTIAL) return "billingAccount";
  return isNew && error.message.includes("is there already") ? "slug" : "baseUrl";
}

/** Sets up a provider from the catalogue and goes to its page. */
export async function submitKnownProvider(teamId: string, _before: FormState<string>, form: FormData): Promise<FormState<string>> {
  const { credential = "", known: slug = "", name = "", baseUrl: ownUrl = "" } = readTexts(form);
  const typed = { name, baseUrl: ownUrl };
  const parsed = knownProviderSchema.safeParse(pickFilled({ ...typed, credential }, ["name", "credential", "baseUrl"]));
  if (!parsed.success) return { status: "refused", typed, problems: problemsOf(parsed.error) };
  const known = (await loadKnown()).providers.find((provider) => provider.slug === slug);
  if (!known) return { status: "refused", typed, problems: { form: "The catalogue has no such provider." } };
  const upstreamModels = form.getAll("model").filter((model) => typeof model === "string");
  const { baseUrl = null } = parsed.data;
  let id: string;
  try {
    const { member } = await requireMemberOf(teamId);
    const terms = { allowPrivate: getEnv().ROUTELEDGER_ALLOW_PRIVATE_UPSTREAMS, now: new Date() };
    id = await setUpProvider(getDb(), getSecret(), member, { known, ...parsed.data, baseUrl, upstreamModels }, terms);
  } catch (error) {
    return refuse(error, typed, error instanceof Error && error.message.includes("base URL") ? "baseUrl" : "model");
  }
  revalidatePath("/providers", "layout");
  redirect(`/providers/${id}`);
}

/** Adds an endpoint to a provider, or changes one. */
export async function submitEndpoint(teamId: string, _before: FormState<string>, form: FormData): Promise<FormState<string>> {
  const { read = "", ...typed } = readTexts(form);
  const names = ["provider", "model", "upstreamModel", "contextTokens", "maxOutputTokens", "quantization", "failureDomain"];
  const parsed = endpointSchema.safeParse(pickFilled(typed, names));
  if (!parsed.success) return { status: "refused", typed, problems: problemsOf(parsed.error) };
  const { provider } = typed;
  let id: string;
  try {
    const { member } = await requireMemberOf(teamId);
    id = await saveEndpoint(getDb(), member, parsed.data, read);
  } catch (error) {
    return refuse(error, typed, "model");
  }
  revalidatePath("/providers", "layout");
  if (read === "") redirect(`/providers/${z.uuid().parse(typed["providerId"])}/${id}`);
  return { status: "saved", message: `Saved. ${provider} serves it from the next second on.` };
}

/** Sets a price of an endpoint, never an earlier one. */
export async function submitPrice(teamId: string, _before: FormState<string>, form: FormData): Promise<FormState<string>> {
  const { read = "", endpointId = "", ...typed } = readTexts(form);
  const found = readPrice(typed);
  const sourceFault = labelProblem(typed["source"] ?? "");
  const problems = { ...("problems" in found ? found.problems : {}), ...(sourceFault === null ? {} : { source: `It ${sourceFault}.` }) };
  if ("problems" in found || sourceFault !== null) return { status: "refused", typed, problems };
  if (!z.uuid().safeParse(endpointId).success) return { status: "refused", typed, problems: { form: "There is no such endpoint." } };
  try {
    const { member } = await requireMemberOf(teamId);
    const { kind, after } = await savePrice(getDb(), member, { endpointId, price: found.price, source: typed["source"] ?? "", read }, new Date());
    revalidatePath("/providers", "layout");
    if (kind === "unchanged") return { status: "saved", message: "That is its price already: nothing was changed." };
    return { status: "saved", message: `Saved: in force from ${String(after?.["validFrom"]).slice(0, 16).replace("T", " ")} UTC. Earlier calls keep their price.` };
  } catch (error) {
    return refuse(error, typed, "input");
  }
}

/** Asks a provider for its models and tells in words what came back. */
export async function askProvider(teamId: string, _before: CheckState, form: FormData): Promise<CheckState> {
  const id = z.uuid().safeParse(form.get("id"));
  try {
    const { member } = await requireMemberOf(teamId);
    const check = id.success ? await checkProvider(getDb(), getSecret(), member, id.data) : null;
    return check ? describeCheck(check) : { text: "There is no such provider in this team.", isGood: false };
  } catch (error) {
    return { text: explainRefusal(error), isGood: false };
  }
}

/** Makes one tiny real call to an endpoint and tells in words what came of it. */
export async function tryEndpoint(teamId: string, _before: TestState, form: FormData): Promise<TestState> {
  const id = z.uuid().safeParse(form.get("endpointId"));
  const env = getEnv();
  try {
    const { member } = await requireMemberOf(teamId);
    const house = { db: getDb(), peppers: getSecret().peppers, gatewayUrl: env.ROUTELEDGER_GATEWAY_URL ?? `http://127.0.0.1:${env.PORT}` };
    const test = id.success ? await testConnection(house, member, id.data, new Date()) : null;
    revalidatePath("/keys", "layout");
    return test ? describeTest(test) : { text: "There is no such endpoint in this team.", isGood: false, callId: null };
  } catch (error) {
    return { text: explainRefusal(error), isGood: false, callId: null };
  }
}
