# The oauth gem through the whole flow against a server of the interop contract.
#
# Arguments: base URL, signature method, signature type (AUTH_HEADER, QUERY, BODY), callback, and for RSA the file of a
# private key. Prints one line a step and exits with 1 at the first that is not as it should be.

require "cgi"
require "net/http"
require "oauth"
require "oauth/signature/plaintext"
require "oauth/signature/rsa/sha1"
require "uri"

BASE, METHOD, TYPE, CALLBACK, KEY_FILE = ARGV
FIRST = ["dpf43f3p2l4k3l03client1", "kd94hf93k423kf44"].freeze
SECOND = ["dpf43f3p2l4k3l03client2", "p&ss=w%rd/+~ *'()!"].freeze
# Its RSA takes the private key for the consumer's secret where the parameters are not in the header.
KEY, SECRET =
  case METHOD
  when "HMAC-SHA1" then SECOND
  when "RSA-SHA1" then [FIRST.first, File.read(KEY_FILE)]
  else FIRST
  end
SCHEMES = { "AUTH_HEADER" => :header, "QUERY" => :query_string, "BODY" => :body }.freeze

def step(name, passed, seen)
  puts "#{passed ? 'ok' : 'FAILED'} #{name}"
  return if passed

  puts seen
  exit 1
end

def consumer(scheme = SCHEMES.fetch(TYPE))
  options = {
    site: BASE, signature_method: METHOD, scheme: scheme,
    request_token_path: "/oauth/initiate", authorize_path: "/oauth/authorize", access_token_path: "/oauth/token"
  }
  OAuth::Consumer.new(KEY, SECRET, options)
end

def refused
  yield
  false
rescue OAuth::Unauthorized => e
  e.request.code == "401"
end

temporary = consumer.get_request_token(oauth_callback: CALLBACK)
step("temporary credentials", temporary.callback_confirmed?, temporary.params)

page = Net::HTTP.get_response(URI(temporary.authorize_url))
step("consent page", page.code == "200" && page.body.include?("Client"), page.body)

decision = { "oauth_token" => temporary.token, "decision" => "approve", "user" => "alice" }
answer = Net::HTTP.post_form(URI("#{BASE}/oauth/authorize"), decision)
returned = CALLBACK == "oob" ? answer.body : URI(answer["location"]).query
verifier = CGI.parse(returned)["oauth_verifier"].first
step("approval", answer.code == (CALLBACK == "oob" ? "200" : "302"), answer.code)

token = temporary.get_access_token(oauth_verifier: verifier)
step("token credentials", !token.secret.empty?, token.params)

# A GET has no body for the parameters to be in, so there this client takes the header.
reader = TYPE == "BODY" ? OAuth::AccessToken.new(consumer(:header), token.token, token.secret) : token
hard = "/api/echo?b5=%3D%253D&a3=a&c%40=&a2=r%20b&a3=2+q"
got = reader.get(hard)
step("GET with a hard query", got.code == "200" && got.body.include?('"alice"'), got.body)
step("GET query as sent", got.body.include?('["b5","=%3D"]') && got.body.include?('["a3","2 q"]'), got.body)

# It sorts names before it encodes them, against RFC 5849 section 3.4.1.3.2, so that other names than these are lost on it.
posted = token.post("/api/echo", { "a" => "1", "b[]" => "x y", "u" => "é+&=" })
step("POST form", posted.code == "200" && posted.body.dup.force_encoding("UTF-8").include?('["u","é+&="]'), posted.body)

if TYPE == "AUTH_HEADER"
  json = token.post("/api/echo", '{"a":1}', "Content-Type" => "application/json")
  step("POST JSON", json.code == "200", json.body)
end

unless METHOD == "PLAINTEXT"
  request = reader.consumer.create_signed_request(:get, "/api/echo?replay=1", reader)
  codes = Array.new(2) { Net::HTTP.start(URI(BASE).host, URI(BASE).port) { |http| http.request(request.clone).code } }
  step("replay is refused", codes == %w[200 401], codes)
end

unless METHOD.start_with?("RSA")
  wrong = OAuth::AccessToken.new(consumer, token.token, "wrong").post("/api/echo", { "a" => "1" })
  step("wrong secret is refused", wrong.code == "401", wrong.body)
end

spent = refused { OAuth::RequestToken.new(consumer, temporary.token, temporary.secret).get_access_token(oauth_verifier: verifier) }
step("a verifier is good once", spent, "accepted twice")
