"""requests-oauthlib through the whole flow against a server of the interop contract.

Arguments: base URL, signature method, signature type (AUTH_HEADER, QUERY, BODY), callback.
Prints one line a step and exits with 1 at the first that is not as it should be.
"""

import sys
from urllib.parse import parse_qs, urlsplit

import requests
from requests_oauthlib import OAuth1Session

BASE, METHOD, TYPE, CALLBACK = sys.argv[1:5]
KEY, SECRET = "dpf43f3p2l4k3l03client2", "p&ss=w%rd/+~ *'()!"
if METHOD == "PLAINTEXT":
    KEY, SECRET = "dpf43f3p2l4k3l03client1", "kd94hf93k423kf44"


def session(kind=TYPE, **more):
    return OAuth1Session(KEY, client_secret=SECRET, signature_method=METHOD, signature_type=kind, **more)


def step(name, ok, seen):
    print(f"{'ok' if ok else 'FAILED'} {name}")
    if not ok:
        print(seen)
        sys.exit(1)


first = session(callback_uri=CALLBACK)
temporary = first.fetch_request_token(f"{BASE}/oauth/initiate")
step("temporary credentials", temporary["oauth_callback_confirmed"] == "true", temporary)

page = requests.get(first.authorization_url(f"{BASE}/oauth/authorize"))
step("consent page", page.status_code == 200 and "Client" in page.text, page.text)

decision = {"oauth_token": temporary["oauth_token"], "decision": "approve", "user": "alice"}
answer = requests.post(f"{BASE}/oauth/authorize", data=decision, allow_redirects=False)
returned = urlsplit(answer.headers["location"]).query if CALLBACK != "oob" else answer.text
verifier = parse_qs(returned)["oauth_verifier"][0]
step("approval", answer.status_code == (200 if CALLBACK == "oob" else 302), answer.status_code)

second = session(
    resource_owner_key=temporary["oauth_token"],
    resource_owner_secret=temporary["oauth_token_secret"],
    verifier=verifier,
)
token = second.fetch_access_token(f"{BASE}/oauth/token")
step("token credentials", "oauth_token_secret" in token, token)

keys = {"resource_owner_key": token["oauth_token"], "resource_owner_secret": token["oauth_token_secret"]}
api = session(**keys)
# A GET has no body for the parameters to be in, so there this client takes the header.
got = session("AUTH_HEADER" if TYPE == "BODY" else TYPE, **keys).get(f"{BASE}/api/echo?b5=%3D%253D&a3=a&c%40=&a2=r%20b&a3=2+q")
step("GET with a hard query", got.status_code == 200 and got.json()["user"] == "alice", got.text)
step("GET query as sent", ["b5", "=%3D"] in got.json()["query"] and ["a3", "2 q"] in got.json()["query"], got.text)

posted = api.post(f"{BASE}/api/echo", data=[("a", "1"), ("a", "2"), ("b[]", "x y"), ("ü", "é+&=")])
step("POST form", posted.status_code == 200 and ["ü", "é+&="] in posted.json()["form"], posted.text)

if TYPE != "BODY":
    sent = api.post(f"{BASE}/api/echo", json={"a": "1"})
    step("POST JSON", sent.status_code == 200, sent.text)

if METHOD != "PLAINTEXT":
    replayed = requests.Session().send(got.request)
    step("replay is refused", replayed.status_code == 401, replayed.text)

wrong = session(resource_owner_key=token["oauth_token"], resource_owner_secret="wrong")
refused = wrong.post(f"{BASE}/api/echo", data={"a": "1"})
step("wrong secret is refused", refused.status_code == 401, refused.text)

again = session(resource_owner_key=temporary["oauth_token"], resource_owner_secret=temporary["oauth_token_secret"], verifier=verifier)
spent = again.post(f"{BASE}/oauth/token")
step("a verifier is good once", spent.status_code == 401, spent.text)
