import { describe, expect, test } from "vitest";
import { checkBaseUrl } from "./upstream-address";

describe("checkBaseUrl", () => {
  test.each([
    ["https://api.groq.com/openai/v1", "https://api.groq.com/openai/v1"],
    ["https://api.groq.com/openai/v1//", "https://api.groq.com/openai/v1"],
    ["HTTPS://API.Groq.com:443", "https://api.groq.com"],
    ["https://api.example.com:8443/a/../v1", "https://api.example.com:8443/v1"],
    ["http://8.8.8.8/v1", "http://8.8.8.8/v1"],
    ["https://[2606:4700::1111]/v1", "https://[2606:4700::1111]/v1"],
  ])("takes %s as %s", (text, baseUrl) => {
    expect(checkBaseUrl(text, false)).toEqual({ baseUrl });
  });

  test.each([
    "http://127.0.0.1:5101/v1", "http://127.1/", "http://0x7f.1/", "http://2130706433/", "http://017700000001/",
    "http://①②⑦.0.0.1/", "http://127.0.0.1./", "http://0/", "http://10.1.2.3/", "http://192.168.0.1/", "http://172.31.0.1/",
    "http://169.254.169.254/latest", "http://100.100.100.200/", "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/",
    "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fd00::1]/", "http://[fe80::1]/",
    "http://localhost:11434/v1", "http://LOCALHOST/", "http://api.localhost/", "http://metadata.google.internal/",
    "http://printer.local/", "http://vllm:8000/v1", "http://api.example.com./v1", "http://localhost./",
  ])("refuses %s, and only an operator may have it", (text) => {
    expect(checkBaseUrl(text, false)).toHaveProperty("refused");
    expect(checkBaseUrl(text, true)).toHaveProperty("baseUrl");
  });

  test.each(["https://api.example.com:22/", "https://api.example.com:25/", "https://8.8.8.8:993/"])(
    "refuses %s for its port",
    (text) => expect(checkBaseUrl(text, false).refused).toMatch(/port/),
  );

  test.each([
    "", "api.example.com/v1", "ftp://example.com", "file:///etc/passwd", "javascript:alert(1)", "https://", "http://1.2.3.4.5/",
    "https://user:pw@api.example.com", "https://user@api.example.com", "https://api.example.com/v1?key=x",
    "https://api.example.com/v1?", "https://api.example.com/v1#", `https://a.example/${"x".repeat(2_000)}`,
  ])("refuses %s to everybody", (text) => {
    expect(checkBaseUrl(text, true)).toHaveProperty("refused");
    expect(checkBaseUrl(text, false)).toHaveProperty("refused");
  });

  test("never repeats what may be a secret", () => {
    expect(checkBaseUrl("https://user:canary@api.example.com?key=canary", true).refused).not.toContain("canary");
  });
});
