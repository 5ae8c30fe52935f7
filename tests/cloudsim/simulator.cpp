// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cloudsim/simulator.h"

#include "tests/cloudsim/world.h"

#include <QJsonDocument>

#include <algorithm>
#include <mutex>

namespace zonescope::cloudsim {

World::Trouble World::troubleOf(const Call& call)
{
    if (behaviour.deadCalls.contains(call.name))
        return Trouble::HangUp;
    if (behaviour.denied.contains(call.name))
        return Trouble::Denied;
    if (behaviour.deadRegions.contains(call.region))
        return Trouble::Dead;
    if (behaviour.callsPerSecond <= 0)
        return Trouble::None;
    const auto now = std::chrono::steady_clock::now();
    const auto [at, isNew] = m_buckets.try_emplace(call.provider + call.account + call.region + call.name,
                                                   Bucket{behaviour.bucket, now});
    Bucket& bucket = at->second;
    const double passed = std::chrono::duration<double>(now - bucket.at).count();
    bucket.left = std::min(behaviour.bucket, bucket.left + passed * behaviour.callsPerSecond);
    bucket.at = now;
    if (bucket.left < 1)
        return Trouble::Throttled;
    bucket.left -= 1;
    return Trouble::None;
}

std::string World::newToken(const std::string& prefix)
{
    const std::string token = prefix + "canary-token-" + std::to_string(++made);
    tokens[token] = 0;
    return token;
}

bool World::takeToken(const std::string& token)
{
    const auto found = tokens.find(token);
    return found != tokens.end() && (behaviour.tokenUses == 0 || ++found->second <= behaviour.tokenUses);
}

Page pageOf(const QJsonArray& list, const std::string& token, int wanted, int largest)
{
    const int from = token.empty() ? 0 : std::atoi(token.c_str() + 1);
    int size = wanted > 0 ? wanted : list.size();
    if (largest > 0)
        size = std::min(size, largest);
    Page page;
    const int end = static_cast<int>(std::min<qsizetype>(list.size(), from + size));
    for (int i = from; i < end; ++i)
        page.items.append(list[i]);
    if (end < list.size() && end > from)
        page.next = "p" + std::to_string(end);
    return page;
}

std::string jsonBody(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

Answer json(const QJsonObject& object, int status)
{
    Answer answer;
    answer.status = status;
    answer.body = jsonBody(object);
    return answer;
}

QJsonObject objectOf(const std::string& body)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
}

std::vector<std::string> partsOf(const std::string& path)
{
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        if (end > at)
            parts.push_back(path.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

struct Simulator::Parts
{
    mutable std::mutex mutex;
    World world;                        ///< guarded by mutex
    std::vector<Call> calls;            ///< guarded by mutex
    std::unique_ptr<HttpServer> server; ///< last: its threads use the others

    Answer route(const Request& request, Call& call)
    {
        const auto starts = [&](const char* prefix) { return request.path.starts_with(prefix); };
        if (starts("/identity") || starts("/network/") || starts("/designate") || starts("/nova"))
            return answerOpenStack(request, world, call);
        if (starts("/compute/v1") || starts("/dns/v1") || starts("/token"))
            return answerGoogle(request, world, call);
        if (starts("/subscriptions") || starts("/providers") || request.path.find("/oauth2/") < 80)
            return answerAzure(request, world, call);
        return answerAws(request, world, call);
    }
    Answer answer(const Request& request)
    {
        const std::scoped_lock lock(mutex);
        Call call;
        call.method = request.method;
        call.body = request.body;
        Answer made = route(request, call);
        made.delay += world.behaviour.latency;
        call.status = made.hangUp ? 0 : made.status;
        calls.push_back(std::move(call));
        return made;
    }
};

Simulator::Simulator(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

Simulator::~Simulator()
{
    m_parts->server.reset();
}

base::Result<std::unique_ptr<Simulator>> Simulator::start(Estate estate, Behaviour behaviour)
{
    auto parts = std::make_unique<Parts>();
    parts->world.estate = std::move(estate);
    parts->world.behaviour = std::move(behaviour);
    auto server =
        HttpServer::start([raw = parts.get()](const Request& request) { return raw->answer(request); });
    if (!server)
        return tl::unexpected(server.error());
    {
        const std::scoped_lock lock(parts->mutex);
        parts->world.root = "http://127.0.0.1:" + std::to_string((*server)->port());
    }
    parts->server = std::move(*server);
    return std::unique_ptr<Simulator>(new Simulator(std::move(parts)));
}

std::string Simulator::root() const
{
    const std::scoped_lock lock(m_parts->mutex);
    return m_parts->world.root;
}

Estate Simulator::estate() const
{
    const std::scoped_lock lock(m_parts->mutex);
    return m_parts->world.estate;
}

void Simulator::change(const std::function<void(Estate&)>& what)
{
    const std::scoped_lock lock(m_parts->mutex);
    what(m_parts->world.estate);
}

void Simulator::behave(Behaviour behaviour)
{
    const std::scoped_lock lock(m_parts->mutex);
    m_parts->world.behaviour = std::move(behaviour);
}

std::vector<Call> Simulator::calls() const
{
    const std::scoped_lock lock(m_parts->mutex);
    return m_parts->calls;
}

std::size_t Simulator::callCount() const
{
    const std::scoped_lock lock(m_parts->mutex);
    return m_parts->calls.size();
}

void Simulator::forgetCalls()
{
    const std::scoped_lock lock(m_parts->mutex);
    m_parts->calls.clear();
}

} // namespace zonescope::cloudsim
