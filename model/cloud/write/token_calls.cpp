// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/write/token_calls.h"

#include <algorithm>
#include <cstdlib>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

constexpr int mostAttempts = 4;
constexpr long longestPause = 60;

/// Google says 403 for its rate and means 429; Azure says 409 while it still works on the call before. Either
/// says that nothing was done.
bool isThrottled(const HttpReply& reply)
{
    const auto says = [&](const char* word) { return reply.body.find(word) != std::string::npos; };
    return reply.status == 429 || (reply.status == 403 && says("rateLimitExceeded")) ||
           (reply.status == 409 && says("AnotherOperationInProgress"));
}

base::Duration pauseAfter(const HttpReply& reply, int attempt)
{
    const long asked = std::strtol(reply.retryAfter.c_str(), nullptr, 10);
    const long seconds = asked > 0 ? asked : 1L << attempt;
    return base::Duration(std::min(seconds, longestPause) * 1'000'000);
}

} // namespace

TokenCalls::TokenCalls(TokenDialect dialect, TokenSource token, HttpSettings http, WaitFor wait)
    : m_dialect(dialect)
    , m_token(std::move(token))
    , m_wait(std::move(wait))
    , m_client(std::move(http))
{
}

base::Result<HttpReply> TokenCalls::sendOnce(const HttpRequest& request)
{
    for (const bool again : {false, true}) {
        const auto token = m_token(again);
        if (!token)
            return tl::unexpected(token.error());
        HttpRequest authorised = request;
        authorised.headers.emplace_back(m_dialect.header, m_dialect.prefix + *token);
        auto reply = m_client.perform(authorised);
        if (!reply || reply->status != 401 || again)
            return reply;
    }
    return base::fail(ErrorCode::PermissionDenied);
}

base::Result<HttpReply> TokenCalls::send(HttpRequest request)
{
    if (!request.body.empty())
        request.headers.emplace_back("Content-Type", "application/json");
    for (int attempt = 1;; ++attempt) {
        auto reply = sendOnce(request);
        if (!reply || !m_wait || attempt == mostAttempts || !isThrottled(*reply))
            return reply;
        if (!m_wait(pauseAfter(*reply, attempt)))
            return base::fail(ErrorCode::Cancelled);
    }
}

base::Result<rapidjson::Document> TokenCalls::ask(HttpRequest request)
{
    const auto reply = send(std::move(request));
    if (!reply)
        return tl::unexpected(reply.error());
    if (reply->status < 200 || reply->status > 299)
        return tl::unexpected(errorOf(*reply));
    if (reply->body.empty())
        return rapidjson::Document();
    return parseJson(reply->body);
}

base::Status TokenCalls::perform(const HttpRequest& request)
{
    const auto reply = send(request);
    if (!reply)
        return tl::unexpected(reply.error());
    if (reply->status < 200 || reply->status > 299)
        return tl::unexpected(errorOf(*reply));
    return {};
}

base::Error TokenCalls::errorOf(const HttpReply& reply) const
{
    const auto json = parseJson(reply.body);
    const Json* error = json ? member(*json, m_dialect.errorMember) : nullptr;
    const std::string detail =
        error ? memberText(*error, m_dialect.errorCode) + ": " + memberText(*error, "message")
              : "HTTP " + std::to_string(reply.status);
    switch (reply.status) {
    case 401:
    case 403:
        return {ErrorCode::PermissionDenied, detail};
    case 404:
        return {ErrorCode::NotFound, detail};
    case 409:
    case 412:
        return {ErrorCode::Superseded, detail};
    case 400:
        return {ErrorCode::InvalidValue, detail};
    default:
        return {ErrorCode::ConnectionClosed, detail};
    }
}

} // namespace zonescope::cloud
