import {
  baseString,
  baseStringUri,
  decode,
  encodeWire,
  normalize,
  parseAuthorization,
  parseForm,
  sentTarget,
  type Parameter,
} from "../../../core/src/index.js";

/** A request as it goes over the wire, and what was signed. Random boundaries are blanked out. */
export async function recordOf(request: Request): Promise<string> {
  const body = await request.clone().text();
  const boundary = /boundary=(\S+)/.exec(request.headers.get("content-type") ?? "")?.[1];
  const base = await signedText(request);
  const text = [
    `${request.method} ${request.url}`,
    ...[...request.headers].map(([name, value]) => `${name}: ${value}`),
    ...(body === "" ? [] : ["", body.replaceAll("\r\n", "\n").trimEnd()]),
    ...(base === undefined ? [] : ["", `Base string: ${base}`]),
  ].join("\n");
  return boundary === undefined ? text : text.replaceAll(boundary, "boundary");
}

async function signedText(request: Request): Promise<string | undefined> {
  // Which of its texts are signed is not in the request; the mock knows.
  if (request.headers.get("content-type")?.startsWith("multipart/") === true) return undefined;
  const target = sentTarget(request.url);
  const header = parseAuthorization(request.headers.get("authorization") ?? "");
  const sent = [
    ...parseForm(target.query),
    ...(header?.ok === true ? header.parameters : []),
    ...(await formOf(request)),
  ].flatMap(unwrapped);
  const signed = sent.filter(([name]) => String(name) !== "oauth_signature");
  if (signed.length === sent.length) return undefined;
  return baseString(request.method, baseStringUri(target), normalize(signed));
}

/** Some providers take the protocol parameters as one that holds them as JSON. */
function unwrapped(parameter: Parameter): readonly Parameter[] {
  const text = decode(parameter[1]);
  if (String(parameter[0]) !== "Authorization" || !text.startsWith("{")) return [parameter];
  const parameters: object = JSON.parse(text);
  return Object.entries(parameters).map(([name, value]) => [
    encodeWire(name),
    encodeWire(String(value)),
  ]);
}

async function formOf(request: Request): Promise<readonly Parameter[]> {
  const type = request.headers.get("content-type") ?? "";
  return type.startsWith("application/x-www-form-urlencoded")
    ? parseForm(await request.text())
    : [];
}
