import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { entriesOf, nodeAt, textOf, type Entry } from "../tree.js";
import { endpointsOf, exchangesOf, parameterPlace } from "./places.js";

/** What is wrong with steps that share a URL. */
export const oneUrlRules: readonly Rule[] = [stepsDiffer];

/** What is signed with a token and brings nothing else tells by its URL, or by a fixed value, what is wanted. */
function* stepsDiffer({ root }: DescriptorDocument): Iterable<Finding> {
  const exchanges = exchangesOf(root);
  const steps = endpointsOf(root).filter(
    (step) => exchanges.includes(step) || WITH_TOKEN.has(step.key) || isRenewedByToken(step),
  );
  for (const [at, step] of steps.entries()) {
    const same = steps.slice(0, at).find((other) => isSame(other, step));
    if (same === undefined) continue;
    const message = `nothing tells it from "${same.key}": say another "url" or "method", or a parameter with another "value"`;
    yield findingAt(step.keyNode, "step-url", [message]);
  }
}

const WITH_TOKEN: ReadonlySet<string> = new Set(["revocation", "liveSession"]);

function isRenewedByToken({ key, value }: Entry): boolean {
  return key === "renewal" && textOf(nodeAt(value, "handle")) === "none";
}

function isSame(one: Entry, other: Entry): boolean {
  const isAlike = (name: string): boolean => {
    const [mine, theirs] = [one, other].map(({ value }) => textOf(nodeAt(value, name)));
    return mine !== undefined && mine === theirs;
  };
  return isAlike("method") && isAlike("url") && !isTold(one, other) && !isTold(other, one);
}

/** Whether one step always sends what the other does not, or not like that. */
function isTold(one: Entry, other: Entry): boolean {
  return parametersOf(one).some(({ key, value }) => {
    const theirs = parametersOf(other).find((entry) => entry.key === key)?.value;
    const [fixed, usual] = [value, theirs].map((parameter) => textOf(nodeAt(parameter, "value")));
    if (fixed !== undefined)
      return fixed !== usual || parameterPlace(value) !== parameterPlace(theirs);
    return nodeAt(value, "required")?.value === true && theirs === undefined;
  });
}

function parametersOf({ value }: Entry): readonly Entry[] {
  return entriesOf(nodeAt(value, "parameters"));
}
