/** What can be made to go wrong, and what happens then. */
export const FAULTS: Readonly<Record<FaultName, string>> = {
  timestamp_refused:
    "a signed request is refused as too old or too new, with the provider's time in the header Date",
  replay: "a signed request is refused as one that was seen before (nonce_used)",
  rate_limited:
    "a request is refused because there were too many, with Retry-After and the described headers",
  server_error: "a request is answered with status 500",
  slow: "a request is answered as usual, but after 1,000 milliseconds, or as many as ms says",
  cut: "the connection is dropped in the middle of the answer",
  malformed: "a request is answered with status 200 and a body that cannot be read",
  denied: "the user says no, whatever is clicked",
  wrong_verifier: "the verifier is refused, whatever it is",
};

/** The faults by name. */
export type FaultName =
  | "cut"
  | "denied"
  | "malformed"
  | "rate_limited"
  | "replay"
  | "server_error"
  | "slow"
  | "timestamp_refused"
  | "wrong_verifier";

/** How often, and where. */
export interface FaultOptions {
  /** 1 by default. */
  readonly times?: number;
  /** An operation's id, or an endpoint's name such as `tokenCredentials`; whatever comes first by default. */
  readonly operation?: string;
  /** How long it takes until the answer, or until something goes wrong; 1,000 by default for `slow`, no time for others. */
  readonly ms?: number;
}

/** A fault that waits for its request. */
export interface Fault extends Required<Omit<FaultOptions, "operation">> {
  readonly name: FaultName;
  readonly operation: string | undefined;
}

/** The faults that wait for their requests. */
export interface Faults {
  /** Throws a TypeError for a name, an operation or a number that cannot be meant. */
  readonly add: (name: string, options?: FaultOptions) => Fault;
  /** The one that a header of a request to this operation asks for, or to what is not described. Throws as `add` does. */
  readonly asked: (header: string, operation: string | undefined) => Fault;
  /** Uses up the first one of these names that is for this operation, or the first one that names it. */
  readonly take: (
    names: readonly FaultName[],
    operation: string,
    hasToBeNamed?: boolean,
  ) => Fault | undefined;
  readonly list: () => readonly Fault[];
  readonly clear: () => void;
}

/** What strikes any request before it is looked at. */
export const REQUEST_FAULTS: readonly FaultName[] = [
  "rate_limited",
  "server_error",
  "slow",
  "cut",
  "malformed",
];

/** What strikes signed requests before they are looked at. */
export const SIGNED_FAULTS: readonly FaultName[] = ["timestamp_refused", "replay"];

/** A fault that strikes in the middle of a login. */
export type LoginFault = "denied" | "wrong_verifier";

/** Something that faults can be for, and those that strike it besides what strikes any request. */
export interface FaultTarget {
  /** An operation's id, or an endpoint's name. */
  readonly name: string;
  readonly faults: readonly FaultName[];
}

/**
 * Faults in the order in which they were asked for, each for one of the targets, or for whichever comes first.
 *
 * @example
 * const faults = createFaults([{ name: "getMe", faults: [] }]);
 * faults.add("slow", { times: 2, ms: 50 });
 * faults.take(["slow", "cut"], "getMe").ms; // => 50
 * faults.list().map(({ name, times }) => [name, times]); // => [["slow", 1]]
 */
export function createFaults(targets: readonly FaultTarget[]): Faults {
  const waiting: Fault[] = [];
  return {
    add(name, options = {}) {
      const fault = checkedFault(name, options, targets);
      waiting.push(fault);
      return fault;
    },
    asked(header, operation) {
      const fault = faultOf(header);
      if (operation === undefined && !REQUEST_FAULTS.includes(fault.name))
        throw new TypeError(`${fault.name} cannot strike here: this request is not described.`);
      checkOperation(fault.name, operation, targets);
      return fault;
    },
    take(names, operation, hasToBeNamed = false) {
      const wanted = hasToBeNamed ? [operation] : [operation, undefined];
      const at = waiting.findIndex(
        (fault) => names.includes(fault.name) && wanted.includes(fault.operation),
      );
      const fault = waiting[at];
      if (fault === undefined) return undefined;
      waiting.splice(at, 1, ...(fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []));
      return fault;
    },
    list: () => [...waiting],
    clear: () => void waiting.splice(0),
  };
}

/**
 * Whether a fault strikes a step of a login: the one that its request asks for with a header, or one that has waited.
 *
 * @example
 * const faults = createFaults([{ name: "authorization", faults: ["denied"] }]);
 * faults.add("denied");
 * [1, 2].map(() => strikes({ faults }, { header: () => undefined }, ["denied", "authorization"])); // => [true, false]
 */
export function strikes(
  { faults }: { readonly faults: Pick<Faults, "take"> },
  { header }: { readonly header: (name: string) => string | undefined },
  [name, operation]: readonly [name: LoginFault, operation: string],
): boolean {
  const asked = header(FAULT_HEADER);
  if (asked !== undefined) return faultOf(asked).name === name;
  return faults.take([name], operation) !== undefined;
}

/** Asks for a fault for the request that carries it. */
export const FAULT_HEADER = "x-emulator-fault";

/**
 * The fault of a header `x-emulator-fault`, such as `slow; ms=50`, for the request that carries it. Throws as `add` does.
 *
 * @example
 * faultOf("slow; ms=50"); // => { name: "slow", times: 1, ms: 50, operation: undefined }
 */
export function faultOf(header: string): Fault {
  const [name = "", setting, ...others] = header.split(";").map((part) => part.trim());
  const [, ms] = /^ms=([0-9.]+)$/i.exec(setting ?? "") ?? [];
  if (others.length > 0 || (setting !== undefined && ms === undefined)) {
    throw new TypeError(
      `${JSON.stringify(header)} asks for no fault: write a name, and ; ms=50 behind it where it should take time.`,
    );
  }
  return checkedFault(name, ms === undefined ? {} : { ms: Number(ms) });
}

function checkedFault(
  name: string,
  { times = 1, operation, ...more }: FaultOptions,
  targets?: readonly FaultTarget[],
): Fault {
  if (!isFault(name)) {
    throw new TypeError(
      `There is no fault ${JSON.stringify(name)}: choose among ${Object.keys(FAULTS).join(", ")}.`,
    );
  }
  if (targets !== undefined) checkOperation(name, operation, targets);
  const { ms = name === "slow" ? 1000 : 0 } = more;
  if (!Number.isSafeInteger(times) || times < 1) {
    throw new TypeError(`times is ${times}: it has to be a whole number above zero.`);
  }
  if (!(ms >= 0 && ms <= 600_000)) {
    throw new TypeError(`ms is ${ms}: it has to be a number of milliseconds up to 600,000.`);
  }
  return { name, times, ms, operation };
}

// A fault that nothing can use up would wait for ever.
function checkOperation(
  name: FaultName,
  operation: string | undefined,
  targets: readonly FaultTarget[],
): void {
  const namesOf = (some: readonly FaultTarget[]): readonly string[] => some.map((one) => one.name);
  if (operation !== undefined && !namesOf(targets).includes(operation)) {
    throw new TypeError(
      `This provider has no operation ${JSON.stringify(operation)}: choose among ${namesOf(targets).join(", ")}.`,
    );
  }
  if (REQUEST_FAULTS.includes(name)) return;
  const struck = namesOf(targets.filter(({ faults }) => faults.includes(name)));
  if (operation === undefined ? struck.length > 0 : struck.includes(operation)) return;
  if (struck.length === 0)
    throw new TypeError(`This provider has nothing that ${name} could strike.`);
  const those = SIGNED_FAULTS.includes(name) ? "what is signed" : struck.join(" and ");
  throw new TypeError(`${name} strikes ${those}, and not ${operation}.`);
}

function isFault(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}
