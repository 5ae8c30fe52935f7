// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/folder_reader.h"

#include "model/cloud/reply_reader.h"

#include <algorithm>
#include <fstream>
#include <regex>

namespace zonescope::cloud {
namespace {

namespace fs = std::filesystem;

std::string firstMatch(const std::string& text, const std::regex& pattern)
{
    std::smatch found;
    return std::regex_search(text, found, pattern) ? found[1].str() : std::string();
}

/// What the path says about whose answer it is.
ReadContext contextOf(const std::string& path)
{
    static const std::regex account("(?:^|[^0-9])([0-9]{12})(?:[^0-9]|$)");
    static const std::regex region(
        "(?:^|[^a-z])((?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:[a-z]+-)?[a-z]+-[0-9])(?:[^0-9]|$)");
    static const std::regex listed("(tgw-rtb-[0-9a-f]+|pl-[0-9a-f]+)");
    ReadContext context;
    context.account = firstMatch(path, account);
    context.region = firstMatch(path, region);
    context.parent = firstMatch(path, listed);
    return context;
}

base::Result<std::string> contentOf(const fs::path& file)
{
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    if (error)
        return base::fail(base::ErrorCode::FileFailed, error.message());
    if (size > largestImportFile)
        return base::fail(base::ErrorCode::FileFailed, "larger than 512 MiB; split it");
    std::ifstream stream(file, std::ios::binary);
    std::string text(size, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(size));
    if (!stream)
        return base::fail(base::ErrorCode::FileFailed, "could not be read to its end");
    return text;
}

class FolderReader
{
public:
    FolderReader(fs::path folder, base::Timestamp now)
        : m_folder(std::move(folder))
        , m_now(now)
    {
    }

    void read(const fs::path& file)
    {
        const std::string name = file.lexically_relative(m_folder).generic_string();
        ReadContext context = contextOf(name);
        const auto text = contentOf(file);
        auto reply = text ? readReply(*text, context) : tl::unexpected(text.error());
        Scope scope;
        scope.account = context.account;
        scope.region = context.region;
        scope.what = name;
        scope.readAt = m_now;
        if (!reply) {
            scope.state = ScopeState::Broken;
            scope.detail = base::toString(reply.error());
            ++m_notRead;
        } else {
            take(std::move(*reply), scope);
        }
        m_scopes.push_back(std::move(scope));
    }

    FolderRead finish()
    {
        const std::size_t all = m_scopes.size();
        return {
            Snapshot::make(m_folder.filename().string(), m_now, std::move(m_scopes), std::move(m_resources)),
            all - m_notRead, m_notRead};
    }
    bool readAny() const { return m_scopes.size() > m_notRead; }
    std::string firstProblem() const
    {
        return m_scopes.empty() ? std::string() : m_scopes[0].what + ": " + m_scopes[0].detail;
    }

private:
    void take(Reply reply, Scope& scope)
    {
        scope.resources = static_cast<std::uint32_t>(reply.resources.size());
        if (!reply.resources.empty()) {
            scope.provider = reply.resources[0].provider;
            scope.account = reply.resources[0].account;
        }
        if (!reply.next.empty()) {
            scope.state = ScopeState::Stale;
            scope.detail = "not the last page: more resources exist than this file holds";
        }
        if (!reply.unreachable.empty()) {
            scope.state = ScopeState::Unreachable;
            scope.detail = "the provider could not reach " + reply.unreachable[0];
        }
        std::ranges::move(reply.resources, std::back_inserter(m_resources));
    }

    fs::path m_folder;
    base::Timestamp m_now;
    std::vector<Scope> m_scopes;
    std::vector<Resource> m_resources;
    std::size_t m_notRead = 0;
};

std::vector<fs::path> filesBelow(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    fs::recursive_directory_iterator entries(folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
        const std::string extension = entries->path().extension().string();
        if (entries->is_regular_file() && (extension == ".json" || extension == ".xml"))
            files.push_back(entries->path());
    }
    std::ranges::sort(files);
    return files;
}

} // namespace

base::Result<FolderRead> readFolder(const fs::path& folder, base::Timestamp now,
                                    const std::function<bool()>& cancelled)
{
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return base::fail(base::ErrorCode::FileFailed, "no folder " + folder.string());
    FolderReader reader(folder.has_filename() ? folder : folder.parent_path(), now);
    for (const fs::path& file : filesBelow(folder)) {
        if (cancelled && cancelled())
            return base::fail(base::ErrorCode::Cancelled);
        reader.read(file);
    }
    if (reader.readAny())
        return reader.finish();
    const std::string problem = reader.firstProblem();
    return base::fail(base::ErrorCode::NotFound,
                      problem.empty() ? "no .json or .xml file in " + folder.string() : problem);
}

} // namespace zonescope::cloud
