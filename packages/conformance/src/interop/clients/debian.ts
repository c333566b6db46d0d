import type { ClientPeer } from "../party.js";
import { foreignClient } from "./shim.js";

// Debian's own interpreters: they are the ones that Debian's packages are installed for.
export const requestsOauthlib: ClientPeer = foreignClient({
  name: "requests-oauthlib",
  package: "Debian's python3-requests-oauthlib",
  probe: ["/usr/bin/python3", "-c", "import requests_oauthlib, jwt"],
  command: "/usr/bin/python3",
  script: "requests_oauthlib_client.py",
});

export const rubyOauth: ClientPeer = foreignClient({
  name: "ruby-oauth",
  package: "Debian's ruby-oauth",
  probe: ["/usr/bin/ruby", "-e", "require 'oauth'"],
  command: "/usr/bin/ruby",
  script: "oauth_client.rb",
});

export const netOauth: ClientPeer = foreignClient({
  name: "Net::OAuth",
  package: "Debian's libnet-oauth-perl",
  probe: ["/usr/bin/perl", "-MNet::OAuth", "-MCrypt::OpenSSL::RSA", "-MURI::QueryParam", "-e", "1"],
  command: "/usr/bin/perl",
  script: "net_oauth_client.pl",
});

export const phpOauth: ClientPeer = foreignClient({
  name: "php-oauth",
  package: "Debian's php-oauth and php-cli",
  probe: ["/usr/bin/php", "-r", "exit(class_exists('OAuth') ? 0 : 1);"],
  command: "/usr/bin/php",
  script: "oauth_client.php",
});
