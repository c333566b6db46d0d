"""A second implementation of the signature base string, from RFC 5849 and the Python standard library alone.

Shares nothing with @oauth1/core but the specification, and where that is silent, the decisions that ARCHITECTURE.md
names: names and values are bytes, `+` is a space, empty segments are dropped, `%` that starts no escape stands for
itself. Reads one JSON object a line and answers with one a line.
"""

import base64
import hashlib
import hmac
import json
import sys

UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
HEX = frozenset(b"0123456789ABCDEFabcdef")
HASHES = {"SHA-1": hashlib.sha1, "SHA-256": hashlib.sha256, "SHA-512": hashlib.sha512}
DEFAULT_PORTS = {"http": "80", "https": "443"}


def utf8(text):
    """UTF-8 with lone surrogates replaced, as every encoder of the web does."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode("utf-8")


def encode(data):
    """Section 3.6."""
    return "".join(chr(byte) if byte in UNRESERVED else "%%%02X" % byte for byte in data)


def decode(data):
    out, at = bytearray(), 0
    while at < len(data):
        if data[at] == 0x25 and len(data) > at + 2 and data[at + 1] in HEX and data[at + 2] in HEX:
            out.append(int(data[at + 1 : at + 3], 16))
            at += 3
        else:
            out.append(data[at])
            at += 1
    return bytes(out)


def form_pairs(data):
    """Section 3.4.1.3.1, query component and entity-body."""
    for segment in data.split(b"&"):
        if segment:
            name, _, value = segment.partition(b"=")
            yield decode(name.replace(b"+", b" ")), decode(value.replace(b"+", b" "))


def header_pairs(header):
    """Section 3.5.1: fields separated by commas, values in quotes."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "oauth":
        return
    field, quoted, escaped, fields = "", False, False, []
    for character in rest:
        if character == "," and not quoted:
            fields.append(field)
            field = ""
            continue
        if character == '"' and not escaped:
            quoted = not quoted
        escaped = quoted and character == "\\" and not escaped
        field += character
    for field in fields + [field]:
        name, equals, value = field.partition("=")
        if equals and name.strip().lower() != "realm":
            yield decode(utf8(name.strip())), decode(utf8(value.strip().strip('"')))


def is_form(content_type):
    return content_type.split(";")[0].strip().lower() == "application/x-www-form-urlencoded"


def split_url(url):
    scheme, _, rest = url.partition("://")
    rest = rest.split("#")[0]
    before_query, _, query = rest.partition("?")
    authority, slash, path = before_query.partition("/")
    return scheme, authority, slash + path, query


def base_string_uri(scheme, authority, path):
    """Section 3.4.1.2."""
    scheme = scheme.lower()
    host = authority.rpartition("@")[2].lower()
    name, colon, port = host.rpartition(":")
    if colon and not port.endswith("]") and port in ("", DEFAULT_PORTS[scheme]):
        host = name
    return scheme + "://" + host + (path or "/")


def answer(case):
    scheme, authority, path, query = split_url(case["url"])
    pairs = list(form_pairs(utf8(query)))
    pairs += header_pairs(case.get("authorization", ""))
    if is_form(case.get("contentType", "")):
        pairs += form_pairs(base64.b64decode(case.get("body", "")))
    # Section 3.4.1.3.2: encode, then sort by the bytes.
    encoded = sorted((encode(name), encode(value)) for name, value in pairs if name != b"oauth_signature")
    normalized = "&".join(name + "=" + value for name, value in encoded)
    uri = base_string_uri(scheme, authority, path)
    # Section 3.4.1.1.
    base = "&".join(encode(utf8(part)) for part in (case["method"].upper(), uri, normalized))
    # Section 3.4.2.
    key = encode(utf8(case["consumerSecret"])) + "&" + encode(utf8(case["tokenSecret"]))
    digest = hmac.new(key.encode(), base.encode(), HASHES[case["hash"]]).digest()
    signature = base64.b64encode(digest).decode()
    return {"normalized": normalized, "uri": uri, "base": base, "signature": signature}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
