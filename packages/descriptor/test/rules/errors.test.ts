import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "a way that the example does not have",
    [
      [
        `"baseUrl"`,
        `"errors": { "code": "error.code", "message": "error.text", "example": { "error": { "code": 1 } } }, "baseUrl"`,
      ],
    ],
    ['24:50 error the example of an error has nothing at "error.text"'],
  ],
  [
    "a way behind a name that has dots, which the example does not have",
    [
      [
        `"baseUrl"`,
        `"errors": { "code": "odata.error.code", "message": "odata.error.text", "example": { "odata.error": { "code": "-1" } } }, "baseUrl"`,
      ],
    ],
    ['24:56 error the example of an error has nothing at "odata.error.text"'],
  ],
  [
    "signs that the example does not show",
    [
      [
        `"baseUrl"`,
        `"errors": { "signs": [{ "at": "stat", "equals": "fail" }, { "at": "meta.code", "least": 400 }], "example": { "stat": "ok", "meta": { "code": 200 } } }, "baseUrl"`,
      ],
    ],
    ["24:26 error the example of an error shows none of these signs"],
  ],
  [
    "a sign that is there and says nothing",
    [
      [
        `"baseUrl"`,
        `"errors": { "signs": [{ "at": "code" }, { "at": "list" }, { "at": "text" }], "example": { "code": 0, "list": [], "text": "" } }, "baseUrl"`,
      ],
    ],
    ["24:26 error the example of an error shows none of these signs"],
  ],
  [
    "a way that the error in XML does not have",
    [
      [
        `"baseUrl"`,
        `"errors": { "code": ["code", "rsp.err.@number"], "example": { "code": 1 }, "xml": { "rsp": { "err": { "@code": "1" } } } }, "baseUrl"`,
      ],
    ],
    [
      '24:26 error the error in XML has nothing at "code": list its own, too',
      '24:34 error the error in XML has nothing at "rsp.err.@number": list its own, too',
    ],
  ],
  [
    "misspelled ways and signs, with what the example has",
    [
      [
        `"baseUrl"`,
        `"errors": { "signs": [{ "at": "eror" }], "code": ["no", "error.cdoe"], "message": "error.say", "example": { "error": { "code": 1 } } }, "baseUrl"`,
      ],
    ],
    [
      '24:35 error the example of an error has nothing at "eror" (did you mean "error"?)',
      '24:61 error the example of an error has nothing at "error.cdoe" (did you mean "error.code"?)',
      '24:87 error the example of an error has nothing at "error.say"',
    ],
  ],
  [
    "a word that the example has in other letters",
    [
      [
        `"baseUrl"`,
        `"errors": { "signs": [{ "at": "ok", "equals": true }, { "at": "stat", "equals": "failed" }], "example": { "stat": "fail" } }, "baseUrl"`,
      ],
    ],
    [
      '24:85 error the example of an error has "fail" at "stat", and not "failed" (did you mean "fail"?)',
    ],
  ],
  [
    "signs that only JSON has",
    [
      [
        `"baseUrl"`,
        `"errors": { "signs": [{ "at": "code" }], "example": { "code": 1 }, "xml": { "rsp": { "@code": "1" } } }, "baseUrl"`,
      ],
    ],
    ["24:26 error the error in XML shows none of these signs: list its own, too"],
  ],
  [
    "a number in XML, and two elements at the top",
    [[`"baseUrl"`, `"errors": { "xml": { "rsp": 1, "b": "2" } }, "baseUrl"`]],
    [
      "24:24 error only 1 is possible here: XML has one element at the top, with all others in it",
      "24:33 error in XML this is text: put it in quotes",
    ],
  ],
  [
    "a message that is no text, and one that is",
    [
      [
        `"baseUrl"`,
        `"errors": { "code": ["list", "code"], "message": ["", "error"], "example": { "code": 1, "list": [1], "error": { "text": "No." } } }, "baseUrl"`,
      ],
    ],
    [
      '24:59 error the example of an error has no text or number at "error", but more members: go on to one',
    ],
  ],
  [
    "prefixes in XML, where JSON is told too",
    [
      [
        `"baseUrl"`,
        `"errors": { "example": {}, "xml": { "s:Fault": { "@x:lang": "en" } } }, "baseUrl"`,
      ],
    ],
    [
      '24:41 error "s:Fault" is read without the prefix of its namespace, here and in every path (did you mean "Fault"?)',
      '24:54 error "@x:lang" is read without the prefix of its namespace, here and in every path (did you mean "@lang"?)',
    ],
  ],
  [
    "a code without a meaning",
    [
      [`"baseUrl"`, `"errors": { "codes": { "not_found": "There is none." } }, "baseUrl"`],
      [`"response": "none"`, `"response": "none", "errors": ["not_fuond"]`],
    ],
    [
      '45:38 error api.errors.codes does not say what "not_fuond" means (did you mean "not_found"?)',
    ],
  ],
  [
    "a problem without a place for its code",
    [
      [
        `"baseUrl"`,
        `"errors": { "codes": { "8": { "description": "Bad.", "problem": "signature_invalid" } } }, "baseUrl"`,
      ],
    ],
    ['24:58 error no answer tells it: "code" has to say where errors have their code'],
  ],
  [
    "a problem that is none",
    [
      [
        `"baseUrl"`,
        `"errors": { "code": "code", "codes": { "8": { "description": "Bad.", "problem": "invalid_signature" }, "9": { "description": "Bad.", "problem": ["token_rejekted"] } } }, "baseUrl"`,
      ],
    ],
    [
      '24:85 error "invalid_signature" is not one of consumer_key_unknown, token_rejected, token_expired, signature_invalid, signature_method_rejected, body_hash_invalid, nonce_used, timestamp_refused, parameter_absent, parameter_rejected, version_rejected, rate_limited, bad_request, not_found',
      '24:150 error "token_rejekted" is not one of consumer_key_unknown, token_rejected, token_expired, signature_invalid, signature_method_rejected, body_hash_invalid, nonce_used, timestamp_refused, parameter_absent, parameter_rejected, version_rejected, rate_limited, bad_request, not_found (did you mean "token_rejected"?)',
    ],
  ],
  [
    "the status of a success, and nothing that tells an error from one",
    [[`"baseUrl"`, `"errors": { "status": 200 }, "baseUrl"`]],
    ['24:27 error an answer of status 200 is a result where no "signs" tell that it is an error'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it.each([
  [{ at: "errors" }, { errors: [{}] }],
  [{ at: "code", least: 400 }, { code: "404" }],
  [{ at: "ok", equals: false }, { ok: false }],
])("takes the sign %j of %j, as a client does", (sign, example) => {
  const errors = `"errors": ${JSON.stringify({ signs: [sign], example })}, "baseUrl"`;
  expect(issuesOf(acmeWith([`"baseUrl"`, errors]))).toEqual([]);
});
