/**
 * Who may import whom (docs/ARCHITECTURE.md). Every rule is an error and there is no list of exceptions.
 * Each `only` names a folder and everything that its production files may import; tests may import more.
 */
const TEST = "\\.(test|spec)\\.tsx?$|/testing/";
const PACKAGES = "node_modules";
const NODE = "^node:|^(crypto|fs|http|https|net|path|stream|zlib|url|os|tls|dns|events|util|child_process|worker_threads|buffer)(/promises)?$";

/** A folder of the house and the only places that it may import from. */
function only(name, from, allowed) {
  return {
    name,
    severity: "error",
    from: { path: from, pathNot: TEST },
    to: { pathNot: [from, ...allowed].join("|") },
  };
}

const CORE = "^lib/core/";
const WIRE = "^lib/wire/";
const DB = "^lib/db\\.ts$";
const ENV = "^lib/env\\.ts$";
const GENERATED = "^prisma/generated/";

module.exports = {
  forbidden: [
    only("core-is-pure", CORE, []),
    only("sandbox-stands-on-core", "^lib/sandbox/", [CORE]),
    only("practice-imports-nothing-of-ours", "^lib/practice/", [NODE, PACKAGES]),
    only("wire-does-no-io", WIRE, [CORE, "node_modules/(zod|eventsource-parser)"]),
    only("upstream-on-wire", "^lib/upstream/", [WIRE, CORE, NODE, PACKAGES]),
    only("catalog-on-db", "^lib/catalog/", [CORE, WIRE, DB, GENERATED, NODE, PACKAGES]),
    only("accounts-on-db", "^lib/accounts/", [CORE, DB, GENERATED, NODE, PACKAGES]),
    only("signing-in-on-accounts", "^lib/auth(/|\\.ts$)", ["^lib/accounts/", CORE, DB, ENV, GENERATED, NODE, PACKAGES]),
    only("ledger-on-db", "^lib/ledger/", [CORE, DB, GENERATED, NODE, PACKAGES]),
    only("gateway", "^lib/gateway/", [
      "^lib/(upstream|catalog|accounts|ledger)/", CORE, WIRE, DB, ENV, NODE, PACKAGES,
    ]),
    // Exports carry a checksum.
    only("reports-read", "^lib/reports/", [CORE, DB, GENERATED, "^(node:)?crypto$", PACKAGES]),
    only("delivery-on-mail", "^lib/delivery/", ["^lib/(accounts|catalog|upstream)/", "^lib/mail\\.ts$", CORE, DB, ENV, GENERATED, NODE, PACKAGES]),
    only("billing-on-reports", "^lib/billing/", ["^lib/(reports|delivery|accounts)/", CORE, DB, ENV, GENERATED, NODE, PACKAGES]),
    only("alerts-on-reports", "^lib/alerts/", ["^lib/(reports|delivery|accounts|billing)/", CORE, DB, ENV, GENERATED, NODE, PACKAGES]),
    only("feeds-on-catalog", "^lib/feeds/", ["^lib/(catalog|accounts|config|reports|upstream)/", CORE, DB, ENV, GENERATED, NODE, PACKAGES]),
    only("audit-reads-files", "^lib/audit/", [CORE, NODE, PACKAGES]),
    // What comes back by itself is the work of others: it only knows when.
    only("housekeeping", "^lib/housekeeping/", ["^lib/(feeds|billing|alerts|delivery)/", CORE, DB, ENV, NODE, PACKAGES]),
    only("config-on-catalog-and-accounts", "^lib/config/", ["^lib/(catalog|accounts)/", CORE, DB, GENERATED, NODE, PACKAGES]),
    only("scenarios-outside-of-sandbox", "^lib/scenarios/", [
      "^lib/(sandbox|reports|catalog|accounts|config)/", CORE, DB, GENERATED, NODE, PACKAGES,
    ]),
    only("drill-on-a-team-of-its-own", "^lib/drill/", [
      "^lib/(practice|sandbox|scenarios|catalog|accounts|config|ledger|reports)/", CORE, WIRE, DB, ENV, GENERATED, NODE, PACKAGES,
    ]),
    only("components", "^components/", [CORE, WIRE, "^lib/sandbox/", PACKAGES]),
    only("pages", "^app/", ["^lib/", "^components/", NODE, PACKAGES]),
    only("db-stands-alone", "^lib/(db|env|mail)\\.ts$", [GENERATED, NODE, PACKAGES]),
    only("bench", "^bench/", ["^lib/", "^scripts/", "^prisma/migrate\\.ts$", NODE, PACKAGES]),
    {
      name: "nothing-imports-bench",
      severity: "error",
      from: { pathNot: "^bench/" },
      to: { path: "^bench/" },
    },
    // Thousands of price rows, which no call needs.
    {
      name: "known-prices-stay-out-of-the-gateway",
      severity: "error",
      from: { path: "^(lib/gateway|scripts/gateway|components)/|^scripts/gateway\\.ts$", pathNot: TEST },
      to: { path: "^lib/catalog/known/", reachable: true },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "nothing-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: GENERATED },
    },
    {
      name: "no-undeclared-packages",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "production-code-needs-no-dev-packages",
      severity: "error",
      from: { path: "^(app|lib|components)/", pathNot: TEST },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "tests-are-not-imported",
      severity: "error",
      from: { pathNot: TEST + "|^e2e/|^scripts/faults/" },
      to: { path: TEST },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ["node_modules", "prisma/generated"] },
    exclude: { path: "^\\.next/|^\\.routeledger/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node", "default"] },
  },
};
