// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/cloudsim/http_server.h"
#include "tests/cloudsim/simulator.h"

#include <QByteArray>

#include <map>

namespace zonescope::cloudsim {

/// What the sides of the simulator share; they hold its lock while they answer.
struct World
{
    Estate estate;
    Behaviour behaviour;
    std::string root;
    std::map<std::string, int> tokens;  ///< bearer token and how often it was used
    int made = 0;                       ///< ids, tokens and operations given out
    std::map<std::string, int> looks{}; ///< at operations of Google
    std::set<std::string> requestIds{}; ///< of Google's writes that were carried out

    enum class Trouble { None, Denied, Throttled, Dead, HangUp };
    /// What is in the way of that call. Takes a token out of its bucket.
    Trouble troubleOf(const Call& call);
    std::string newToken(const std::string& prefix);
    bool takeToken(const std::string& token); ///< false: unknown or used up

private:
    struct Bucket
    {
        double left = 0;
        std::chrono::steady_clock::time_point at;
    };
    std::map<std::string, Bucket> m_buckets;
};

/// A part of a list, and the token of what follows; empty: nothing.
struct Page
{
    QJsonArray items;
    std::string next;
};
Page pageOf(const QJsonArray& list, const std::string& token, int wanted, int largest);

std::string jsonBody(const QJsonObject& object);
Answer json(const QJsonObject& object, int status = 200);
inline QString text(const std::string& value)
{
    return QString::fromStdString(value);
}
QJsonObject objectOf(const std::string& body);
/// "/a/b/c" without empty parts.
std::vector<std::string> partsOf(const std::string& path);

// Each answers one request; `call` says afterwards whose it was.
Answer answerAws(const Request& request, World& world, Call& call);
Answer answerGoogle(const Request& request, World& world, Call& call);
Answer answerAzure(const Request& request, World& world, Call& call);
Answer answerOpenStack(const Request& request, World& world, Call& call);

} // namespace zonescope::cloudsim
