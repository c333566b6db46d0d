<?php
// PECL's OAuth as a client of the interop matrix: a job a line comes in as JSON, and its outcome goes out.

const TYPES = ['header' => OAUTH_AUTH_TYPE_AUTHORIZATION, 'query' => OAUTH_AUTH_TYPE_URI, 'body' => OAUTH_AUTH_TYPE_FORM];

function client(array $job): OAuth
{
    ['key' => $key, 'secret' => $secret] = $job['consumer'];
    $oauth = new OAuth($key, $secret, $job['method'], TYPES[$job['transmission']]);
    $oauth->setRequestEngine(OAUTH_REQENGINE_STREAMS);
    if (str_starts_with($job['method'], 'RSA')) {
        $oauth->setRSACertificate(file_get_contents($job['privateKeyFile']));
    }
    if (isset($job['token'])) {
        $oauth->setToken($job['token']['key'], $job['token']['secret']);
    }
    return $oauth;
}

function keys(array $fields): array
{
    return ['key' => $fields['oauth_token'], 'secret' => $fields['oauth_token_secret']];
}

function call(array $job): array
{
    $oauth = client($job);
    $headers = isset($job['json']) ? ['Content-Type' => 'application/json'] : [];
    $body = $job['json'] ?? array_column($job['form'] ?? [], 1, 0);
    try {
        $oauth->fetch($job['url'], $body, $job['verb'], $headers);
    } catch (OAuthException $error) {
        return ['status' => $error->getCode(), 'body' => $error->lastResponse ?: $error->getMessage()];
    }
    return ['status' => 200, 'body' => $oauth->getLastResponse()];
}

function outcome(array $job): array
{
    return match ($job['step']) {
        'temporary' => keys(client($job)->getRequestToken($job['url'], $job['callback'], 'POST')),
        'token' => keys(client($job)->getAccessToken($job['url'], '', $job['verifier'], 'POST')),
        'call' => call($job),
    };
}

echo json_encode(['version' => phpversion('OAuth')]), "\n";
while (($line = fgets(STDIN)) !== false) {
    try {
        $outcome = outcome(json_decode($line, true));
    } catch (Throwable $error) {
        $outcome = ['error' => get_class($error) . ': ' . $error->getMessage() . ' ' . ($error->lastResponse ?? '')];
    }
    echo json_encode($outcome), "\n";
}
