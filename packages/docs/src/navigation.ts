/** A page in the sidebar: its title there, and its path. */
export interface Entry {
  readonly text: string;
  readonly link: string;
}

/** A part of the sidebar. */
export interface Section {
  readonly text: string;
  readonly items: readonly Entry[];
}

/** The pages that people write, in the order in which somebody who is new wants them. */
export const SECTIONS: readonly Section[] = [
  {
    text: "Begin",
    items: [
      { text: "What this is", link: "/" },
      { text: "Sign one request", link: "/guides/sign-one-request" },
      { text: "The story of OAuth 1.0a", link: "/story" },
      { text: "Why a signature fails", link: "/why-a-signature-fails" },
    ],
  },
  {
    text: "Log users in",
    items: [
      { text: "The login", link: "/guides/log-users-in" },
      { text: "Node.js", link: "/guides/log-users-in#node-js" },
      { text: "Express", link: "/guides/log-users-in#express" },
      { text: "Hono", link: "/guides/log-users-in#hono" },
      { text: "Next.js", link: "/guides/log-users-in#next-js" },
      { text: "Cloudflare Workers", link: "/guides/log-users-in#cloudflare-workers" },
    ],
  },
  {
    text: "Call an API",
    items: [
      { text: "NetSuite", link: "/guides/netsuite" },
      { text: "Mastercard", link: "/guides/mastercard" },
      { text: "Interactive Brokers", link: "/guides/interactive-brokers" },
      { text: "WooCommerce", link: "/guides/woocommerce" },
      { text: "Magento", link: "/guides/magento" },
      { text: "X", link: "/guides/x" },
      { text: "All providers", link: "/providers/" },
    ],
  },
  {
    text: "Be a provider",
    items: [
      { text: "Verify requests", link: "/guides/verify-requests" },
      { text: "PostgreSQL or Redis", link: "/guides/run-a-provider" },
      { text: "In front of an Express app", link: "/guides/express-provider" },
      { text: "LTI 1.1", link: "/guides/lti" },
    ],
  },
  {
    text: "Extend and test",
    items: [
      { text: "Add a provider", link: "/guides/add-a-provider" },
      { text: "Write a store", link: "/guides/write-a-store" },
      { text: "Write a method", link: "/guides/write-a-method" },
      { text: "Write an adapter", link: "/guides/write-an-adapter" },
      { text: "Test your app", link: "/guides/test-your-app" },
    ],
  },
  {
    text: "Packages",
    items: [
      { text: "@oauth1/core", link: "/packages/core" },
      { text: "@oauth1/client", link: "/packages/client" },
      { text: "@oauth1/server", link: "/packages/server" },
      { text: "@oauth1/cli", link: "/packages/cli" },
      { text: "create-oauth1", link: "/packages/create" },
      { text: "@oauth1/providers", link: "/packages/providers" },
      { text: "@oauth1/emulator", link: "/packages/emulator" },
      { text: "@oauth1/descriptor", link: "/packages/descriptor" },
      { text: "@oauth1/codegen", link: "/packages/codegen" },
      { text: "@oauth1/testing", link: "/packages/testing" },
    ],
  },
  {
    text: "Come from",
    items: [
      { text: "oauth-1.0a", link: "/migrate/oauth-1.0a" },
      { text: "oauth", link: "/migrate/oauth" },
      { text: "oauth-sign", link: "/migrate/oauth-sign" },
      { text: "passport-oauth1", link: "/migrate/passport-oauth1" },
      { text: "grant", link: "/migrate/grant" },
      { text: "requests-oauthlib", link: "/migrate/requests-oauthlib" },
    ],
  },
  {
    text: "Trust",
    items: [
      { text: "Security", link: "/security" },
      { text: "Figures", link: "/proof/" },
    ],
  },
];
