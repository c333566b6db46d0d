"""oauthlib's endpoints of OAuth 1 behind the interop contract, on Python's own http.server. The validator keeps every
default of oauthlib's but the one for https."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import oauthlib
from oauthlib.oauth1 import RequestValidator, WebApplicationServer

from contract import CONSUMERS, USER, echo, listening, pairs

temporary, tokens, nonces = {}, {}, set()


class Validator(RequestValidator):
    enforce_ssl = False
    dummy_client = dummy_request_token = dummy_access_token = "nobody"

    def get_client_secret(self, client_key, request):
        return CONSUMERS.get(client_key, {}).get("secret", "nothing")

    def get_rsa_key(self, client_key, request):
        return CONSUMERS.get(client_key, {}).get("publicKey")

    def get_request_token_secret(self, client_key, token, request):
        return temporary.get(token, {}).get("oauth_token_secret", "nothing")

    def get_access_token_secret(self, client_key, token, request):
        return tokens.get(token, {}).get("oauth_token_secret", "nothing")

    def validate_client_key(self, client_key, request):
        return client_key in CONSUMERS

    def validate_request_token(self, client_key, token, request):
        return temporary.get(token, {}).get("client") == client_key

    def validate_access_token(self, client_key, token, request):
        return tokens.get(token, {}).get("client") == client_key

    def validate_timestamp_and_nonce(
        self, client_key, timestamp, nonce, request, request_token=None, access_token=None
    ):
        seen = (client_key, timestamp, nonce, request_token or access_token)
        fresh = seen not in nonces
        nonces.add(seen)
        return fresh

    def get_default_realms(self, client_key, request):
        return []

    def get_realms(self, token, request):
        return []

    def validate_requested_realms(self, client_key, realms, request):
        return True

    def validate_realms(self, client_key, token, request, uri=None, realms=None):
        return True

    def validate_redirect_uri(self, client_key, redirect_uri, request):
        return True

    def get_redirect_uri(self, token, request):
        return temporary[token]["callback"]

    def verify_request_token(self, token, request):
        return token in temporary

    def save_request_token(self, token, request):
        temporary[token["oauth_token"]] = {**token, "client": request.client_key, "callback": request.redirect_uri}

    def save_verifier(self, token, verifier, request):
        temporary[token]["verifier"] = verifier["oauth_verifier"]

    def validate_verifier(self, client_key, token, verifier, request):
        return temporary.get(token, {}).get("verifier") == verifier

    def invalidate_request_token(self, client_key, request_token, request):
        del temporary[request_token]

    def save_access_token(self, token, request):
        tokens[token["oauth_token"]] = {**token, "client": request.client_key}


provider = WebApplicationServer(Validator())


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        url, path = f"http://{self.headers['Host']}{self.path}", self.path.split("?")[0]
        request = (url, self.command, body, dict(self.headers))
        if path == "/oauth/initiate":
            self.send(*provider.create_request_token_response(*request))
        elif path == "/oauth/authorize":
            self.send(*provider.create_authorization_response(*request))
        elif path == "/oauth/token":
            self.send(*provider.create_access_token_response(*request))
        else:
            self.resource(request, path)

    do_GET = do_POST = answer

    def resource(self, request, path):
        url, _, body, headers = request
        valid, proved = provider.validate_protected_resource_request(*request)
        if not valid:
            return self.send({}, json.dumps(proved.validator_log if proved else "refused"), 401)
        is_form = "x-www-form-urlencoded" in headers.get("Content-Type", headers.get("content-type", ""))
        query = url.partition("?")[2]
        self.send({}, echo(USER, pairs(query), pairs(body) if is_form else []), 200)

    def send(self, headers, body, status):
        content = (body or "").encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
listening(oauthlib.__version__, server.server_port)
server.serve_forever()
