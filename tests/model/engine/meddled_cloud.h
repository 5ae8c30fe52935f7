// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/gate/auto_revert.h"
#include "model/cloud/write/provider_writer.h"
#include "tests/cloudsim/estate.h"

#include <QJsonArray>
#include <QJsonObject>

#include <functional>
#include <memory>

namespace zonescope::engine {

using cloudsim::Estate;

/// Passes on to the real writer, and does before each call what the test wants.
class MeddledWriter final : public cloud::ProviderWriter
{
public:
    using Before = std::function<base::Status(const cloud::WriteCall&)>;
    MeddledWriter(std::unique_ptr<cloud::ProviderWriter> real, Before before)
        : m_real(std::move(real))
        , m_before(std::move(before))
    {
    }
    base::Result<cloud::Resource> read(const cloud::PlannedChange& change) override
    {
        return m_real->read(change);
    }
    base::Result<std::vector<cloud::WriteCall>>
    calls(const cloud::Resource& now, const std::vector<cloud::PlannedChange>& changes) const override
    {
        return m_real->calls(now, changes);
    }
    bool hasDryRun() const override { return m_real->hasDryRun(); }
    base::Status dryRun(const cloud::WriteCall& call) override { return m_real->dryRun(call); }
    base::Status perform(const cloud::WriteCall& call) override
    {
        const base::Status good = m_before ? m_before(call) : base::Status();
        return good ? m_real->perform(call) : good;
    }

private:
    std::unique_ptr<cloud::ProviderWriter> m_real;
    Before m_before;
};

inline void withRouter(Estate& estate, const std::function<void(QJsonArray&)>& what)
{
    QJsonArray& list = estate.list("openstack/routers");
    QJsonObject router = list[0].toObject();
    QJsonArray routes = router["routes"].toArray();
    what(routes);
    router["routes"] = routes;
    list[0] = router;
}

inline void addRoute(Estate& estate, const char* destination)
{
    withRouter(estate, [&](QJsonArray& routes) {
        routes.append(QJsonObject{{"destination", destination}, {"nexthop", "10.70.0.9"}});
    });
}

inline void withRules(Estate& estate, const std::function<void(QJsonArray&)>& what)
{
    QJsonArray& list = estate.list("openstack/security_groups");
    QJsonObject group = list[0].toObject();
    QJsonArray rules = group["security_group_rules"].toArray();
    what(rules);
    group["security_group_rules"] = rules;
    list[0] = group;
}

inline void addRule(Estate& estate, int port)
{
    withRules(estate, [&](QJsonArray& rules) {
        QJsonObject rule = rules[0].toObject();
        rule["id"] = QStringLiteral("r-%1").arg(port);
        rule["port_range_min"] = rule["port_range_max"] = port;
        rule["remote_ip_prefix"] = QStringLiteral("10.90.0.0/16");
        rules.append(rule);
    });
}

/// By itself, at any time, routes and rules.
inline cloud::AutoRevertSettings muchAllowed(const std::string& account)
{
    using cloud::RevertClass;
    cloud::AutoRevertSettings settings;
    settings.account = account;
    settings.mode = cloud::RevertMode::Auto;
    settings.classes = {RevertClass::RouteExtra, RevertClass::RouteMissing, RevertClass::RuleExtra,
                        RevertClass::RuleMissing};
    settings.most = 10;
    settings.window = cloud::windowFromText("daily 00:00-24:00").value();
    settings.profile = "writer";
    settings.mayCutFlows = true;
    return settings;
}

} // namespace zonescope::engine
