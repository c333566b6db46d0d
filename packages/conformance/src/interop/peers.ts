import { netOauth, phpOauth, requestsOauthlib, rubyOauth } from "./clients/debian.js";
import { grant, grantAtPort } from "./clients/grant.js";
import { oauth10a } from "./clients/oauth-1.0a.js";
import { oauth } from "./clients/oauth.js";
import { passportOauth1 } from "./clients/passport-oauth1.js";
import type { Peer } from "./party.js";
import { authlib, oauthlib } from "./servers/debian.js";
import { passportHttpOauth } from "./servers/passport-http-oauth.js";

/** Everybody else's clients and servers, in the order of the table. */
export const PEERS: readonly Peer[] = [
  ...[requestsOauthlib, rubyOauth, netOauth, phpOauth],
  ...[oauth, oauth10a, passportOauth1, grant, grantAtPort],
  ...[authlib, oauthlib, passportHttpOauth],
];
