// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace zonescope::cloud {

struct HttpRequest
{
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

struct HttpReply
{
    int status = 0;
    std::string body;
    std::string retryAfter;   ///< the header's value
    std::string subjectToken; ///< X-Subject-Token of Keystone; a secret
};

struct HttpSettings
{
    std::string caFile; ///< further authorities, PEM; empty: the system's
    std::size_t largestBody = std::size_t{256} << 20;
    int timeoutSeconds = 60;
    std::function<bool()> cancelled;
};

/// HTTP over libcurl, one request at a time; keeps its connections. Follows no redirections: a token must not
/// travel to another host. One thread at a time; make one a thread.
class HttpClient
{
public:
    explicit HttpClient(HttpSettings settings);
    ~HttpClient();
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;

    /// Whatever the status: an answer. Errors: InvalidValue (plain http to another host than this one, no
    /// such scheme), ConnectionRefused, TimedOut, TlsCertificate, TlsHandshake, Cancelled, Unsupported (too
    /// large), NetworkFailed.
    base::Result<HttpReply> perform(const HttpRequest& request);

private:
    struct Handle;
    std::unique_ptr<Handle> m_handle;
};

/// https, or http to 127.0.0.0/8, ::1 or localhost.
base::Status checkUrl(const std::string& url);
/// "host:port" of a URL; empty when it is none.
std::string hostOf(const std::string& url);

} // namespace zonescope::cloud
