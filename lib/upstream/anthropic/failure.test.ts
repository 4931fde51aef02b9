import { describe, expect, it } from "vitest";
import { anthropic } from "./adapter";

const error = (type: string, message = "x", more: object = {}) => JSON.stringify({ type: "error", error: { type, message, ...more }, request_id: "req_1" });

describe("a failing status of an Anthropic provider", () => {
  it.each([
    [400, error("invalid_request_error", "messages.0: bad"), "bad_request"],
    [400, error("invalid_request_error", "prompt is too long: 209852 tokens > 200000 maximum"), "context_length"],
    [400, error("invalid_request_error", "input length and `max_tokens` exceed context limit: 190000 + 64000 > 200000"), "context_length"],
    [400, error("invalid_request_error", "Output blocked by content filtering policy"), "content_filter"],
    [400, error("invalid_request_error", "Your credit balance is too low to access the Anthropic API."), "credit"],
    [400, error("invalid_request_error", "You have reached your specified API usage limits."), "credit"],
    [400, error("invalid_request_error", "invalid x-api-key header"), "auth"],
    [401, error("authentication_error"), "auth"],
    [402, error("billing_error"), "credit"],
    [403, error("permission_error"), "auth"],
    [404, error("not_found_error", "model: claude-0"), "not_found"],
    [413, error("request_too_large"), "context_length"],
    [429, error("rate_limit_error"), "rate_limited"],
    [429, error("rate_limit_error", "x", { details: { error_code: "enforced_spend_limit_reached" } }), "credit"],
    [500, error("api_error"), "server_error"],
    [504, error("timeout_error"), "server_error"],
    [529, error("overloaded_error"), "overloaded"],
    [500, error("overloaded_error"), "overloaded"],
    [503, error("api_error"), "overloaded"],
    [409, error("conflict_error"), "server_error"],
    [402, error("invalid_request_error"), "credit"],
    [529, "", "overloaded"],
    [503, "<html>", "overloaded"],
    [400, "{}", "bad_request"],
    [400, '{"error":{"message":"prompt is too long"}}', "context_length"],
    [500, error("constructor"), "server_error"],
    [500, '{"error":"down"}', "server_error"],
    [418, error("teapot_error"), "bad_request"],
    [302, "", "malformed"],
  ])("%i %s means %s", (status, body, cause) => {
    expect(anthropic.readFailure(status, body).cause).toBe(cause);
  });

  it("never passes on what is said of our credential", () => {
    expect(anthropic.readFailure(401, error("authentication_error", "invalid x-api-key sk-ant-abc")).detail).toBe("HTTP 401");
    expect(anthropic.readFailure(400, error("invalid_request_error", "Your credit balance is too low")).detail).toBe("HTTP 400");
  });

  it("is asked with our credential in Anthropic's own header", () => {
    expect(anthropic.headers("sk-ant-1")).toEqual(["anthropic-version", "2023-06-01", "x-api-key", "sk-ant-1"]);
    expect(anthropic.headers(null)).toEqual(["anthropic-version", "2023-06-01"]);
  });
});
