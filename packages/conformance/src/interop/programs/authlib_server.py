"""Authlib's OAuth 1 provider for Flask behind the interop contract, set up as its documentation says."""

import os

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import authlib
from authlib.integrations.flask_oauth1 import (
    AuthorizationServer,
    ResourceProtector,
    create_exists_nonce_func,
    current_credential,
    register_nonce_hooks,
    register_temporary_credential_hooks,
)
from authlib.oauth1 import ClientMixin, TokenCredentialMixin
from flask import Flask, Response, request
from werkzeug.serving import WSGIRequestHandler, make_server

from contract import CONSUMERS, USER, echo, listening


class Client(ClientMixin):
    def __init__(self, record):
        self.record = record

    def get_default_redirect_uri(self):
        return ""

    def get_client_secret(self):
        return self.record["secret"]

    def get_rsa_public_key(self):
        return self.record.get("publicKey")


class Token(TokenCredentialMixin):
    def __init__(self, fields, user):
        self.fields = fields
        self.user = user

    def get_oauth_token(self):
        return self.fields["oauth_token"]

    def get_oauth_token_secret(self):
        return self.fields["oauth_token_secret"]


class User:
    def get_user_id(self):
        return USER


class Cache(dict):
    def set(self, key, value, timeout):
        self[key] = value

    def has(self, key):
        return key in self

    def delete(self, key):
        self.pop(key, None)


def query_client(key):
    return Client(CONSUMERS[key]) if key in CONSUMERS else None


def create_token_credential(fields, temporary):
    token = Token(fields, temporary.get_user_id())
    tokens[token.get_oauth_token()] = token
    return token


app, cache, tokens = Flask(__name__), Cache(), {}
app.config["OAUTH1_SUPPORTED_SIGNATURE_METHODS"] = ["HMAC-SHA1", "RSA-SHA1", "PLAINTEXT"]
server = AuthorizationServer(app, query_client=query_client)
register_nonce_hooks(server, cache)
register_temporary_credential_hooks(server, cache)
server.register_hook("create_token_credential", create_token_credential)
require_oauth = ResourceProtector(
    app,
    query_client=query_client,
    query_token=lambda client, token: tokens.get(token),
    exists_nonce=create_exists_nonce_func(cache),
)


@app.post("/oauth/initiate")
def initiate():
    return server.create_temporary_credentials_response()


@app.post("/oauth/authorize")
def authorize():
    answer = server.create_authorization_response(grant_user=User())
    location = answer.headers["Location"]
    # Authlib knows no `oob` here: it goes to the client's default page, of which this one has none.
    return answer if location.startswith("http") else Response(location.removeprefix("?"))


@app.post("/oauth/token")
def token():
    return server.create_token_response(request=None)


@app.route("/api/echo", methods=["GET", "POST"])
@require_oauth()
def resource():
    query, form = request.args.items(multi=True), request.form.items(multi=True)
    return Response(echo(current_credential.user, query, form), content_type="application/json")


@app.errorhandler(ValueError)
def failed(error):
    return f"ValueError: {error}", 500


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        pass


serving = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
listening(authlib.__version__, serving.server_port)
serving.serve_forever()
