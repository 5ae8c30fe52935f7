// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/http.h"

#include "model/net/endpoint.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <strings.h>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

void startCurlOnce()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

struct Transfer
{
    HttpReply* reply;
    const HttpSettings* settings;
    bool tooLarge = false;
};

std::size_t takeBody(char* data, std::size_t size, std::size_t count, void* user)
{
    auto* transfer = static_cast<Transfer*>(user);
    if (transfer->reply->body.size() + size * count > transfer->settings->largestBody) {
        transfer->tooLarge = true;
        return 0;
    }
    transfer->reply->body.append(data, size * count);
    return size * count;
}

std::size_t takeHeader(char* data, std::size_t size, std::size_t count, void* user)
{
    const auto* transfer = static_cast<Transfer*>(user);
    HttpReply* reply = transfer->reply;
    const std::string_view line(data, size * count);
    const auto valueOf = [&](std::string_view name) {
        const bool is = line.size() > name.size() && strncasecmp(line.data(), name.data(), name.size()) == 0;
        std::string_view value = is ? line.substr(name.size()) : std::string_view();
        while (!value.empty() && (value.back() == '\r' || value.back() == '\n' || value.back() == ' '))
            value.remove_suffix(1);
        while (!value.empty() && value.front() == ' ')
            value.remove_prefix(1);
        return std::string(value);
    };
    if (std::string value = valueOf("Retry-After:"); !value.empty())
        reply->retryAfter = std::move(value);
    // Only room: what is packed gets longer, and what is too long is refused while it comes.
    if (const std::string value = valueOf("Content-Length:"); !value.empty() && value.size() < 9)
        reply->body.reserve(std::min(std::strtoul(value.c_str(), nullptr, 10),
                                     static_cast<unsigned long>(transfer->settings->largestBody)));
    if (std::string value = valueOf("X-Subject-Token:"); !value.empty())
        reply->subjectToken = std::move(value);
    return size * count;
}

int watch(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    const auto* settings = static_cast<const HttpSettings*>(user);
    return settings->cancelled && settings->cancelled() ? 1 : 0;
}

base::Error errorOf(CURLcode code, const Transfer& transfer, const std::string& host)
{
    const std::string detail = host + ": " + curl_easy_strerror(code);
    switch (code) {
    case CURLE_COULDNT_CONNECT:
        return {ErrorCode::ConnectionRefused, detail};
    case CURLE_OPERATION_TIMEDOUT:
        return {ErrorCode::TimedOut, detail};
    case CURLE_COULDNT_RESOLVE_HOST:
        return {ErrorCode::HostUnreachable, detail};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return {ErrorCode::TlsCertificate, detail};
    case CURLE_SSL_CONNECT_ERROR:
        return {ErrorCode::TlsHandshake, detail};
    case CURLE_ABORTED_BY_CALLBACK:
        return {ErrorCode::Cancelled, {}};
    case CURLE_WRITE_ERROR:
        if (transfer.tooLarge)
            return {ErrorCode::Unsupported, host + ": an answer larger than " +
                                                std::to_string(transfer.settings->largestBody) + " octets"};
        break;
    default:
        break;
    }
    return {ErrorCode::ConnectionClosed, detail};
}

} // namespace

struct HttpClient::Handle
{
    explicit Handle(HttpSettings given)
        : settings(std::move(given))
    {
        startCurlOnce();
        curl = curl_easy_init();
    }
    ~Handle() { curl_easy_cleanup(curl); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    HttpSettings settings;
    CURL* curl = nullptr;
};

std::string hostOf(const std::string& url)
{
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos)
        return {};
    const std::string rest = url.substr(scheme + 3);
    return rest.substr(0, rest.find_first_of("/?#"));
}

base::Status checkUrl(const std::string& url)
{
    if (url.starts_with("https://") && !hostOf(url).empty())
        return {};
    if (!url.starts_with("http://"))
        return base::fail(ErrorCode::InvalidValue, "not an https address: " + url);
    std::string host = hostOf(url);
    if (host.find('@') != std::string::npos)
        return base::fail(ErrorCode::InvalidValue, "a password does not belong into an address");
    host = host.starts_with('[') ? host.substr(1, host.find(']') - 1) : host.substr(0, host.find(':'));
    const auto address = net::IpAddress::fromText(host);
    if (host == "localhost" || (address && address->isLoopback()))
        return {};
    return base::fail(ErrorCode::InvalidValue,
                      "plain http would show the credentials to everybody on the way to " + host +
                          "; use https");
}

HttpClient::HttpClient(HttpSettings settings)
    : m_handle(std::make_unique<Handle>(std::move(settings)))
{
}

HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

base::Result<HttpReply> HttpClient::perform(const HttpRequest& request)
{
    if (const auto checked = checkUrl(request.url); !checked)
        return tl::unexpected(checked.error());
    CURL* curl = m_handle->curl;
    curl_easy_reset(curl); // keeps the connections
    HttpReply reply;
    Transfer transfer{&reply, &m_handle->settings};
    curl_slist* headers = nullptr;
    for (const auto& [name, value] : request.headers)
        headers = curl_slist_append(headers, (name + ": " + value).c_str());
    headers = curl_slist_append(headers, "Expect:");
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(m_handle->settings.timeoutSeconds));
    curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, 512L * 1024); // pages have megabytes; the default is 16 KB
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, takeBody);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, takeHeader);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &m_handle->settings);
    if (!m_handle->settings.caFile.empty())
        curl_easy_setopt(curl, CURLOPT_CAINFO, m_handle->settings.caFile.c_str());
    if (request.method != "GET") {
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    const CURLcode code = curl_easy_perform(curl);
    curl_slist_free_all(headers);
    if (code != CURLE_OK)
        return tl::unexpected(errorOf(code, transfer, hostOf(request.url)));
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<int>(status);
    return reply;
}

} // namespace zonescope::cloud
