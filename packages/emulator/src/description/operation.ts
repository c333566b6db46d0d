import {
  binaryBody,
  continuedPages,
  cursorPages,
  fixedFields,
  formBody,
  jsonBody,
  lastItemPages,
  linkedPages,
  multipartBody,
  numberedPages,
  offsetPages,
  pagedOperation,
  wholeJsonBody,
  wholeTextBody,
  type OperationBody,
  type PagedOperation,
  type Pagination,
  type SessionLevel,
} from "@oauth1/client";
import {
  resolveType,
  type DescribedPagination,
  type OperationModel,
  type ProviderModel,
} from "@oauth1/descriptor";

/** An operation of any provider. Where its answers are no pages, `paginate` sees one page. */
export type AnyOperation = PagedOperation<string, object, unknown, unknown, SessionLevel>;

/** A described operation as the client calls it: at run time what codegen writes into an SDK. */
export function describeOperation(model: ProviderModel, operation: OperationModel): AnyOperation {
  const { method, path, host, auth, lists, response, envelope, idempotent } = operation;
  const { parameters, pagination, signing, without } = operation;
  const body = bodyOf(model, operation);
  const headers = parameters.filter((one) => one.in === "header").map(({ name }) => name);
  return pagedOperation({
    provider: model.id,
    method,
    path,
    auth,
    lists,
    idempotent,
    without,
    result: response,
    fixed: Object.fromEntries(operation.query),
    query: namesIn(operation, "query"),
    headers: Object.fromEntries(headers.map((name) => [name, name.toLowerCase()])),
    fixedHeaders: Object.fromEntries(operation.headers),
    styles: Object.fromEntries(parameters.map(({ name, style }) => [name, style])),
    flags: Object.fromEntries(parameters.flatMap(({ name, flag }) => (flag ? [[name, flag]] : []))),
    pagination: pagination === undefined ? ONE_PAGE : pagesOf(pagination),
    ...(signing && { signing }),
    ...(host !== undefined && { host }),
    ...(body && { body }),
    ...(envelope !== undefined && { envelope }),
  });
}

const ONE_PAGE: Pagination = { items: "", next: () => undefined };

function namesIn({ parameters }: OperationModel, place: string): readonly string[] {
  return parameters.filter((one) => one.in === place).map(({ name }) => name);
}

function bodyOf(model: ProviderModel, operation: OperationModel): OperationBody | undefined {
  if (operation.body === undefined) return undefined;
  const { kind, fixed, whole, contentType, signed } = operation.body;
  if (whole !== undefined) {
    if (kind === "json") return wholeJsonBody(whole, contentType);
    return isPlainText(model, operation, whole)
      ? wholeTextBody(whole, contentType ?? "text/plain")
      : binaryBody(whole, contentType);
  }
  const fields = [...fixed.map(([name]) => name), ...namesIn(operation, "body")];
  const [first = ""] = fields;
  const bodies = {
    json: () => jsonBody(fields, contentType),
    form: () => formBody(fields),
    multipart: () => multipartBody(fields, { signed }),
    binary: () => binaryBody(first, contentType),
  };
  const body = bodies[kind]();
  return fixed.length === 0 ? body : fixedFields(Object.fromEntries(fixed), body);
}

function isPlainText(model: ProviderModel, { parameters }: OperationModel, whole: string): boolean {
  const type = parameters.find(({ name }) => name === whole)?.type;
  const resolved = type && resolveType(model, type);
  return (
    resolved?.kind === "primitive" && resolved.name === "string" && resolved.format !== "binary"
  );
}

function pagesOf(pagination: DescribedPagination): Pagination {
  switch (pagination.kind) {
    case "cursor":
      return cursorPages(pagination);
    case "page":
      return numberedPages(pagination);
    case "offset":
      return offsetPages(pagination);
    case "last-item":
      return lastItemPages(pagination);
    case "link":
      return linkedPages(pagination);
    case "continuation":
      return continuedPages(pagination);
  }
}
