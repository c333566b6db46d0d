"""requests-oauthlib as a client of the interop matrix: a job a line comes in as JSON, and its outcome goes out."""

import json
import sys

import requests_oauthlib
from requests_oauthlib import OAuth1Session

TYPES = {"header": "AUTH_HEADER", "query": "QUERY", "body": "BODY"}


def session(job, **more):
    token = job.get("token", {})
    rsa = {"rsa_key": open(job["privateKeyFile"]).read()} if job["method"].startswith("RSA") else {}
    return OAuth1Session(
        job["consumer"]["key"],
        client_secret=job["consumer"]["secret"],
        resource_owner_key=token.get("key"),
        resource_owner_secret=token.get("secret"),
        signature_method=job["method"],
        signature_type=TYPES[job["transmission"]],
        **rsa,
        **more,
    )


def keys(fields):
    return {"key": fields["oauth_token"], "secret": fields["oauth_token_secret"]}


def call(job):
    if "json" in job:
        body = {"data": job["json"], "headers": {"Content-Type": "application/json"}}
    else:
        body = {"data": job["form"]} if "form" in job else {}
    answer = session(job).request(job["verb"], job["url"], **body)
    return {"status": answer.status_code, "body": answer.text}


STEPS = {
    "temporary": lambda job: keys(session(job, callback_uri=job["callback"]).fetch_request_token(job["url"])),
    "token": lambda job: keys(session(job, verifier=job["verifier"]).fetch_access_token(job["url"])),
    "call": call,
}

print(json.dumps({"version": requests_oauthlib.__version__}), flush=True)
for line in sys.stdin:
    job = json.loads(line)
    try:
        outcome = STEPS[job["step"]](job)
    except Exception as error:
        outcome = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(outcome), flush=True)
