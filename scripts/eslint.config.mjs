// The language rules of ARCHITECTURE.md, as far as a linter can hold them.
import jsdoc from "eslint-plugin-jsdoc";
import tseslint from "typescript-eslint";

const typed = [
  "packages/*/src/**/*.ts",
  "packages/*/page/**/*.{ts,tsx}",
  "packages/*/test/**/*.ts",
  "packages/sdk/*/src/**/*.ts",
  "scripts/**/*.ts",
];

/** Where a value takes its type unchecked, and says so. */
const castsAllowed = [
  "packages/core/src/base-string.ts",
  "packages/core/src/parameters.ts",
  "packages/core/src/percent.ts",
  "packages/core/src/signature-method.ts",
  "packages/client/src/trusted.ts",
];

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "tmp/**"] },
  {
    files: typed,
    extends: [tseslint.configs.base],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: new URL("..", import.meta.url).pathname,
      },
    },
    plugins: { jsdoc },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/ban-ts-comment": [
        "error",
        { "ts-expect-error": "allow-with-description", "ts-ignore": true, "ts-nocheck": true },
      ],
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/no-unnecessary-condition": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/require-await": "off",
      eqeqeq: "error",
      "max-params": ["error", 3],
      "no-param-reassign": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Name what you export." },
        { selector: "ExportAllDeclaration", message: "Say what you export: `export *` hides it." },
        { selector: "TSEnumDeclaration", message: "Use a union of literals." },
      ],
      "prefer-const": "error",
    },
  },
  {
    files: ["packages/*/src/**/*.ts", "packages/*/page/**/*.{ts,tsx}"],
    ignores: ["packages/conformance/**", "packages/demo/**"],
    rules: {
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          require: { FunctionDeclaration: true, ClassDeclaration: true },
          contexts: [
            "ExportNamedDeclaration > TSInterfaceDeclaration",
            "ExportNamedDeclaration > TSTypeAliasDeclaration",
            "ExportNamedDeclaration > VariableDeclaration",
          ],
        },
      ],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
    },
  },
  // What these export is documented once, in the contract that both of them keep.
  {
    files: ["packages/core/src/crypto/node.ts", "packages/core/src/crypto/web.ts"],
    rules: { "jsdoc/require-jsdoc": "off" },
  },
  {
    files: castsAllowed,
    rules: { "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "as" }] },
  },
  {
    files: ["packages/*/test/**/*.ts"],
    rules: { "@typescript-eslint/no-unnecessary-condition": "off" },
  },
  {
    files: ["scripts/*.config.ts", "packages/*/page/vite.config.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
);
