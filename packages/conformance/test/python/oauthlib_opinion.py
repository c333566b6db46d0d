"""The stages of a signature as oauthlib sees them: one JSON object a line in, one a line out."""

import base64
import json
import sys
import types
import urllib.parse

from oauthlib.oauth1.rfc5849 import signature

SIGN = {
    "SHA-1": signature.sign_hmac_sha1_with_client,
    "SHA-256": signature.sign_hmac_sha256_with_client,
    "SHA-512": signature.sign_hmac_sha512_with_client,
}


def is_form(content_type):
    return content_type.split(";")[0].strip().lower() == "application/x-www-form-urlencoded"


def answer(case):
    url = case["url"]
    # oauthlib leaves it to its caller which bodies count.
    body = base64.b64decode(case.get("body", "")).decode() if is_form(case.get("contentType", "")) else ""
    headers = {"Authorization": case["authorization"]} if "authorization" in case else {}
    parameters = signature.collect_parameters(urllib.parse.urlparse(url).query, body, headers)
    normalized = signature.normalize_parameters(parameters)
    uri = signature.base_string_uri(url)
    base = signature.signature_base_string(case["method"], uri, normalized)
    client = types.SimpleNamespace(
        client_secret=case["consumerSecret"], resource_owner_secret=case["tokenSecret"]
    )
    signed = SIGN[case["hash"]](base, client)
    return {"normalized": normalized, "uri": uri, "base": base, "signature": signed}


for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))))
    except ValueError as error:
        print(json.dumps({"refused": str(error)}))
