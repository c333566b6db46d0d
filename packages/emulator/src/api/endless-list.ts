import { jsonText, valueAt, withValueAt } from "../json-path.js";

/** Whether a member of an item may have other values than those that are described. */
type IsFree = (member: string) => boolean;

/** What is to be known of the items of a list. */
export interface Items {
  /** Whether what there is one of comes without a list around it. */
  readonly isBare: boolean;
  /** Whether a member may have other values than those that are described. */
  readonly isFree: IsFree;
  /** One, for a list that has none. */
  readonly sample: () => unknown;
}

/** How many pages every list has. */
export const PAGES = 3;

/** The items of one answer, repeated with ids of their own, as often as there are pages. */
export class EndlessList {
  readonly size: number;
  readonly #items: readonly unknown[];
  readonly #field: string | undefined;
  readonly #isBare: boolean;
  readonly #isFree: IsFree;
  readonly #stride: number;

  constructor(items: unknown, field: string | undefined, { isBare, isFree, sample }: Items) {
    this.#field = field;
    // An example may have one in a list all the same.
    this.#isBare = isBare && !(Array.isArray(items) && items.length === 1);
    this.#isFree = isFree;
    const listed: readonly unknown[] = Array.isArray(items)
      ? items
      : isBare && items !== undefined && items !== null
        ? [items]
        : [];
    this.#items = listed.length > 0 ? listed : [sample()];
    this.size = this.#items.length;
    this.#stride = STRIDES.find((stride) => this.#isDistinct(stride)) ?? LAST_STRIDE;
  }

  /** The last page has one item where that looks otherwise. */
  get total(): number {
    return this.size * PAGES - (this.#isBare ? this.size - 1 : 0);
  }

  from(start: number): readonly unknown[] {
    const count = Math.min(this.size, this.total - start);
    return Array.from({ length: count }, (_, at) => {
      return this.#item(start + at, this.#stride);
    });
  }

  #item(place: number, stride: number): unknown {
    const item = this.#items[place % this.size];
    const round = Math.floor(place / this.size);
    return round === 0 ? item : this.#another(item, { round, stride });
  }

  // What pages are told apart by differs too.
  #another(item: unknown, turn: Turn): unknown {
    const other = renumbered(item, turn, this.#isFree);
    const value = this.#field === undefined ? undefined : valueAt(item, this.#field);
    if (this.#field === undefined || valueAt(other, this.#field) !== value) return other;
    return withValueAt(other, this.#field, renumbered(value, turn));
  }

  #isDistinct(stride: number): boolean {
    const all = Array.from({ length: this.total }, (_, place) => this.#item(place, stride));
    return new Set(all.map(jsonText)).size === all.length;
  }

  page(index: number): readonly unknown[] {
    return this.from(index * this.size);
  }

  /** Items as they stand in an answer. */
  shown(items: readonly unknown[]): unknown {
    return this.#isBare && items.length === 1 ? items[0] : items;
  }
}

/** How an item of a later page differs: numbers by so many strides as there were pages before. */
export interface Turn {
  readonly round: number;
  readonly stride: number;
}

const LAST_STRIDE = 1_000_003;

// Numbers that are just as far from each other would come twice.
const STRIDES: readonly number[] = [1000, LAST_STRIDE];

// An item with another id, or where it has none, with another first text or number: no two pages are alike.
function renumbered(item: unknown, turn: Turn, isFree: IsFree = () => true): unknown {
  if (typeof item === "number") return item + turn.round * turn.stride;
  if (typeof item === "string") return anotherText(item, turn);
  if (Array.isArray(item)) return anotherList(item, turn, isFree);
  if (typeof item !== "object" || item === null) return item;
  const members = new Map<string, unknown>(Object.entries(item));
  const isFit = ([name, value]: readonly [string, unknown]): boolean =>
    isPlain(value) && isFree(name);
  const id = members.get("id");
  const hasId = isPlain(id) ? isFree("id") : typeof id === "object" && id !== null;
  const name = hasId ? "id" : [...members].find(isFit)?.[0];
  return name === undefined
    ? { ...item, page: turn.round + 1 }
    : Object.fromEntries(members.set(name, renumbered(members.get(name), turn)));
}

function anotherList(items: readonly unknown[], turn: Turn, isFree: IsFree): readonly unknown[] {
  const plain = items.findIndex((item, at) => isPlain(item) && isFree(String(at)));
  const changed = Math.max(plain, 0);
  return items.map((item, at) =>
    at === changed ? renumbered(item, turn, (member) => isFree(`${at}.${member}`)) : item,
  );
}

/**
 * Text as a later page has it: what looks like a number, a date or a UUID still does.
 *
 * @example
 * anotherText("2026-01-31", { round: 1, stride: 1000 }); // => "2027-01-31"
 */
export function anotherText(text: string, { round, stride }: Turn): string {
  if (/^[0-9]+$/.test(text)) return String(BigInt(text) + BigInt(round * stride));
  const [, year, day] = /^([0-9]{4})(-[0-9]{2}-[0-9]{2})/.exec(text) ?? [];
  if (year !== undefined) {
    // The next year that surely has it too.
    const years = round * (day === "-02-29" ? 400 : 1);
    return `${String((Number(year) + years) % 10_000).padStart(4, "0")}${text.slice(4)}`;
  }
  const [, first, last] = /^([\da-f]{8}(?:-[\da-f]{4}){3}-)([\da-f]{12})$/i.exec(text) ?? [];
  if (first === undefined || last === undefined) return `${text}-${round + 1}`;
  const other = (BigInt(`0x${last}`) + BigInt(round)) % 16n ** 12n;
  return `${first}${other.toString(16).padStart(12, "0")}`;
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}
