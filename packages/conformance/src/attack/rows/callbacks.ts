import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { median } from "../timing.js";
import type { Row } from "../row.js";
import { CALLBACK } from "../target.js";

const REGISTERED = [
  CALLBACK,
  "http://127.0.0.1/ready",
  "http://[::1]/ready",
  "http://localhost/ready",
  "com.example.printer:/ready",
  "oob",
] as const;

const ACCEPTED = [
  ...REGISTERED,
  "http://127.0.0.1:4711/ready",
  "http://[::1]:65535/ready",
] as const;

/** Near misses of the registered ones. */
const REFUSED = [
  ...["https://printer.example.com/ready", `${CALLBACK}&x=1`, `${CALLBACK}#x`, ` ${CALLBACK}`],
  ...["https://printer.example.com/ready?job=7%20", "https://PRINTER.example.com/ready?job=7"],
  ...["https://printer.example.com:443/ready?job=7", "http://printer.example.com/ready?job=7"],
  ...[
    "https://printer.example.com@evil.example/ready?job=7",
    "https://me@printer.example.com/ready?job=7",
  ],
  ...["https://printer.example.com.evil.example/ready?job=7", "//printer.example.com/ready?job=7"],
  ...[
    "https://evil.example\\@printer.example.com/ready?job=7",
    "https:\\\\printer.example.com/ready?job=7",
  ],
  ...[
    "https://printer.example.com/ready?job=7\r\nSet-Cookie: a=b",
    "https://printer.example.com/\tready?job=7",
  ],
  ...["https://printer.example.com/x/../ready?job=7", "https://printer.example.com/%72eady?job=7"],
  ...[
    "http://localhost:4711/ready",
    "http://127.0.0.1:4711/other",
    "http://127.0.0.1.evil.example/ready",
  ],
  ...[
    "http://127.0.0.1:4711@evil.example/ready",
    "http://127.0.0.1:/ready",
    "http://2130706433/ready",
  ],
  ...["http://127.1/ready", "http://127.0.0.1:99999/ready", "http://[::1]evil.example/ready"],
  ...[
    "http://127.0.0.1:80.evil.example/ready",
    "https://127.0.0.1/ready",
    "http://[::ffff:127.0.0.1]/ready",
  ],
  ...[
    "com.example.other:/ready",
    "COM.example.printer:/ready",
    "com.example.printer:/ready?x",
    "oob ",
    "OOB",
    "",
  ],
  ...[
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:x",
  ],
] as const;

const UNSAFE = [
  ...[
    "javascript:alert(1)",
    "data:text/html,x",
    "https://me:pw@a.example/",
    "https://a.example/#x",
    "/ready",
  ],
  ...[
    "https://a.example\\b",
    "https://a.example/\n",
    "https://a.example/ü",
    "https://",
    "file:///etc/passwd",
  ],
] as const;

const HOSTILE = [
  `https://${"a.".repeat(32_000)}`,
  `https://a.example/${"%".repeat(64_000)}`,
  `https://a.example/${"/../".repeat(16_000)}`,
  `${"https://".repeat(8_000)}`,
  `http://127.0.0.1:${"1".repeat(64_000)}`,
  `${" ".repeat(64_000)}x`,
] as const;

/** Where a login may end. */
export const callbackRows: readonly Row[] = [
  {
    row: 11,
    claim: "a callback is exactly a registered one; at a loopback address any port will do",
    async run({ register }) {
      const consumer = await register({ callbacks: REGISTERED });
      for (const callback of ACCEPTED) {
        deepEqual([callback, (await consumer.ask(callback)).status], [callback, 200]);
      }
      for (const callback of REFUSED) {
        deepEqual([callback, (await consumer.ask(callback)).status], [callback, 400]);
      }
    },
  },
  {
    row: 11,
    claim: "oob is for who has registered it",
    async run({ register }) {
      const consumer = await register({ callbacks: [CALLBACK] });
      deepEqual(
        [(await consumer.ask("oob")).status, (await consumer.ask(CALLBACK)).status],
        [400, 200],
      );
    },
  },
  {
    row: 11,
    claim: "an unsafe callback can be neither registered nor named, whatever rule there is",
    options: () => ({ callbackRule: () => true }),
    async run({ register, consumer }) {
      for (const callback of UNSAFE) {
        await rejects(register({ callbacks: [callback] }), TypeError, callback);
        deepEqual([callback, (await consumer.ask(callback)).status], [callback, 400]);
      }
      equal((await consumer.ask("com.example.unregistered:/x")).status, 400);
      equal((await consumer.ask("https://anywhere.example/")).status, 200);
    },
  },
  {
    row: 11,
    claim: "64 KB of hostile callback cost no more than their parsing",
    options: () => ({ limits: { parameter: 400_000 } }),
    about: "provider",
    async run({ consumer, work }) {
      for (const callback of HOSTILE) {
        const took = await median(5, async () => {
          const { status } = await consumer.ask(callback, { transmission: "body" });
          equal(status, 400);
        });
        // The aim is 5 ms for the callback alone; this is the whole call, on a machine that may be busy.
        ok(took < 50, `${callback.slice(0, 30)} took ${took} ms`);
      }
      ok(!work.includes("insertTemporary"));
    },
  },
];
