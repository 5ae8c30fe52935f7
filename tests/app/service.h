// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>
#include <QTest>

namespace zonescope::apptest {

/// A folder, a file and the program.
class Service
{
public:
    explicit Service(const QByteArray& file)
    {
        kit::writeText(m_folder.path() / "zonescoped.json",
                       QByteArray(file).replace("DATA", (m_folder.path() / "data").c_str()).toStdString());
    }
    void start()
    {
        auto process = kit::Process::start(command(), m_folder.path() / "log");
        if (process)
            m_process.emplace(std::move(*process));
    }
    std::vector<std::string> command() const
    {
        return {ZONESCOPED, "--config", file().string(), "--socket", socket()};
    }
    std::filesystem::path file() const { return m_folder.path() / "zonescoped.json"; }
    /// In a shell that sets variables and descriptors first.
    void startIn(const std::string& shell)
    {
        std::string line = shell + " exec";
        for (const std::string& word : command())
            line += " '" + word + "'";
        auto process = kit::Process::start({"/bin/bash", "-c", line}, m_folder.path() / "log");
        if (process)
            m_process.emplace(std::move(*process));
    }
    void write(const QByteArray& text) const
    {
        kit::writeText(file(),
                       QByteArray(text).replace("DATA", (m_folder.path() / "data").c_str()).toStdString());
    }
    base::Result<kit::Output> call(std::vector<std::string> words) const
    {
        words.insert(words.begin(), ZONESCOPED);
        words.insert(words.end(), {"--socket", socket()});
        return kit::run(words);
    }
    QJsonObject json(const std::vector<std::string>& words) const
    {
        const auto output = call(words);
        return output ? QJsonDocument::fromJson(QByteArray::fromStdString(output->text)).object()
                      : QJsonObject();
    }
    std::string socket() const { return (m_folder.path() / "control").string(); }
    std::string log() const { return kit::readText(m_folder.path() / "log"); }
    kit::Process& process() { return *m_process; }
    const std::filesystem::path& folder() const { return m_folder.path(); }

private:
    kit::TemporaryFolder m_folder;
    std::optional<kit::Process> m_process;
};

/// A file without anybody to talk to. `more` stands before the end.
inline QByteArray quietConfig(const QByteArray& notify, const QByteArray& more = {})
{
    return "{\n\"dataFolder\": \"DATA\",\n\"notify\": { \"listen\": [\"" + notify +
           "\"] },\n\"primaries\": [ { \"name\": \"ns1\", \"addresses\": [\"127.0.0.1:9\"] } ],\n"
           "\"zones\": [ { \"name\": \"example.org\", \"primaries\": [\"ns1\"] } ]" +
           more + "\n}";
}

} // namespace zonescope::apptest
