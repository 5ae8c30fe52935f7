// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

#include <optional>
#include <string>
#include <vector>

namespace zonescope::app {

/// Walks the arguments; "--name=value" and "--name value" mean the same.
class Arguments
{
public:
    explicit Arguments(const std::vector<std::string>& all)
        : m_all(all)
    {
    }

    bool next()
    {
        if (m_next == m_all.size())
            return false;
        m_name = m_all[m_next++];
        m_value.reset();
        const std::size_t equals = m_name.find('=');
        if (m_name.starts_with("--") && equals != std::string::npos) {
            m_value = m_name.substr(equals + 1);
            m_name.resize(equals);
        }
        return true;
    }
    const std::string& name() const { return m_name; }
    base::Result<std::string> value()
    {
        if (m_value)
            return *m_value;
        if (m_next == m_all.size() || m_all[m_next].starts_with("--"))
            return base::fail(base::ErrorCode::InvalidValue, m_name + " needs a value");
        return m_all[m_next++];
    }

private:
    const std::vector<std::string>& m_all;
    std::size_t m_next = 0;
    std::string m_name;
    std::optional<std::string> m_value;
};

// Each takes the value of the present argument. Errors: InvalidValue, with the argument and what it takes.
base::Status takeTarget(Arguments& from, net::Endpoint& into);
base::Status takeRounds(Arguments& from, unsigned& into);
base::Status takeProvider(Arguments& from, std::string& into);
base::Status takePlaces(Arguments& from, std::vector<std::string>& into); ///< "eu-central-1,us-east-1"
base::Status takeMinutes(Arguments& from, unsigned& into);
/// An argument of --route; false: it is none.
base::Result<bool> takeRouteOption(Arguments& from, RouteOptions& into);
/// An argument of --auto-revert; false: it is none.
base::Result<bool> takeAutoRevertOption(Arguments& from, AutoRevertOptions& into);
/// Whether the options of --route go together.
base::Status checkRoute(const RouteOptions& route);

} // namespace zonescope::app
