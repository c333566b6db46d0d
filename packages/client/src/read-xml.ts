/**
 * Reads XML for what errors say in it, as a tree: an element is a member, an attribute a member with `@` before its name, and
 * text beside attributes is `#text`. Several elements of one name are a list. Prefixes of namespaces are left out, entities of
 * a document's own stay as they are, and what is beyond the first 65,536 characters is not read. It takes any text;
 * `undefined` where there is no element.
 *
 * @example
 * readXml('<rsp stat="fail"><err code="3">Too large &amp; too late</err></rsp>');
 * // => { rsp: { "@stat": "fail", err: { "@code": "3", "#text": "Too large & too late" } } }
 * readXml("Not found"); // => undefined
 */
export function readXml(text: string): unknown {
  const root: Element = { members: new Map(), text: "" };
  const open = [root];
  const close = (): void => {
    const [parent, element] = open.slice(-2);
    if (parent === undefined || element?.name === undefined) return;
    open.pop();
    add(parent, element.name, valueOf(element));
  };
  for (const [piece, literal, name, attributes = ""] of text.slice(0, MOST).matchAll(PIECES)) {
    const here = open.at(-1) ?? root;
    if (name === undefined) here.text += literal ?? (piece.startsWith("<") ? "" : unescaped(piece));
    else if (piece.startsWith("</")) close();
    else {
      const element: Element = { name: local(name), members: new Map(), text: "" };
      for (const [, key = "", double, single] of attributes.matchAll(ATTRIBUTES)) {
        add(element, `@${local(key)}`, unescaped(double ?? single ?? ""));
      }
      open.push(element);
      if (attributes.endsWith("/")) close();
    }
  }
  while (open.length > 1) close();
  return root.members.size === 0 ? undefined : valueOf({ ...root, text: "" });
}

const MOST = 65_536;

// Each alternative ends with the text where its own end is missing, so that nothing is ever looked at twice.
const PIECES =
  /<!--[^]*?(?:-->|$)|<!\[CDATA\[([^]*?)(?:\]\]>|$)|<[?!][^>]*>?|<\/?([^\s/>]+)((?:[^"'>]|"[^"]*(?:"|$)|'[^']*(?:'|$))*)>?|[^<]+/g;

const ATTRIBUTES = /([^\s=/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g;

interface Element {
  readonly name?: string;
  readonly members: Map<string, unknown[]>;
  text: string;
}

function add({ members }: Element, name: string, value: unknown): void {
  const others = members.get(name);
  if (others === undefined) members.set(name, [value]);
  else others.push(value);
}

function valueOf({ members, text }: Element): unknown {
  const said = text.trim();
  if (members.size === 0) return said;
  const entries = [...members].map(([name, [first, ...others]]) => [
    name,
    others.length === 0 ? first : [first, ...others],
  ]);
  return Object.fromEntries(said === "" ? entries : [...entries, ["#text", said]]);
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function unescaped(text: string): string {
  return text.replace(
    /&(#?\w{1,8});/g,
    (entity, name: string) => ENTITIES.get(name) ?? characterOf(name) ?? entity,
  );
}

function characterOf(name: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name) ?? [];
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

const ENTITIES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["amp", "&"],
  ["apos", "'"],
  ["gt", ">"],
  ["lt", "<"],
  ["quot", '"'],
]);
