import { test as base } from "@playwright/test";

/** What the running product printed when it started. */
export type Printed = {
  /** Where the gateway listens. */
  url: string;
  email: string;
  password: string;
  /** A key of the team Demo. */
  apiKey: string;
  /** The command line of a first call, to be pasted. */
  firstCall: string;
};

/** The running product, and where it keeps its data. */
export type Product = Printed & { dataDir: string };

const VARIABLE = "ROUTELEDGER_E2E_PRODUCT";

/** Leaves the product's particulars to the test workers, which inherit the environment. */
export function announceProduct(product: Product): void {
  process.env[VARIABLE] = JSON.stringify(product);
}

/** Reads them from what `npm start` has printed; null while it is not ready. */
export function parseProduct(output: string): Printed | null {
  const find = (pattern: RegExp) => pattern.exec(output)?.[1];
  const url = find(/RouteLedger is ready: (\S+)/);
  const firstCall = find(/^\s+(curl .+)$/m);
  const [email, password, apiKey] = ["E-mail", "Password", "API key"].map((label) => find(new RegExp(`${label} +(\\S+)`)));
  return url && firstCall && email && password && apiKey ? { url, email, password, apiKey, firstCall } : null;
}

/** Playwright's `test` with the fixture `product`; relative addresses are the product's. */
export const test = base.extend<object, { product: Product }>({
  product: [
    // Playwright reads from the braces which fixtures are wanted.
    async ({}, use) => {
      const text = process.env[VARIABLE];
      if (!text) throw new Error("The product was not started: run this with `npx playwright test`.");
      await use(JSON.parse(text) as Product);
    },
    { scope: "worker" },
  ],
  baseURL: async ({ product }, use) => {
    await use(product.url);
  },
});
