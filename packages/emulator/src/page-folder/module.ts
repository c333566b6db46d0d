import { fileURLToPath } from "node:url";

/** Where the built page is: the same place for the sources and for what is built of them. */
export const PAGE_FOLDER: string = fileURLToPath(new URL("../../dist/page/", import.meta.url));
