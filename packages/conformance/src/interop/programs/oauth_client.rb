# The oauth gem as a client of the interop matrix: a job a line comes in as JSON, and its outcome goes out.

require "json"
require "oauth"
require "oauth/signature/plaintext"
require "oauth/signature/rsa/sha1"

SCHEMES = { "header" => :header, "query" => :query_string, "body" => :body }.freeze

def consumer(job)
  # Its RSA takes the private key for the consumer's secret.
  secret = job["method"].start_with?("RSA") ? File.read(job["privateKeyFile"]) : job["consumer"]["secret"]
  options = { site: job["base"], signature_method: job["method"], scheme: SCHEMES.fetch(job["transmission"]) }
  paths = { request_token_path: "/oauth/initiate", access_token_path: "/oauth/token" }
  OAuth::Consumer.new(job["consumer"]["key"], secret, options.merge(paths))
end

def keys(token)
  { key: token.token, secret: token.secret }
end

def call(job)
  token = OAuth::AccessToken.new(consumer(job), job["token"]["key"], job["token"]["secret"])
  path = job["url"].delete_prefix(job["base"])
  answer =
    if job["verb"] == "GET" then token.get(path)
    elsif job.key?("json") then token.post(path, job["json"], "Content-Type" => "application/json")
    else token.post(path, form(job["form"]))
    end
  { status: answer.code.to_i, body: answer.body.dup.force_encoding("UTF-8") }
end

# A hash, where a name that comes again has an array.
def form(pairs)
  pairs.group_by(&:first).transform_values { |group| group.size == 1 ? group[0][1] : group.map(&:last) }
end

def outcome(job)
  case job["step"]
  when "temporary" then keys(consumer(job).get_request_token(oauth_callback: job["callback"]))
  when "token"
    temporary = OAuth::RequestToken.new(consumer(job), job["token"]["key"], job["token"]["secret"])
    keys(temporary.get_access_token(oauth_verifier: job["verifier"]))
  else call(job)
  end
# What it throws for an unknown signature method is an Exception and no StandardError.
rescue Exception => e
  { error: "#{e.class}: #{e.message}" }
end

$stdout.sync = true
puts JSON.generate(version: Gem.loaded_specs["oauth"]&.version&.to_s || OAuth::VERSION)
$stdin.each_line { |line| puts JSON.generate(outcome(JSON.parse(line))) }
