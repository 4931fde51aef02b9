import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { matchesPath, ROUTES } from "@/lib/gateway/routes";
import config from "@/next.config";

const folder = import.meta.dirname;

/** `/chat/completions` and the like, with an example in place of each part that varies. */
const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("route.ts"))
  .map((file) => ({ file, path: `/${file.replace(/\/route\.ts$/, "").replace("[...name]", "a/b").replace("[id]", "x")}` }));

describe("the route handlers", () => {
  it("are exactly the gateway's routes, with its methods", async () => {
    expect(paths).toHaveLength(ROUTES.length);
    for (const { file, path } of paths) {
      const route = ROUTES.find((each) => matchesPath(each, path));
      const handlers = Object.keys((await import(join(folder, file))) as object).filter((name) => name === name.toUpperCase());
      expect([path, handlers]).toEqual([path, [route?.method]]);
    }
  });

  it("answer under /v1 too", async () => {
    expect(await config.rewrites?.()).toEqual([{ source: "/v1/:path*", destination: "/api/v1/:path*" }]);
  });
});
