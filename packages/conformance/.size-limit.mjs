// Budgets of what a browser downloads, minified and gzipped. An entry without a limit is only printed.

// esbuild warns of every import that it leaves out, which is what is wanted.
const modifyEsbuildConfig = (config) => ({ ...config, logLevel: "error" });

// size-limit looks for a default export; nothing else here has one.
export default [
  {
    name: "sign with HMAC-SHA1, in a browser (2.3 kB is wanted)",
    path: "../core/dist/index.js",
    import: "{ sign }",
    limit: "3.81 kB",
    gzip: true,
    modifyEsbuildConfig,
  },
  {
    name: "a client for X with one operation, in a browser (5 kB is wanted)",
    path: "../sdk/twitter/dist/index.js",
    import: "{ createTwitter, getUsersMe }",
    limit: "17.85 kB",
    gzip: true,
    modifyEsbuildConfig,
  },
];
