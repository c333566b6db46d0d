import {
  binaryBody,
  continuedPages,
  cursorPages,
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
  const { parameters, pagination } = operation;
  const body = bodyOf(model, operation);
  const headers = parameters.filter((one) => one.in === "header").map(({ name }) => name);
  return pagedOperation({
    ...{ provider: model.id, method, path, auth, lists, result: response },
    fixed: Object.fromEntries(operation.query),
    query: namesIn(operation, "query"),
    headers: Object.fromEntries(headers.map((name) => [name, name.toLowerCase()])),
    fixedHeaders: Object.fromEntries(operation.headers),
    styles: Object.fromEntries(parameters.map(({ name, style }) => [name, style])),
    pagination: pagination === undefined ? ONE_PAGE : pagesOf(pagination),
    ...(idempotent && { idempotent }),
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
  const { kind, whole, contentType, signed } = operation.body;
  if (whole !== undefined) {
    if (kind === "json") return wholeJsonBody(whole, contentType);
    return isPlainText(model, operation, whole)
      ? wholeTextBody(whole, contentType ?? "text/plain")
      : binaryBody(whole, contentType);
  }
  const fields = namesIn(operation, "body");
  const [first = ""] = fields;
  const bodies = {
    json: () => jsonBody(fields, contentType),
    form: () => formBody(fields),
    multipart: () => multipartBody(fields, { signed }),
    binary: () => binaryBody(first, contentType),
  };
  return bodies[kind]();
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
