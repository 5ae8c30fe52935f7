// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/scan/scan_frame.h"

#include <functional>
#include <mutex>
#include <string>

namespace zonescope::cloud {

/// A bearer token that is asked for when it is needed, and anew when it is not taken any more. Thread-safe.
class Bearer
{
public:
    using MakeRequest = std::function<base::Result<HttpRequest>()>;
    using ReadToken = std::function<base::Result<std::string>(const HttpReply&)>;

    Bearer(ScanFrame& frame, MakeRequest make, ReadToken read);

    /// Errors: as HttpClient, PermissionDenied, SyntaxError, InvalidValue.
    base::Status signIn(HttpClient& client, const std::string& refused = {});
    /// GET with the token; a 401 is tried once with a new one. `question.make` gives the request without it.
    base::Result<HttpReply> get(HttpClient& client, const ScanFrame::Question& question);

private:
    std::string token() const;

    ScanFrame& m_frame;
    MakeRequest m_make;
    ReadToken m_read;
    mutable std::mutex m_mutex;
    std::string m_token; ///< guarded by m_mutex; a secret
};

} // namespace zonescope::cloud
