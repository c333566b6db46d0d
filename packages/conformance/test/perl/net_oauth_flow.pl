# Net::OAuth through the whole flow against a server of the interop contract.
#
# Arguments: base URL, signature method, signature type (AUTH_HEADER, QUERY, BODY), callback, and for RSA the file of a
# private key. Prints one line a step and exits with 1 at the first that is not as it should be. Its parameters are a
# hash, so that names cannot repeat.

use strict;
use warnings;
use utf8;
use Crypt::OpenSSL::RSA;
use HTTP::Tiny;
use Net::OAuth;
use URI;
use URI::QueryParam;

$Net::OAuth::PROTOCOL_VERSION = Net::OAuth::PROTOCOL_VERSION_1_0A;
# What is passed is text already, and its check takes every accented letter for bytes.
$Net::OAuth::SKIP_UTF8_DOUBLE_ENCODE_CHECK = 1;
binmode STDOUT, ':utf8';

my ($base, $method, $type, $callback, $key_file) = @ARGV;
my @first  = ('dpf43f3p2l4k3l03client1', 'kd94hf93k423kf44');
my @second = ('dpf43f3p2l4k3l03client2', q{p&ss=w%rd/+~ *'()!});
my ($key, $secret) = $method =~ /^HMAC/ ? @second : @first;
my $http = HTTP::Tiny->new(max_redirect => 0);
my @rsa  = $key_file ? (signature_key => read_key($key_file)) : ();

sub read_key {
    open my $file, '<', shift or die "$!";
    local $/;
    return Crypt::OpenSSL::RSA->new_private_key(<$file>);
}

sub step {
    my ($name, $passed, $seen) = @_;
    print $passed ? 'ok' : 'FAILED', " $name\n";
    return if $passed;
    print "$seen\n";
    exit 1;
}

sub signed {
    my ($kind, $verb, $url, %more) = @_;
    my $request = Net::OAuth->request($kind)->new(
        consumer_key     => $key,
        consumer_secret  => $secret,
        request_url      => $url,
        request_method   => $verb,
        signature_method => $method,
        timestamp        => time,
        nonce            => join('', map { int rand 10 } 1 .. 20),
        @rsa, %more,
    );
    $request->sign;
    return $request;
}

# What is sent for a signed request, by the type of its transmission.
sub sent {
    my ($request, $kind) = (@_, $type);
    my ($verb, $url) = ($request->request_method, '' . $request->request_url);
    return ($verb, $request->to_url) if $kind eq 'QUERY';
    my %form = ('content-type' => 'application/x-www-form-urlencoded');
    return ($verb, $url, { headers => \%form, content => $request->to_post_body }) if $kind eq 'BODY';
    my $header = { authorization => $request->to_authorization_header };
    my $extra = $request->extra_params;
    return ($verb, $url, { headers => $header }) unless %$extra;
    my $body = join '&', map { Net::OAuth::Message::encode($_) . '=' . Net::OAuth::Message::encode($extra->{$_}) } keys %$extra;
    return ($verb, $url, { headers => { %$header, %form }, content => $body });
}

sub credentials {
    my ($answer) = @_;
    step('credentials', $answer->{success}, "$answer->{status} $answer->{content}");
    my $fields = URI->new("?$answer->{content}")->query_form_hash;
    return $fields;
}

my $temporary = credentials($http->request(sent(signed('request token', 'POST', "$base/oauth/initiate", callback => $callback))));
step('temporary credentials', $temporary->{oauth_callback_confirmed} eq 'true', '');

my $page = $http->get("$base/oauth/authorize?oauth_token=$temporary->{oauth_token}");
step('consent page', $page->{success} && $page->{content} =~ /Client/, $page->{content});

my $decision = { oauth_token => $temporary->{oauth_token}, decision => 'approve', user => 'alice' };
my $answer   = $http->post_form("$base/oauth/authorize", $decision);
my $returned = $callback eq 'oob' ? "?$answer->{content}" : $answer->{headers}{location};
my $verifier = URI->new($returned)->query_param('oauth_verifier');
step('approval', $answer->{status} == ($callback eq 'oob' ? 200 : 302), $answer->{status});

my @exchange = ('access token', 'POST', "$base/oauth/token", verifier => $verifier,
    token => $temporary->{oauth_token}, token_secret => $temporary->{oauth_token_secret});
my $granted = credentials($http->request(sent(signed(@exchange))));
my %token   = (token => $granted->{oauth_token}, token_secret => $granted->{oauth_token_secret});

# A GET has no body for the parameters to be in, so there this client takes the header.
my $reader = $type eq 'BODY' ? 'AUTH_HEADER' : $type;
my $hard   = signed('protected resource', 'GET', "$base/api/echo?b5=%3D%253D&c%40=&a2=r%20b&a3=2+q", %token);
my $got    = $http->request(sent($hard, $reader));
step('GET with a hard query', $got->{status} == 200 && $got->{content} =~ /"alice"/, "$got->{status} $got->{content}");
step('GET query as sent', $got->{content} =~ /\["b5","=%3D"\]/ && $got->{content} =~ /\["a3","2 q"\]/, $got->{content});

my %odd    = (a => '1', 'b[]' => 'x y', "\x{fc}" => "\x{e9}+&=");
my $posted = $http->request(sent(signed('protected resource', 'POST', "$base/api/echo", %token, extra_params => \%odd)));
utf8::decode($posted->{content});
step('POST parameters', $posted->{status} == 200 && $posted->{content} =~ /\["\x{fc}","\x{e9}\+&="\]/, "$posted->{status} $posted->{content}");

if ($method ne 'PLAINTEXT') {
    my $replayed = $http->request(sent($hard, $reader));
    step('replay is refused', $replayed->{status} == 401, $replayed->{status});
}

if ($method !~ /^RSA/) {
    my $refused = $http->request(sent(signed('protected resource', 'POST', "$base/api/echo", %token, token_secret => 'wrong')));
    step('wrong secret is refused', $refused->{status} == 401, $refused->{status});
}

my $spent = $http->request(sent(signed(@exchange)));
step('a verifier is good once', $spent->{status} == 401, $spent->{status});
