import { bodyText, hasForm, type Case } from "./case.js";

/** Something that oauthlib is known to do otherwise. `applies` looks at the request alone, never at the answers. */
export interface Deviation {
  readonly name: string;
  readonly reason: string;
  readonly applies: (given: Case) => boolean;
}

/** The deviations of oauthlib 3.2.2. A difference that none of them applies to fails the run. */
export const OAUTHLIB_DEVIATIONS: readonly Deviation[] = [
  {
    name: "raw characters",
    reason: "refuses a query, and drops a form, with a character that its list of safe ones lacks",
    applies: (given) =>
      forms(given, "latin1").some((text) => /[^A-Za-z0-9_.\-=&;:%+~,*@!()/?'$]/.test(text)),
  },
  {
    name: "malformed escapes",
    reason: "refuses a query, and drops a form, with a % that starts no escape",
    applies: (given) =>
      forms(given).some((text) => /%[^0-9A-Fa-f]|%[0-9A-Fa-f][^0-9A-Fa-f]/.test(text)),
  },
  {
    name: "bytes that are not UTF-8",
    reason: "reads them as U+FFFD, so different requests get the same signature",
    applies: (given) => forms(given).some((text) => !isUtf8(text)),
  },
  {
    name: "lone surrogates",
    reason:
      "cannot encode a secret that is not well-formed Unicode, where every other encoder writes U+FFFD",
    applies: ({ consumerSecret, tokenSecret }) =>
      /\p{Surrogate}/u.test(`${consumerSecret} ${tokenSecret}`),
  },
  {
    name: "oauth_ decoded twice",
    reason: "decodes the values of oauth_ parameters in a query or a form a second time",
    applies: (given) =>
      forms(given).some((text) =>
        text.split("&").some((one) => /^oauth_.*%[0-9a-f]{2}/is.test(unescaped(one))),
      ),
  },
  {
    name: "other names in the header",
    reason: "decodes the values of oauth_ parameters in the header alone",
    applies: ({ authorization = "" }) => /[ ,](?!oauth_|realm)\w+="[^"]*%/i.test(authorization),
  },
  {
    name: "path parameters",
    reason: "takes the path apart at its last semicolon and loses one that ends it",
    applies: ({ url }) => /^[^?]*;(?:\?|$)/.test(url),
  },
  {
    name: "ports with zeros",
    reason: "reads the port as a number, where RFC 5849 takes what the Host header says",
    applies: ({ url }) => /^[^/]*\/\/[^/?]*:0\d*(?:[/?]|$)/.test(url),
  },
  {
    name: "IPv6 addresses",
    reason:
      "writes them anew in their shortest form, where RFC 5849 takes what the Host header says",
    applies: ({ url }) => /^[^/]*\/\/[^/?]*\[/.test(url),
  },
  {
    name: "space around the equal sign",
    reason: "keeps it as part of a header field's name or value",
    applies: ({ authorization = "" }) => / = /.test(authorization),
  },
];

function forms(given: Case, how: "escaped" | "latin1" = "escaped"): readonly string[] {
  const query = given.url.split("?").slice(1).join("?");
  const text = { escaped: bodyText, latin1: rawText }[how];
  return hasForm(given) ? [query, text(given)] : [query];
}

function rawText({ body = "" }: Case): string {
  return Buffer.from(body, "base64").toString("latin1");
}

// Each byte as one character: enough to look for what is ASCII.
function unescaped(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function isUtf8(text: string): boolean {
  try {
    decodeURIComponent(text.replace(/%(?![0-9A-Fa-f]{2})/g, "%25"));
    return true;
  } catch {
    return false;
  }
}
