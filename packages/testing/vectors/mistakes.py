"""Signatures with one fault or two, for the tests of @oauth1/core/diagnose.

A signer written from RFC 5849 alone, with the Python standard library alone, and with every fault a switch in it. It
shares nothing with packages/core. Run it to write mistakes.json beside it:

    /usr/bin/python3 packages/testing/vectors/mistakes.py
"""

import base64
import hashlib
import hmac
import json
import os
import re

UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

HASHES = {"HMAC-SHA1": hashlib.sha1, "HMAC-SHA256": hashlib.sha256, "HMAC-SHA512": hashlib.sha512}


def escape(text, safe=UNRESERVED, charset="utf-8"):
    """Percent-encoding (section 3.6)."""
    return "".join(chr(byte) if byte in safe else "%%%02X" % byte for byte in text.encode(charset))


class Scenario:
    """What an application wants to send: plain text, nothing encoded."""

    def __init__(self, **wanted):
        self.method = "GET"
        self.scheme = "https"
        self.host = "api.example.com"
        self.port = None
        self.path = "/1/items"
        self.query = []
        self.query_text = None
        self.form = None
        self.form_text = None
        self.body = None
        self.multipart = None
        self.content_type = None
        self.url = None
        self.realm = None
        self.extra = []
        self.has_body_hash = False
        self.version = True
        self.timestamp = "1700000000"
        self.nonce = "8f2bd1c4a06e"
        self.signature_method = "HMAC-SHA1"
        self.transmission = "header"
        self.consumer = ("dpf43f3p2l4k3l03", "kd94hf93k423kf44")
        self.token = ("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00")
        self.sends_token = True
        self.proxied = {}
        self.other_secrets = []
        self.__dict__.update(wanted)

    def wire_body(self):
        return self.wire_form() if self.form is not None else self.body

    def protocol(self, faults):
        pairs = [("oauth_consumer_key", self.consumer[0])]
        if self.signature_method != "PLAINTEXT":
            pairs += [("oauth_nonce", self.nonce)]
        pairs += [("oauth_signature_method", self.signature_method)]
        if self.signature_method != "PLAINTEXT":
            pairs += [("oauth_timestamp", self.timestamp)]
        if self.token is not None and self.sends_token:
            pairs += [("oauth_token", self.token[0])]
        if self.version:
            pairs += [("oauth_version", "1.0")]
        if self.has_body_hash or "body-hash-of-form" in faults:
            pairs += [("oauth_body_hash", body_hash(self, faults))]
        return pairs + list(self.extra)

    def wire_query(self):
        if self.query_text is not None:
            return self.query_text
        return "&".join(escape(name) + "=" + escape(value) for name, value in self.query)

    def wire_form(self):
        if self.form_text is not None:
            return self.form_text
        return "&".join(escape(name) + "=" + escape(value) for name, value in self.form)

    def authority(self):
        return self.host if self.port is None else "%s:%d" % (self.host, self.port)

    def wire_url(self):
        if self.url is not None:
            return self.url
        query = self.wire_query()
        return "%s://%s%s%s" % (self.scheme, self.authority(), self.path, "?" + query if query else "")


def body_hash(scenario, faults):
    """The value of oauth_body_hash (OAuth Request Body Hash 1.0)."""
    digest = {"HMAC-SHA256": hashlib.sha256, "HMAC-SHA512": hashlib.sha512}.get(scenario.signature_method, hashlib.sha1)
    for name, function in (("SHA-1", hashlib.sha1), ("SHA-256", hashlib.sha256), ("SHA-512", hashlib.sha512)):
        if "body-hash-other-hash:" + name in faults:
            digest = function
    content = scenario.wire_body().encode()
    if "body-hash-of-empty" in faults:
        content = b""
    if "body-hash-line-break" in faults:
        content += b"\n"
    if "body-hash-line-break:stripped" in faults:
        content = content.rstrip(b"\r\n")
    if "body-hash-charset" in faults:
        content = content.decode().encode("latin-1", "replace")
    if "body-hash-of-other" in faults:
        content = json.dumps(json.loads(content), indent=2).encode()
    raw = digest(content).digest()
    value = base64.b64encode(raw).decode()
    if "body-hash-hex" in faults:
        value = raw.hex()
    if "body-hash-base64-of-hex" in faults:
        value = base64.b64encode(raw.hex().encode()).decode()
    if "body-hash-base64-twice" in faults:
        value = base64.b64encode(value.encode()).decode()
    if "body-hash-encoded" in faults:
        value = escape(value)
    if "body-hash-url-safe" in faults:
        value = base64.urlsafe_b64encode(raw).decode()
    if "body-hash-not-padded" in faults:
        value = value.rstrip("=")
    return value


def php_array(pairs, fault):
    """Names of arrays as other tools write them."""
    names = [name for name, _ in pairs]
    seen = {}
    result = []
    for name, value in pairs:
        index = seen.get(name, 0)
        seen[name] = index + 1
        if fault == "array-brackets-dropped":
            name = re.sub(r"\[\d*\]$", "", name)
        elif fault == "array-brackets-added" and names.count(name) > 1:
            name = name + "[]"
        elif fault == "array-index-added" and (names.count(name) > 1 or name.endswith("[]")):
            name = (name[:-2] if name.endswith("[]") else name) + "[%d]" % index
        result.append((name, value))
    return result


def collect(scenario, faults):
    """The parameters (section 3.4.1.3.1)."""
    query, form = list(scenario.query), list(scenario.form or [])
    if "wire-encoded-again" in faults:
        query = [tuple(part.split("=", 1)) for part in scenario.wire_query().split("&") if part]
        form = [tuple(part.split("=", 1)) for part in scenario.wire_form().split("&") if part] if form else []
    if "plus-literal" in faults:
        query = [(name, value.replace(" ", "+")) for name, value in query]
    if "plus-decoded-twice" in faults:
        query = [(name, value.replace("+", " ")) for name, value in query]
    if "form-left-out" in faults:
        form = []
    if "query-left-out" in faults or "query-in-uri:alone" in faults:
        query = []
    if "parameter-left-out" in faults:
        query = query[:-1]
    if "object-as-text" in faults:
        form = list(dict((re.sub(r"\[.*", "", name), "[object Object]") for name, _ in form).items())
    if "commas-split" in faults:
        query = [(name, part) for name, value in query for part in value.split(",")]
    texts = {
        "boolean-other-text": lambda value: {"true": "True", "false": "False"}.get(value, value),
        "line-breaks-other": lambda value: value.replace("\r\n", "\n"),
    }
    for fault in faults & texts.keys():
        query = [(name, texts[fault](value)) for name, value in query]
        form = [(name, texts[fault](value)) for name, value in form]
    protocol = scenario.protocol(faults)
    protocol = [(name, value) for name, value in protocol if LEFT_OUT.get(name) not in faults]
    if "timestamp-milliseconds" in faults:
        other = scenario.timestamp[:-3] if len(scenario.timestamp) == 13 else scenario.timestamp + "000"
        protocol = [(name, other if name == "oauth_timestamp" else value) for name, value in protocol]
    if "timestamp-generated-twice" in faults:
        other = str(int(scenario.timestamp) + 1)
        protocol = [(name, other if name == "oauth_timestamp" else value) for name, value in protocol]
    pairs = query + form + protocol
    if "json-counted" in faults:
        for name, value in json.loads(scenario.body).items():
            pairs.append((name, value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))))
    if "json-counted:text" in faults:
        pairs.append((scenario.body, ""))
    if "untyped-form-counted" in faults:
        pairs += [tuple(part.split("=", 1)) for part in scenario.body.split("&")]
    if "multipart-counted" in faults:
        pairs += scenario.multipart
    if "realm-counted" in faults:
        pairs.append(("realm", scenario.realm))
    if "signature-counted" in faults:
        pairs.append(("oauth_signature", ""))
    if "version-counted" in faults:
        pairs.append(("oauth_version", "1.0"))
    if "token-empty-counted" in faults:
        pairs.append(("oauth_token", ""))
    if "empty-values-dropped" in faults:
        pairs = [pair for pair in pairs if pair[1] != ""]
    if "falsy-values-dropped" in faults:
        pairs = [pair for pair in pairs if pair[1] not in ("", "0", "false")]
    if "duplicates-last-kept" in faults:
        pairs = list(dict(pairs).items())
    if "duplicates-first-kept" in faults:
        pairs = list(dict(reversed(pairs)).items())
    if "duplicates-joined" in faults:
        names = dict(pairs)
        pairs = [(name, ",".join(v for n, v in pairs if n == name)) for name in names]
    for fault in faults:
        if fault.startswith("array-"):
            pairs = php_array(pairs, fault)
    return pairs


LEFT_OUT = {
    "oauth_version": "version-left-out",
    "oauth_token": "token-left-out",
    "oauth_callback": "callback-left-out",
    "oauth_verifier": "verifier-left-out",
    "oauth_body_hash": "body-hash-left-out",
    "oauth_nonce": "nonce-left-out",
    "oauth_timestamp": "timestamp-left-out",
}


def encoder(faults, everywhere):
    """The signer's own function for percent-encoding; with `everywhere`, the one used outside the parameters too."""

    def has(fault):
        return fault in faults or (not everywhere and fault + ":values" in faults)

    def encode(text):
        safe = UNRESERVED
        if has("reserved-not-encoded"):
            safe += b"!*'()"
        if has("slash-not-encoded"):
            safe += b"/"
        if has("separators-not-encoded"):
            safe += b";,/?:@&=+$#!*'()"
        if has("tilde-encoded"):
            safe = safe.replace(b"~", b"")
        if has("url-encoder"):
            safe = safe.replace(b"~", b"") + b"*"
        charset = "latin-1" if "charset-latin1" in faults and not everywhere else "utf-8"
        if "charset-twice" in faults and not everywhere:
            text = text.encode("utf-8").decode("latin-1")
        if has("space-as-plus") or has("url-encoder"):
            result = "+".join(escape(word, safe, charset) for word in text.split(" "))
        else:
            result = escape(text, safe, charset)
        if has("lower-case-hex"):
            result = re.sub("%[0-9A-F]{2}", lambda match: match.group().lower(), result)
        return result

    return encode


def normalize(scenario, faults):
    """The normalized parameters (section 3.4.1.3.2)."""
    pairs = collect(scenario, faults)
    encode = encoder(faults, False)

    def written(name, value):
        if "values-not-encoded" in faults or ("callback-not-encoded" in faults and name == "oauth_callback"):
            return name, value
        if "values-encoded-twice" in faults:
            return encode(encode(name)), encode(encode(value))
        return encode(name), encode(value)

    if "sorted-before-encoding" in faults:
        result = [written(*pair) for pair in sorted(pairs)]
    else:
        result = [written(*pair) for pair in pairs]
        if "unsorted" in faults:
            pass
        elif "sorted-by-name-only" in faults:
            result.sort(key=lambda pair: pair[0])
        elif "sorted-as-joined" in faults:
            result.sort(key=lambda pair: "%s=%s" % pair)
        elif "sorted-ignoring-case" in faults:
            result.sort(key=lambda pair: (pair[0].lower(), pair[1]))
        else:
            result.sort()
    return "&".join("%s=%s" % pair for pair in result)


def uri(scenario, faults):
    """The base string URI (section 3.4.1.2)."""
    scheme, host, port, path = scenario.scheme, scenario.host, scenario.port, scenario.path
    if faults & {"http-for-https", "http-for-https:port"}:
        scheme = "http"
    if faults & {"https-for-http", "https-for-http:port"}:
        scheme = "https"
    host = host.lower()
    if "host-as-written" in faults:
        host = scenario.host
    if "host-as-written:upper" in faults:
        host = host.upper()
    if "host-other" in faults:
        host = scenario.proxied["x-forwarded-host"]
    if "www-differs" in faults:
        host = host[4:] if host.startswith("www.") else "www." + host
    if port == {"http": 80, "https": 443}[scenario.scheme] or "port-dropped" in faults:
        port = None
    if "default-port-kept" in faults:
        port = {"http": 80, "https": 443}[scenario.scheme]
    if "default-port-kept:other" in faults:
        port = {"http": 443, "https": 80}[scheme]
    if faults & {"http-for-https:port", "https-for-http:port"}:
        port = {"http": 443, "https": 80}[scheme]
    path = path or "/"
    if "path-prefix-stripped" in faults:
        path = scenario.proxied["x-forwarded-prefix"] + path
    if "trailing-slash-added" in faults:
        path += "/"
    if "trailing-slash-missing" in faults:
        path = path.rstrip("/")
    if "path-decoded" in faults:
        path = re.sub("%([0-9A-F]{2})", lambda match: chr(int(match.group(1), 16)), path)
    if "path-encoded-again" in faults:
        path = "/".join(escape(part) for part in path.split("/"))
    if "path-as-written" in faults:
        path = re.match("[a-z]+://[^/]*([^?#]*)", scenario.url).group(1)
    if "path-lower-case" in faults:
        path = path.lower()
    if "path-left-out" in faults:
        path = "/"
    tail = ""
    if "query-in-uri" in faults or "query-in-uri:alone" in faults:
        tail += "?" + scenario.wire_query()
    if "fragment-kept" in faults:
        tail += "#" + scenario.url.split("#")[1]
    return "%s://%s%s%s%s" % (scheme, host, "" if port is None else ":%d" % port, path, tail)


def base_string(scenario, faults):
    """The signature base string (section 3.4.1.1)."""
    encode = encoder(faults, True)
    method = scenario.method.upper()
    if "method-lower-case" in faults:
        method = method.lower()
    if "method-other" in faults:
        method = "GET"
    pieces = [method, uri(scenario, faults), normalize(scenario, faults)]
    if "pieces-not-encoded" in faults:
        text = "&".join(pieces)
    elif "pieces-not-encoded:parameters" in faults:
        text = "&".join([encode(pieces[0]), encode(pieces[1]), pieces[2]])
    elif "base-string-encoded-whole" in faults:
        text = encode("&".join(pieces))
    elif "base-string-encoded-again:pieces" in faults:
        text = "&".join(encode(encode(piece)) for piece in pieces)
    else:
        text = "&".join(encode(piece) for piece in pieces)
    if "base-string-encoded-again" in faults:
        text = encode(text)
    if "base-string-newline" in faults:
        text += "\n"
    return text


def key(scenario, faults):
    """The key (section 3.4.2), in bytes."""
    encode = encoder(faults, True)
    consumer = scenario.consumer[1]
    token = "" if scenario.token is None else scenario.token[1]
    if "consumer-secret-empty" in faults:
        consumer = ""
    if "consumer-secret-other" in faults:
        consumer = scenario.other_secrets[0]
    if faults & {"token-secret-empty", "token-not-sent"}:
        token = ""
    if "secret-not-set" in faults:
        token = "undefined"
    if "secret-not-set:consumer" in faults:
        consumer = "None"
    if "token-secret-previous" in faults:
        token = scenario.other_secrets[0]
    if "secrets-swapped" in faults:
        consumer, token = token, consumer
    if "key-for-secret" in faults:
        consumer, token = scenario.consumer[0], scenario.token[0]
    if "secret-whitespace" in faults:
        consumer += "\n"
    if "key-latin1:raw" in faults:
        return (consumer + "&" + token).encode("latin-1")
    if "key-latin1" in faults:
        return (escape(consumer, charset="latin-1") + "&" + escape(token, charset="latin-1")).encode()
    if "key-encoded-whole" in faults:
        return encode(consumer + "&" + token).encode()
    if "key-consumer-secret-alone" in faults:
        return consumer.encode()
    if "secret-form-encoded" in faults:
        consumer, token = ["+".join(escape(word) for word in one.split(" ")) for one in (consumer, token)]
    elif "secret-not-encoded" in faults:
        pass
    elif "secret-encoded-twice" in faults:
        consumer, token = encode(encode(consumer)), encode(encode(token))
    else:
        consumer, token = encode(consumer), encode(token)
    return (consumer + ("" if "ampersand-missing" in faults else "&") + token).encode()


def sign(scenario, faults):
    """The value of oauth_signature (section 3.4), and what is written of it on the wire."""
    if scenario.signature_method == "PLAINTEXT":
        value = key(scenario, faults).decode()
        return escape(value) if "plaintext-encoded-twice" in faults else value
    digest = HASHES[scenario.signature_method]
    for name in HASHES:
        if "hash-other:" + name in faults:
            digest = HASHES[name]
    secret, text = key(scenario, faults), base_string(scenario, faults).encode()
    if "key-and-text-swapped" in faults:
        secret, text = text, secret
    raw = hmac.new(secret, text, digest).digest()
    if "signature-hex" in faults:
        return raw.hex()
    if "signature-base64-of-hex" in faults:
        return base64.b64encode(raw.hex().encode()).decode()
    value = base64.b64encode(raw).decode()
    if "signature-base64-twice" in faults:
        value = base64.b64encode(value.encode()).decode()
    if "signature-url-safe" in faults:
        value = base64.urlsafe_b64encode(raw).decode()
    if "signature-not-padded" in faults:
        value = value.rstrip("=")
    if "signature-line-break" in faults:
        value += "\n"
    if "signature-quoted" in faults:
        value = '"%s"' % value
    return value


def wire(scenario, faults):
    """The request as it is sent, with its signature in it."""
    value = sign(scenario, faults)
    written = value if "signature-not-encoded" in faults else escape(value)
    if "signature-encoded-twice" in faults:
        written = escape(written)
    fields = [(escape(name), escape(text)) for name, text in scenario.protocol(faults)]
    fields.append(("oauth_signature", written))
    request = {"method": scenario.method, "url": scenario.wire_url(), "headers": dict(scenario.proxied)}
    if scenario.form is not None:
        request["headers"]["content-type"] = "application/x-www-form-urlencoded"
        request["body"] = scenario.wire_form()
    if scenario.body is not None:
        request["body"] = scenario.body
        if scenario.content_type is not None:
            request["headers"]["content-type"] = scenario.content_type
    if scenario.transmission == "query":
        text = "&".join("%s=%s" % field for field in fields)
        request["url"] += ("&" if "?" in request["url"] else "?") + text
    else:
        texts = ['%s="%s"' % field for field in fields]
        if scenario.realm is not None:
            texts.insert(0, 'realm="%s"' % scenario.realm)
        request["headers"]["authorization"] = "OAuth " + ", ".join(texts)
    return request


def vector(faults, scenario):
    for fault in faults - ON_THE_WIRE:
        assert sign(scenario, faults) != sign(scenario, faults - {fault}), "%s makes no difference" % fault
    request = wire(scenario, faults)
    consumer, token = scenario.consumer, scenario.token
    credentials = {"consumer": {"key": consumer[0], "secret": consumer[1]}}
    if token is not None:
        credentials["token"] = {"key": token[0], "secret": token[1]}
    result = {
        "mistakes": sorted(NAMES.get(fault, fault.split(":")[0]) for fault in faults),
        "request": request,
        "credentials": credentials,
        "otherSecrets": scenario.other_secrets,
        "right": sign(scenario, frozenset()),
        "rightBaseString": base_string(scenario, frozenset()),
    }
    if scenario.proxied:
        result["received"] = True
    if scenario.multipart is not None:
        result["multipart"] = scenario.multipart
    if any(fault.startswith("body-hash-") and fault != "body-hash-left-out" for fault in faults):
        result["rightRequest"] = wire(scenario, frozenset())
    return result


ON_THE_WIRE = {"signature-encoded-twice", "signature-not-encoded"}

NAMES = {"url-encoder": "space-as-plus", "url-encoder:values": "space-as-plus"}

ODD_SECRETS = dict(consumer=("ck", "c/s+ 1&é"), token=("tk", "t=s%2"))
QUERY = [("q", "a b!"), ("file", "x/y~z*"), ("z", "3"), ("B", "2"), ("café", "naïve")]
FORM = [("status", "Hello Ladies + Gentlemen, a signed OAuth request!"), ("n", "0"), ("empty", "")]
TWICE = [("id", "7"), ("id", "30"), ("x", "1")]


def cases():
    plain = dict(query=[("q", "a b"), ("page", "2")])
    rich = dict(query=QUERY, method="POST", form=FORM)
    # The key
    for fault in ("secret-not-encoded", "secret-encoded-twice", "key-encoded-whole", "key-latin1", "key-latin1:raw"):
        yield {fault}, Scenario(**plain, **ODD_SECRETS)
    for fault in ("secret-form-encoded", "key-consumer-secret-alone"):
        yield {fault}, Scenario(**plain, **ODD_SECRETS)
    for fault in ("token-secret-empty", "secrets-swapped", "ampersand-missing", "consumer-secret-empty"):
        yield {fault}, Scenario(**plain)
    for fault in ("key-for-secret", "secret-whitespace", "key-and-text-swapped", "hash-other:HMAC-SHA256"):
        yield {fault}, Scenario(**plain)
    yield {"token-not-sent"}, Scenario(**plain, sends_token=False)
    yield {"secret-not-set"}, Scenario(**plain)
    yield {"secret-not-set:consumer"}, Scenario(**plain)
    yield {"ampersand-missing"}, Scenario(**plain, token=None)
    yield {"hash-other:HMAC-SHA1"}, Scenario(**plain, signature_method="HMAC-SHA256")
    yield {"hash-other:HMAC-SHA512"}, Scenario(**plain, signature_method="HMAC-SHA256")
    for fault in ("token-secret-previous", "consumer-secret-other"):
        yield {fault}, Scenario(**plain, other_secrets=["hdhd0244k9j7ao03", "other"])
    # What is counted
    for fault in ("form-left-out", "query-left-out", "empty-values-dropped", "falsy-values-dropped"):
        yield {fault}, Scenario(**rich)
    json_body = dict(method="POST", body='{"a":"b c","n":1,"deep":{"x":[1,2]}}', content_type="application/json")
    yield {"json-counted"}, Scenario(**json_body)
    yield {"json-counted:text"}, Scenario(**json_body)
    yield {"object-as-text"}, Scenario(method="POST", form=[("user[name]", "Jane Doe"), ("user[age]", "40")])
    yield {"commas-split"}, Scenario(query=[("tags", "red,green"), ("page", "2")])
    yield {"untyped-form-counted"}, Scenario(method="POST", body="a=1&b=2", content_type="text/plain")
    yield {"multipart-counted"}, Scenario(method="POST", multipart=[("title", "a b"), ("tags", "x")])
    yield {"realm-counted"}, Scenario(**plain, realm="https://example.com/")
    yield {"signature-counted"}, Scenario(**plain)
    yield {"version-counted"}, Scenario(**plain, version=False)
    yield {"token-empty-counted"}, Scenario(**plain, token=None)
    extra = [
        ("oauth_callback", "https://app.example.com/cb?a=b"),
        ("oauth_verifier", "473f82d3"),
        ("oauth_body_hash", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
    ]
    for fault in LEFT_OUT.values():
        yield {fault}, Scenario(**plain, extra=extra)
    yield {"callback-not-encoded"}, Scenario(**plain, extra=extra)
    yield {"timestamp-milliseconds"}, Scenario(**plain)
    yield {"timestamp-milliseconds"}, Scenario(**plain, timestamp="1700000000123")
    yield {"timestamp-generated-twice"}, Scenario(**plain)
    yield {"plus-literal"}, Scenario(query=[("q", "a b")], query_text="q=a+b")
    yield {"plus-decoded-twice"}, Scenario(query=[("q", "a+b")])
    for fault in ("duplicates-last-kept", "duplicates-first-kept", "duplicates-joined", "array-brackets-added"):
        yield {fault}, Scenario(query=TWICE)
    arrays = [("ids[]", "7"), ("ids[]", "30"), ("x", "1")]
    for fault in ("array-brackets-dropped", "array-index-added"):
        yield {fault}, Scenario(query=arrays)
    yield {"array-index-added"}, Scenario(query=TWICE)
    yield {"parameter-left-out"}, Scenario(**plain)
    texts = [("note", "one\r\ntwo"), ("flag", "true")]
    for fault in ("boolean-other-text", "line-breaks-other"):
        yield {fault}, Scenario(method="POST", form=texts)
    # The order
    yield {"sorted-before-encoding"}, Scenario(query=[("a[0]", "1"), ("aB", "2"), ("a0", "3")])
    yield {"unsorted"}, Scenario(query=[("z", "1"), ("a", "2")])
    yield {"sorted-by-name-only"}, Scenario(query=TWICE)
    yield {"sorted-as-joined"}, Scenario(query=[("a", "1"), ("a1", "2"), ("a-b", "3")])
    yield {"sorted-ignoring-case"}, Scenario(query=[("a", "1"), ("B", "2"), ("c", "3")])
    # The encoding
    for fault in ("values-not-encoded", "values-encoded-twice", "wire-encoded-again", "charset-latin1", "charset-twice"):
        yield {fault}, Scenario(**rich)
    for fault in ("reserved-not-encoded", "tilde-encoded", "slash-not-encoded", "lower-case-hex", "space-as-plus"):
        yield {fault}, Scenario(**rich, **ODD_SECRETS)
        yield {fault + ":values"}, Scenario(**rich)
    yield {"separators-not-encoded"}, Scenario(**rich)
    yield {"url-encoder"}, Scenario(**rich)
    yield {"pieces-not-encoded"}, Scenario(**plain)
    yield {"pieces-not-encoded:parameters"}, Scenario(**plain)
    for fault in ("base-string-encoded-again", "base-string-encoded-again:pieces", "base-string-encoded-whole"):
        yield {fault}, Scenario(**plain)
    yield {"base-string-newline"}, Scenario(**plain)
    # The method and the URI
    yield {"http-for-https"}, Scenario(**plain)
    yield {"http-for-https:port"}, Scenario(**plain)
    yield {"https-for-http"}, Scenario(**plain, scheme="http")
    yield {"https-for-http:port"}, Scenario(**plain, scheme="http")
    yield {"query-in-uri"}, Scenario(**plain)
    yield {"query-in-uri:alone"}, Scenario(**plain)
    yield {"default-port-kept"}, Scenario(**plain)
    yield {"default-port-kept"}, Scenario(**plain, scheme="http", port=80)
    yield {"default-port-kept:other"}, Scenario(**plain)
    yield {"default-port-kept:other"}, Scenario(**plain, scheme="http")
    yield {"port-dropped"}, Scenario(**plain, port=8443)
    yield {"trailing-slash-missing"}, Scenario(**plain, path="/1/items/")
    yield {"trailing-slash-missing"}, Scenario(path="", query=[])
    yield {"trailing-slash-added"}, Scenario(**plain)
    yield {"host-as-written"}, Scenario(**plain, host="API.Example.com")
    yield {"host-as-written:upper"}, Scenario(**plain)
    yield {"path-as-written"}, Scenario(path="/b%20c", url="https://api.example.com/a/../b c")
    yield {"path-decoded"}, Scenario(path="/a%20b/c%21")
    yield {"path-encoded-again"}, Scenario(path="/a%20b/c")
    yield {"path-lower-case"}, Scenario(path="/Album/A1")
    yield {"path-left-out"}, Scenario(**plain)
    yield {"host-other"}, Scenario(**plain, host="internal", proxied={"x-forwarded-host": "api.example.com"})
    yield {"path-prefix-stripped"}, Scenario(**plain, proxied={"x-forwarded-prefix": "/ext"})
    yield {"www-differs"}, Scenario(**plain)
    yield {"www-differs"}, Scenario(host="www.example.com")
    yield {"fragment-kept"}, Scenario(url="https://api.example.com/1/items#top")
    yield {"method-other"}, Scenario(**plain, method="POST")
    yield {"method-lower-case"}, Scenario(**plain)
    # The signature
    for fault in ("signature-hex", "signature-base64-of-hex", "signature-base64-twice", "signature-encoded-twice"):
        yield {fault}, Scenario(**plain)
    yield {"signature-not-padded"}, Scenario(**plain)
    yield {"signature-line-break"}, Scenario(**plain)
    yield {"signature-quoted"}, Scenario(**plain)
    yield {"signature-url-safe"}, with_characters("+/", plain)
    yield {"signature-not-encoded"}, with_characters("+", {**plain, "transmission": "query"})
    yield {"plaintext-encoded-twice"}, Scenario(**plain, signature_method="PLAINTEXT")
    yield {"secret-not-encoded"}, Scenario(signature_method="PLAINTEXT", **ODD_SECRETS)
    yield {"token-secret-empty"}, Scenario(signature_method="PLAINTEXT")
    # The body hash, with a signature that is right for it
    json_text = '{"name":"caf\u00e9","n":1}'
    hashed = dict(method="PUT", body=json_text, content_type="application/json", has_body_hash=True)
    for fault in ("body-hash-other-hash:SHA-256", "body-hash-of-empty", "body-hash-of-other", "body-hash-charset"):
        yield {fault}, Scenario(**hashed)
    for fault in ("body-hash-hex", "body-hash-base64-of-hex", "body-hash-base64-twice", "body-hash-encoded"):
        yield {fault}, Scenario(**hashed)
    yield {"body-hash-other-hash:SHA-1"}, Scenario(**hashed, signature_method="HMAC-SHA256")
    yield {"body-hash-charset"}, Scenario(**{**hashed, "body": '"\u2603 \u00e9"'})
    yield {"body-hash-line-break"}, Scenario(**hashed)
    yield {"body-hash-line-break:stripped"}, Scenario(**{**hashed, "body": json_text + "\r\n"})
    yield {"body-hash-not-padded"}, Scenario(**hashed)
    yield {"body-hash-url-safe"}, with_hash_characters("+/", hashed)
    yield {"body-hash-of-form"}, Scenario(method="POST", form=FORM)
    # Two together
    yield {"body-hash-hex", "body-hash-other-hash:SHA-256"}, Scenario(**hashed)
    yield {"body-hash-of-empty", "body-hash-not-padded"}, Scenario(**hashed)
    yield {"body-hash-of-other", "token-secret-empty"}, Scenario(**hashed)
    yield {"body-hash-hex", "query-left-out"}, Scenario(**hashed, **plain)
    yield {"body-hash-of-empty", "signature-hex"}, Scenario(**hashed)
    yield {"body-hash-of-form", "http-for-https"}, Scenario(method="POST", form=FORM)
    odd = dict(**rich, **ODD_SECRETS)
    yield {"secret-not-encoded", "form-left-out"}, Scenario(**odd)
    yield {"secret-not-encoded", "values-encoded-twice"}, Scenario(**odd)
    yield {"token-secret-empty", "http-for-https"}, Scenario(**rich)
    yield {"ampersand-missing", "query-left-out"}, Scenario(**rich)
    yield {"lower-case-hex", "space-as-plus"}, Scenario(**rich)
    yield {"reserved-not-encoded", "sorted-before-encoding"}, Scenario(query=QUERY + [("a[0]", "1"), ("aB", "2")])
    yield {"duplicates-last-kept", "array-brackets-dropped"}, Scenario(query=arrays)
    yield {"http-for-https", "port-dropped"}, Scenario(**plain, port=8443)
    yield {"form-left-out", "query-left-out"}, Scenario(**rich)
    yield {"hash-other:HMAC-SHA256", "signature-hex"}, Scenario(**plain)
    yield {"signature-url-safe", "signature-not-padded"}, with_characters("+/", plain)
    yield {"unsorted", "query-in-uri"}, Scenario(query=[("z", "1"), ("a", "2")])
    yield {"method-lower-case", "path-decoded"}, Scenario(path="/a%20b")
    yield {"version-left-out", "token-secret-empty"}, Scenario(**plain)
    yield {"signature-hex", "secrets-swapped"}, Scenario(**plain)
    yield {"plus-literal", "default-port-kept"}, Scenario(query=[("q", "a b")], query_text="q=a+b")
    yield {"tilde-encoded", "slash-not-encoded"}, Scenario(**rich)
    yield {"json-counted", "token-secret-empty"}, Scenario(**json_body)
    yield {"www-differs", "http-for-https"}, Scenario(**plain)
    yield {"method-other", "http-for-https"}, Scenario(**plain, method="POST")
    # One of them rare
    yield {"secret-whitespace", "token-secret-empty"}, Scenario(**plain)
    yield {"consumer-secret-other", "token-secret-empty"}, Scenario(**plain, other_secrets=["hdhd0244k9j7ao03"])
    yield {"timestamp-generated-twice", "token-secret-empty"}, Scenario(**plain)


def with_characters(characters, wanted):
    """A scenario whose right signature has these characters in it."""
    for number in range(10000):
        scenario = Scenario(**wanted, nonce="n%d" % number)
        if all(character in sign(scenario, frozenset()) for character in characters):
            return scenario
    raise AssertionError(characters)


def with_hash_characters(characters, wanted):
    """A scenario whose right body hash has these characters in it."""
    for number in range(10000):
        scenario = Scenario(**{**wanted, "body": '{"n":%d}' % number})
        if all(character in body_hash(scenario, frozenset()) for character in characters):
            return scenario
    raise AssertionError(characters)


def main():
    vectors = [vector(frozenset(faults), scenario) for faults, scenario in cases()]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "mistakes.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(vectors, file, indent=1, ensure_ascii=True)
        file.write("\n")
    print("%d vectors" % len(vectors))


if __name__ == "__main__":
    main()
