import { InputError, readRequest } from "@oauth1/emulator/input";
import { UsageError } from "../../../../../cli/src/failure.js";
import { parseInput } from "../../../../../cli/src/input/read.js";
import type { Parser } from "../parser.js";

const RAW =
  "POST /a?b=c HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nd=e";
const CURL = `curl -X POST 'https://example.com/?a=b' -H "Accept: text/plain" --data-urlencode 'a=b c' -d $'x\\ny' \\\n --compressed`;
const JSON_LINES =
  '{"url":"https://example.com/","method":"POST","headers":{"a":"b"},"body":"c=d"}\n{"url":"https://example.com/","headers":[["a","b"]]}';

/** What a person pastes: at a terminal, and into the page. */
export const INPUT_PARSERS: Readonly<Record<string, Parser>> = {
  "a pasted request": {
    seeds: [RAW, CURL],
    isRefusal: (error) => error instanceof InputError,
    read: (text) => readRequest(text),
  },
  "the input of a command": {
    seeds: [RAW, CURL, JSON_LINES],
    isRefusal: (error) => error instanceof UsageError || error instanceof InputError,
    read(text) {
      for (const item of parseInput(text).items) item();
    },
  },
};
