import { site } from "../../src/site.ts";

// Every path that has no folder of its own under app.
export { site as GET, site as POST };
