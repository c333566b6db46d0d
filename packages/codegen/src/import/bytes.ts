import type { DescribedOperation, DescribedType } from "@oauth1/descriptor";

/** An operation without bytes where there is no room for them: OpenAPI says "binary" of text in JSON, forms and URLs too. */
export function withBytesInPlace(operation: DescribedOperation): DescribedOperation {
  const { parameters, result, body } = operation;
  const kind = typeof body === "object" ? body.kind : body;
  const hasRoom = kind === "binary" || kind === "multipart";
  const kept = Object.entries(parameters ?? {}).map(([name, parameter]) => {
    if (hasRoom && parameter.in === "body") return [name, parameter] as const;
    const { format, required, ...others } = parameter;
    const type = withoutBytes({ ...others, ...(format !== undefined && { format }) });
    return [name, { ...others, ...(required && { required }), ...type }] as const;
  });
  return {
    ...operation,
    ...(parameters && { parameters: Object.fromEntries(kept) }),
    ...(result && { result: withoutBytes(result) }),
  };
}

/** A type whose bytes are text, as in JSON. */
export function withoutBytes({ format, ...type }: DescribedType): DescribedType {
  const { items, properties, additionalProperties, oneOf } = type;
  const parts = Object.entries(properties ?? {}).map(([name, part]) => [name, withoutBytes(part)]);
  return {
    ...type,
    ...(format !== undefined && format !== "binary" && { format }),
    ...(items && { items: withoutBytes(items) }),
    ...(properties && { properties: Object.fromEntries(parts) }),
    ...(additionalProperties && { additionalProperties: withoutBytes(additionalProperties) }),
    ...(oneOf && { oneOf: oneOf.map(withoutBytes) }),
  };
}
