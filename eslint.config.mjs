import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: [".next/", ".routeledger/", "node_modules/", "prisma/generated/", "next-env.d.ts"] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 90, skipBlankLines: true, skipComments: true }],
      complexity: ["error", 16],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": "off",
    },
  },
  {
    files: ["**/*.tsx"],
    plugins: { "react-hooks": reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    // Tests describe many cases in one function; a command line speaks through the console.
    files: ["**/*.test.ts", "**/*.test.tsx", "e2e/**"],
    rules: { "max-lines-per-function": "off" },
  },
  { files: ["scripts/**", "bench/**"], rules: { "no-console": "off" } },
  {
    // The pure rules must give the same answer for the same arguments, in Node and in a browser.
    files: ["lib/core/**/*.ts", "lib/sandbox/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", "process", "fetch", "performance", "setTimeout", "setInterval", "Buffer"],
      "no-restricted-syntax": [
        "error",
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: "Take the time as an argument." },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Take the time as an argument." },
        { selector: "MemberExpression[object.name='Math'][property.name='random']", message: "Take randomness as an argument." },
      ],
    },
  },
  {
    // Engines of JavaScript differ in the last digit of these, and a comparison makes a count of it.
    files: ["lib/sandbox/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...["exp", "expm1", "log", "log1p", "log2", "log10", "pow"].map((property) => ({
          object: "Math", property, message: "Use lib/core/exp-log, which is the same on every machine.",
        })),
      ],
    },
  },
);
