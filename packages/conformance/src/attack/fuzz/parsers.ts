import type { Parser } from "./parser.js";
import { CLIENT_PARSERS } from "./parsers/client.js";
import { CORE_PARSERS } from "./parsers/core.js";
import { DOCUMENT_PARSERS } from "./parsers/documents.js";
import { INPUT_PARSERS } from "./parsers/input.js";

/** Everything of ours that reads what a stranger has written, besides the endpoints of a server. */
export const PARSERS: Readonly<Record<string, Parser>> = {
  ...CORE_PARSERS,
  ...CLIENT_PARSERS,
  ...DOCUMENT_PARSERS,
  ...INPUT_PARSERS,
};
