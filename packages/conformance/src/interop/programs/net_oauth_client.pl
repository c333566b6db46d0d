# Net::OAuth as a client of the interop matrix: a job a line comes in as JSON, and its outcome goes out. Its parameters
# are a hash, so that names cannot repeat.

use strict;
use warnings;
use utf8;
use Crypt::OpenSSL::RSA;
use HTTP::Tiny;
use JSON::PP;
use Net::OAuth;
use URI;
use URI::QueryParam;

$Net::OAuth::PROTOCOL_VERSION = Net::OAuth::PROTOCOL_VERSION_1_0A;
# What is passed is text already, and its check takes every accented letter for bytes.
$Net::OAuth::SKIP_UTF8_DOUBLE_ENCODE_CHECK = 1;
$| = 1;

my $json = JSON::PP->new->utf8->canonical;
my $http = HTTP::Tiny->new(max_redirect => 0);
my $form = 'application/x-www-form-urlencoded';

sub private_key {
    open my $file, '<', shift or die "$!";
    local $/;
    return Crypt::OpenSSL::RSA->new_private_key(<$file>);
}

sub signed {
    my ($kind, $job, %more) = @_;
    my $request = Net::OAuth->request($kind)->new(
        consumer_key     => $job->{consumer}{key},
        consumer_secret  => $job->{consumer}{secret},
        request_url      => $job->{url},
        request_method   => $job->{verb} // 'POST',
        signature_method => $job->{method},
        timestamp        => time,
        nonce            => join('', map { int rand 10 } 1 .. 20),
        $job->{method} =~ /^RSA/ ? (signature_key => private_key($job->{privateKeyFile})) : (),
        $job->{token} ? (token => $job->{token}{key}, token_secret => $job->{token}{secret}) : (),
        %more,
    );
    $request->sign;
    return $request;
}

sub sent {
    my ($request, $job) = @_;
    my ($verb, $url) = ($request->request_method, '' . $request->request_url);
    my $extra = $request->extra_params;
    my %body = %$extra ? (headers => { 'content-type' => $form }, content => encoded(%$extra)) : ();
    %body = (headers => { 'content-type' => 'application/json' }, content => $job->{json}) if exists $job->{json};
    if ($job->{transmission} eq 'body') {
        return $http->request($verb, $url, { headers => { 'content-type' => $form }, content => $request->to_post_body });
    }
    # With a form, its own `to_url` puts everything into the query.
    return $http->request($verb, $request->to_url) if $job->{transmission} eq 'query' && !exists $job->{json};
    return $http->request($verb, $request->to_url, \%body) if $job->{transmission} eq 'query';
    $body{headers}{authorization} = $request->to_authorization_header;
    return $http->request($verb, $url, \%body);
}

sub encoded {
    my %fields = @_;
    return join '&', map { Net::OAuth::Message::encode($_) . '=' . Net::OAuth::Message::encode($fields{$_}) } keys %fields;
}

sub keys_of {
    my ($answer) = @_;
    die "$answer->{status} $answer->{content}\n" unless $answer->{success};
    my $fields = URI->new("?$answer->{content}")->query_form_hash;
    return { key => $fields->{oauth_token}, secret => $fields->{oauth_token_secret} };
}

my %steps = (
    temporary => sub { keys_of(sent(signed('request token', $_[0], callback => $_[0]{callback}), $_[0])) },
    token     => sub { keys_of(sent(signed('access token', $_[0], verifier => $_[0]{verifier}), $_[0])) },
    call      => sub {
        my ($job) = @_;
        my %extra = map { @$_ } @{ $job->{form} // [] };
        my $answer = sent(signed('protected resource', $job, %extra ? (extra_params => \%extra) : ()), $job);
        utf8::decode($answer->{content});
        return { status => $answer->{status} + 0, body => $answer->{content} };
    },
);

print $json->encode({ version => "$Net::OAuth::VERSION" }), "\n";
while (my $line = <STDIN>) {
    my $job = $json->decode($line);
    my $outcome = eval { $steps{ $job->{step} }->($job) } // { error => "$@" };
    print $json->encode($outcome), "\n";
}
