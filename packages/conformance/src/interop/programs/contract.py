"""What both Python servers of the interop matrix share. They are started with one argument: the registered consumers
as JSON, `[{"key", "secret", "publicKey"}]`."""

import json
import sys
from urllib.parse import parse_qsl

USER = "alice"
CONSUMERS = {one["key"]: one for one in json.loads(sys.argv[1])}


def listening(version, port):
    print(json.dumps({"version": version, "base": f"http://127.0.0.1:{port}"}), flush=True)


def pairs(text):
    return parse_qsl(text, keep_blank_values=True)


def echo(user, query, form):
    """What the protected resource answers: the application's own parameters, as the framework hands them over."""
    own = lambda fields: [[name, value] for name, value in fields if not name.startswith("oauth_")]
    return json.dumps({"user": user, "query": own(query), "form": own(form)})
