// Budgets of what a browser downloads, minified and gzipped. An entry without a limit is only printed.

// esbuild warns of every import that it leaves out, which is what is wanted.
const modifyEsbuildConfig = (config) => ({ ...config, logLevel: "error" });

// size-limit looks for a default export; nothing else here has one.
export default [
  {
    name: "sign with HMAC-SHA1, in a browser (to become 2.3 kB)",
    path: "../core/dist/index.js",
    import: "{ sign }",
    limit: "3.3 kB",
    gzip: true,
    modifyEsbuildConfig,
  },
  {
    name: "a client for X with one operation, in a browser (to become 5 kB)",
    path: "../sdk/twitter/dist/index.js",
    import: "{ createTwitter, getUsersMe }",
    gzip: true,
    modifyEsbuildConfig,
  },
];
