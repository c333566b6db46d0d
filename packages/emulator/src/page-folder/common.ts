import { join } from "node:path";

/** Where the built page is, for CommonJS, which has no `import.meta`. */
export const PAGE_FOLDER: string = join(__dirname, "../../dist/page/");
