// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/cloud/http.h"
#include "model/cloud/json.h"

#include <functional>
#include <string>

namespace zonescope::cloud {

/// How a provider that speaks JSON wants its token and words its errors.
struct TokenDialect
{
    const char* header;      ///< "Authorization"
    const char* prefix;      ///< "Bearer "; may be empty
    const char* errorMember; ///< of an error's body: {"error": {"code", "message"}}
    const char* errorCode;
};
inline constexpr TokenDialect bearerDialect{"Authorization", "Bearer ", "error", "code"};
inline constexpr TokenDialect neutronDialect{"X-Auth-Token", "", "NeutronError", "type"};

/// A token; asked again, with true, when the old one is refused. A secret.
using TokenSource = std::function<base::Result<std::string>(bool again)>;
/// Waits that long; false: give up.
using WaitFor = std::function<bool(base::Duration)>;

/// JSON calls with a token: renewed once when it is refused, sent again after "too many requests" (which
/// says that nothing was done) when there is something to wait with. One thread at a time; blocks.
class TokenCalls
{
public:
    TokenCalls(TokenDialect dialect, TokenSource token, HttpSettings http, WaitFor wait = {});

    /// Whatever the status: an answer. Errors: as HttpClient, those of the token, Cancelled.
    base::Result<HttpReply> send(HttpRequest request);
    /// The tree of a 2xx; null for one without a body. Errors: errorOf() of any other, SyntaxError.
    base::Result<rapidjson::Document> ask(HttpRequest request);
    /// 2xx or an error.
    base::Status perform(const HttpRequest& request);
    /// PermissionDenied, NotFound, Superseded (409, 412), InvalidValue, ConnectionClosed.
    base::Error errorOf(const HttpReply& reply) const;

private:
    base::Result<HttpReply> sendOnce(const HttpRequest& request);

    TokenDialect m_dialect;
    TokenSource m_token;
    WaitFor m_wait;
    HttpClient m_client;
};

} // namespace zonescope::cloud
