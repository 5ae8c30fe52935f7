// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace zonescope::kit {

struct HttpAsked
{
    std::string method;
    std::string path;                                         ///< with the query
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
    std::string body;
    std::string header(const std::string& name) const;
};
struct HttpGiven
{
    int status = 200;
    std::string body;
};

/// An HTTP server on a port of the kernel's choice that answers what a function says, one connection after
/// the other. Keeps what was asked.
class HttpDouble
{
public:
    explicit HttpDouble(std::function<HttpGiven(const HttpAsked&)> answer);
    ~HttpDouble();

    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    std::vector<HttpAsked> asked() const;
    void forget();

private:
    void serve();
    void converse(int socket);

    const std::function<HttpGiven(const HttpAsked&)> m_answer;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_stopping = false;
    mutable std::mutex m_mutex;
    std::vector<HttpAsked> m_asked; ///< guarded by m_mutex
    std::thread m_thread;
};

} // namespace zonescope::kit
