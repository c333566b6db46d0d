/** What can be made to go wrong, and what happens then. */
export const FAULTS: Readonly<Record<FaultName, string>> = {
  timestamp_refused:
    "a signed request is refused as too old or too new, with the provider's time in the header Date",
  replay: "a signed request is refused as one that was seen before (nonce_used)",
  rate_limited:
    "a request is refused because there were too many, with Retry-After and the described headers",
  server_error: "a request is answered with status 500",
  slow: "a request is answered as usual, but after `ms` milliseconds",
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
  /** How long `slow` takes; 1,000 by default. */
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
  /** Uses up the first one of these names that is for this operation. */
  readonly take: (names: readonly FaultName[], operation: string) => Fault | undefined;
  readonly list: () => readonly Fault[];
  readonly clear: () => void;
}

/** What strikes before a request is looked at. */
export const REQUEST_FAULTS: readonly FaultName[] = [
  "timestamp_refused",
  "replay",
  "rate_limited",
  "server_error",
  "slow",
  "cut",
  "malformed",
];

/**
 * Faults in the order in which they were asked for; `operations` are the names that they can be for.
 *
 * @example
 * const faults = createFaults(["getMe"]);
 * faults.add("slow", { times: 2, ms: 50 });
 * faults.take(["slow", "cut"], "getMe").ms; // => 50
 * faults.list().map(({ name, times }) => [name, times]); // => [["slow", 1]]
 */
export function createFaults(operations: readonly string[]): Faults {
  const waiting: Fault[] = [];
  return {
    add(name, options = {}) {
      const fault = checkedFault(name, options, operations);
      waiting.push(fault);
      return fault;
    },
    take(names, operation) {
      const at = waiting.findIndex(
        (fault) => names.includes(fault.name) && (fault.operation ?? operation) === operation,
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
 * The fault of a header `x-emulator-fault`, such as `slow; ms=50`, for the request that carries it. Throws as `add` does.
 *
 * @example
 * faultOf("slow; ms=50"); // => { name: "slow", times: 1, ms: 50, operation: undefined }
 */
export function faultOf(header: string): Fault {
  const [name = "", ...settings] = header.split(";").map((part) => part.trim());
  const ms = settings.find((setting) => setting.startsWith("ms="))?.slice(3);
  return checkedFault(name, ms === undefined ? {} : { ms: Number(ms) }, []);
}

function checkedFault(
  name: string,
  { times = 1, ms = 1000, operation }: FaultOptions,
  operations: readonly string[],
): Fault {
  if (!isFault(name)) {
    throw new TypeError(
      `There is no fault ${JSON.stringify(name)}: choose among ${Object.keys(FAULTS).join(", ")}.`,
    );
  }
  if (operation !== undefined && !operations.includes(operation)) {
    throw new TypeError(
      `This provider has no operation ${JSON.stringify(operation)}: choose among ${operations.join(", ")}.`,
    );
  }
  if (!Number.isSafeInteger(times) || times < 1) {
    throw new TypeError(`times is ${times}: it has to be a whole number above zero.`);
  }
  if (!(ms >= 0 && ms <= 600_000)) {
    throw new TypeError(`ms is ${ms}: it has to be a number of milliseconds up to 600,000.`);
  }
  return { name, times, ms, operation };
}

function isFault(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}
