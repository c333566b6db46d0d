import type { Candidate, Counted, Draft, Key, Spelled, Uri } from "./draft.js";

/** Carries drafts out, and remembers the steps that other drafts share. */
export interface Renderer {
  readonly render: (draft: Draft) => Candidate;
  /** The same for two drafts that stand or fall together. */
  readonly identity: (draft: Draft) => string;
  /** From now on only what is known is looked up: what comes is not worth the memory. */
  readonly seal: () => void;
}

/**
 * Makes a renderer. Two thousand drafts share most of their steps, and a step is known by the parts that went into it.
 *
 * @example
 * Object.keys(renderer()); // => ["render", "identity", "seal"]
 */
export function renderer(): Renderer {
  const { id, once, each, seal } = memory();
  const spelled = each<Counted, Spelled>();
  const written = each<Spelled, string>();
  const parametersText = ({ fields, spell, sort, piece }: Draft): string => {
    const write = ({ name, value }: Spelled): string => piece(`${name}=${value}`, 2);
    return sort(fields.map((field) => spelled(spell, field, spell)))
      .map((parameter) => written(piece, parameter, write))
      .join(piece("&", 2));
  };
  const render = (draft: Draft): Candidate => {
    const { verb, uri, fields, spell, sort, piece, join, ending } = draft;
    const key = once(`key ${id(draft.key)}`, () => keyText(draft.key));
    const steps = `${id(fields)} ${id(spell)} ${id(sort)} ${id(piece)}`;
    const base = once(`${steps} ${id(verb)} ${id(uri)} ${id(join)} ${ending}`, () => {
      const parameters = once(steps, () => parametersText(draft));
      return `${join([piece(verb, 0), piece(uriText(uri), 1), parameters])}${ending}`;
    });
    return draft.isSwapped
      ? { baseString: base, text: key, key: base }
      : { baseString: base, text: base, key };
  };
  return {
    render,
    identity(draft) {
      const { text, key } = render(draft);
      const { mac, signature } = draft;
      const used = [mac.usesText ? text : "", mac.usesKey ? key : ""];
      return `${id(mac)} ${id(signature)} ${used.map(id).join(" ")}`;
    },
    seal,
  };
}

interface Memory {
  /** A number for each value, the same for the same text, function or object. */
  readonly id: (value: unknown) => number;
  readonly once: (step: string, make: () => string) => string;
  /** The same for what a function makes of each parameter. */
  readonly each: <Of, Made>() => (by: unknown, of: Of, make: (of: Of) => Made) => Made;
  readonly seal: () => void;
}

function memory(): Memory {
  let isSealed = false;
  const numbers = new Map<unknown, number>();
  const results = new Map<string, string>();
  return {
    id(value) {
      const known = numbers.get(value);
      if (known !== undefined) return known;
      // No step is known by this number, so nothing is found for it.
      if (isSealed) return -1;
      numbers.set(value, numbers.size);
      return numbers.size - 1;
    },
    once(step, make) {
      const known = results.get(step);
      if (known !== undefined) return known;
      const made = make();
      if (!isSealed) results.set(step, made);
      return made;
    },
    each<Of, Made>() {
      const tables = new Map<unknown, Map<Of, Made>>();
      return (by: unknown, of: Of, make: (of: Of) => Made): Made => {
        const table = tables.get(by) ?? new Map<Of, Made>();
        const known = table.get(of);
        if (known !== undefined) return known;
        const made = make(of);
        if (!isSealed) tables.set(by, table.set(of, made));
        return made;
      };
    },
    seal() {
      isSealed = true;
    },
  };
}

function uriText({ scheme, host, path, tail }: Uri): string {
  return `${scheme}://${host}${path}${tail}`;
}

function keyText({ consumer, token, write, join }: Key): string {
  return join(write(consumer), write(token));
}
