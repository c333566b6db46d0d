<?php
// PECL's OAuth through the whole flow against a server of the interop contract.
//
// Arguments: base URL, signature method, signature type (AUTH_HEADER, QUERY, BODY), callback, and for RSA the file of a
// private key. Prints one line a step and exits with 1 at the first that is not as it should be.

[, $base, $method, $type, $callback] = $argv;
$keyFile = $argv[5] ?? null;
const FIRST = ['dpf43f3p2l4k3l03client1', 'kd94hf93k423kf44'];
const SECOND = ['dpf43f3p2l4k3l03client2', "p&ss=w%rd/+~ *'()!"];
const TYPES = ['AUTH_HEADER' => OAUTH_AUTH_TYPE_AUTHORIZATION, 'QUERY' => OAUTH_AUTH_TYPE_URI, 'BODY' => OAUTH_AUTH_TYPE_FORM];

function step(string $name, bool $passed, mixed $seen): void
{
    echo $passed ? 'ok' : 'FAILED', " $name\n";
    if ($passed) {
        return;
    }
    print_r($seen);
    exit(1);
}

function client(string $kind, ?array $token = null): OAuth
{
    global $method, $keyFile;
    [$key, $secret] = str_starts_with($method, 'HMAC') ? SECOND : FIRST;
    $oauth = new OAuth($key, $secret, $method, TYPES[$kind]);
    $oauth->setRequestEngine(OAUTH_REQENGINE_STREAMS);
    if ($keyFile !== null) {
        $oauth->setRSACertificate(file_get_contents($keyFile));
    }
    if ($token !== null) {
        $oauth->setToken($token['oauth_token'], $token['oauth_token_secret']);
    }
    return $oauth;
}

/** Status, headers and body of a request that PECL's OAuth has no part in. */
function plain(string $verb, string $url, array $headers = [], string $body = ''): array
{
    $options = ['method' => $verb, 'header' => $headers, 'content' => $body, 'ignore_errors' => true, 'follow_location' => 0];
    $content = file_get_contents($url, false, stream_context_create(['http' => $options]));
    return [(int) explode(' ', $http_response_header[0])[1], implode("\n", $http_response_header), $content];
}

function statusOf(callable $call): int
{
    try {
        $call();
        return 200;
    } catch (OAuthException $error) {
        return $error->getCode();
    }
}

$temporary = client($type)->getRequestToken("$base/oauth/initiate", $callback, 'POST');
step('temporary credentials', ($temporary['oauth_callback_confirmed'] ?? '') === 'true', $temporary);

[$status, , $page] = plain('GET', "$base/oauth/authorize?oauth_token={$temporary['oauth_token']}");
step('consent page', $status === 200 && str_contains($page, 'Client'), $page);

$decision = http_build_query(['oauth_token' => $temporary['oauth_token'], 'decision' => 'approve', 'user' => 'alice']);
$form = ['Content-Type: application/x-www-form-urlencoded'];
[$status, $headers, $body] = plain('POST', "$base/oauth/authorize", $form, $decision);
preg_match('/oauth_verifier=([0-9a-zA-Z]+)/', $callback === 'oob' ? $body : $headers, $found);
$verifier = $found[1] ?? '';
step('approval', $status === ($callback === 'oob' ? 200 : 302) && $verifier !== '', [$status, $headers, $body]);

$exchange = fn () => client($type, $temporary)->getAccessToken("$base/oauth/token", '', $verifier, 'POST');
$token = $exchange();
step('token credentials', ($token['oauth_token_secret'] ?? '') !== '', $token);

// A GET has no body for the parameters to be in, so there this client takes the header.
$reader = client($type === 'BODY' ? 'AUTH_HEADER' : $type, $token);
$reader->fetch("$base/api/echo?b5=%3D%253D&c%40=&a2=r%20b&a3=2+q", [], 'GET');
$got = json_decode($reader->getLastResponse(), true);
step('GET with a hard query', $got['user'] === 'alice', $got);
step('GET query as sent', in_array(['b5', '=%3D'], $got['query']) && in_array(['a3', '2 q'], $got['query']), $got);

// It sorts names before it encodes them, against RFC 5849 section 3.4.1.3.2, so that other names than these are lost on it.
$writer = client($type, $token);
$writer->fetch("$base/api/echo", ['a' => '1', 'b[]' => 'x y', 'u' => 'é+&='], 'POST');
$posted = json_decode($writer->getLastResponse(), true);
step('POST parameters', in_array(['u', 'é+&='], [...$posted['form'], ...$posted['query']]), $posted);

if ($type === 'AUTH_HEADER') {
    $writer->fetch("$base/api/echo", '{"a":1}', 'POST', ['Content-Type' => 'application/json']);
    step('POST JSON', json_decode($writer->getLastResponse(), true)['user'] === 'alice', '');
}

if ($method !== 'PLAINTEXT') {
    $header = client('AUTH_HEADER', $token)->getRequestHeader('GET', "$base/api/echo?replay=1");
    $codes = array_map(fn () => plain('GET', "$base/api/echo?replay=1", ["Authorization: $header"])[0], [1, 2]);
    step('replay is refused', $codes === [200, 401], $codes);
}

if (!str_starts_with($method, 'RSA')) {
    $wrong = client($type, ['oauth_token_secret' => 'wrong'] + $token);
    $code = statusOf(fn () => $wrong->fetch("$base/api/echo", ['a' => '1'], 'POST'));
    step('wrong secret is refused', $code === 401, $code);
}

$code = statusOf($exchange);
step('a verifier is good once', $code === 401, $code);
