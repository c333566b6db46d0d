import { site } from "./site.ts";

// The settings are in process.env: with wrangler dev from .env, on Cloudflare from `wrangler secret put`.
export default { fetch: site };
