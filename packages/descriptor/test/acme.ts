import { formatIssue, parseDescriptor } from "@oauth1/descriptor";

/** A small descriptor without mistakes; tests put theirs in by replacing text. */
export const ACME: string = `{
  "descriptorVersion": 1,
  "id": "acme",
  "name": "Acme",
  "summary": "Photos of anvils.",
  "documentation": "https://acme.example/docs",
  "state": "alive",
  "lastVerified": "2026-11-20",
  "sources": ["https://acme.example/docs"],
  "oauth": {
    "signatureMethods": ["HMAC-SHA1"],
    "temporaryCredentials": { "method": "POST", "url": "https://acme.example/request" },
    "authorization": { "url": "https://acme.example/authorize" },
    "tokenCredentials": {
      "method": "POST",
      "url": "https://acme.example/access",
      "fields": {
        "user_id": { "type": "string", "role": "id" },
        "name": { "type": "string", "role": "username" }
      }
    }
  },
  "api": {
    "baseUrl": "https://api.acme.example",
    "profile": { "operation": "getMe", "id": "user.id", "username": "user.name" }
  },
  "operations": {
    "getMe": {
      "group": "users",
      "summary": "Tells who is signed in.",
      "method": "GET",
      "path": "/me",
      "result": { "$ref": "Me" }
    },
    "addPhoto": {
      "group": "photos",
      "summary": "Adds a photo.",
      "method": "POST",
      "path": "/users/{id}/photos",
      "parameters": {
        "id": { "in": "path", "type": "string" },
        "title": { "in": "body", "type": "string" }
      },
      "body": "form",
      "response": "none"
    }
  },
  "types": {
    "Me": { "type": "object", "properties": { "user": { "$ref": "User" } }, "required": ["user"] },
    "User": {
      "type": "object",
      "properties": {
        "id": { "type": "integer" },
        "name": { "type": "string", "enum": ["a", "b"] },
        "tags": { "type": "array", "items": { "type": "string" } }
      }
    }
  }
}
`;

/** The descriptor with other text in some places. Each place has to be there. */
export function acmeWith(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`There is no ${from} in the descriptor`);
    return text.replace(from, () => to);
  }, ACME);
}

/** One change of the descriptor's text. */
export type Change = readonly [from: string, to: string];

/** A title, what is changed, and what is reported then. */
export type Case = readonly [title: string, changes: readonly Change[], issues: readonly string[]];

/** The issues of a text, each on one line without the file's name. */
export function issuesOf(text: string, file: string = "providers/acme.json"): readonly string[] {
  const result = parseDescriptor(text, { file });
  if (result.ok) return [];
  return result.issues.map((issue) => formatIssue(issue).replace(`${file}:`, ""));
}
