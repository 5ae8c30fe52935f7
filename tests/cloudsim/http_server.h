// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace zonescope::cloudsim {

struct Request
{
    std::string method;
    std::string path;                           ///< without the query, as it was sent
    std::map<std::string, std::string> query;   ///< decoded
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;

    std::string header(const std::string& lowerName) const;
    std::string parameter(const std::string& name) const; ///< of the query
};

struct Answer
{
    int status = 200;
    std::string body;
    std::string type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    std::chrono::milliseconds delay{0}; ///< before it is sent
    bool hangUp = false;                ///< no answer: the connection is closed

    static Answer none()
    {
        Answer made;
        made.hangUp = true;
        return made;
    }
};

/// "a=b&c=%20d" taken apart.
std::map<std::string, std::string> formFields(const std::string& text);

/// HTTP/1.1 on a loopback port that the kernel chooses, one thread a connection, connections are kept. The
/// handler runs on those threads, several at a time.
class HttpServer
{
public:
    using Handler = std::function<Answer(const Request&)>;

    static base::Result<std::unique_ptr<HttpServer>> start(Handler handler);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    std::uint16_t port() const;
    std::size_t connections() const; ///< accepted since the start

private:
    struct State;
    explicit HttpServer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace zonescope::cloudsim
