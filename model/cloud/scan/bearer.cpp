// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/scan/bearer.h"

namespace zonescope::cloud {

Bearer::Bearer(ScanFrame& frame, MakeRequest make, ReadToken read)
    : m_frame(frame)
    , m_make(std::move(make))
    , m_read(std::move(read))
{
}

std::string Bearer::token() const
{
    const std::scoped_lock lock(m_mutex);
    return m_token;
}

base::Status Bearer::signIn(HttpClient& client, const std::string& refused)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_token.empty() && m_token != refused)
        return {}; // somebody else was quicker
    const auto request = m_make();
    if (!request)
        return tl::unexpected(request.error());
    const auto reply = m_frame.ask(client, {[&] { return *request; },
                                            [](const HttpReply& answer) {
                                                const bool again =
                                                    answer.status == 429 || answer.status >= 500;
                                                return ScanProblem{ScopeState::Denied, again, false, {}};
                                            },
                                            "token",
                                            {}});
    if (!reply)
        return tl::unexpected(reply.error());
    auto read = m_read(*reply);
    if (!read)
        return tl::unexpected(read.error());
    m_token = std::move(*read);
    return {};
}

base::Result<HttpReply> Bearer::get(HttpClient& client, const ScanFrame::Question& question)
{
    for (bool again = true;; again = false) {
        const std::string used = token();
        ScanFrame::Question withToken = question;
        withToken.make = [&] {
            HttpRequest request = question.make();
            request.headers.emplace_back("Authorization", "Bearer " + used);
            request.headers.emplace_back("Accept", "application/json");
            return request;
        };
        auto reply = m_frame.ask(client, withToken);
        if (!reply || reply->status != 401 || !again)
            return reply;
        if (const auto renewed = signIn(client, used); !renewed)
            return tl::unexpected(renewed.error());
    }
}

} // namespace zonescope::cloud
