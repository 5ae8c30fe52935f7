// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/snapshot_file.h"

#include "model/cloud/redaction.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <memory>

namespace zonescope::cloud {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;
constexpr std::string_view formatName = "zonescope-cloud-snapshot";

void field(Writer& writer, const char* name, std::string_view text)
{
    writer.Key(name);
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void writeHeader(const Snapshot& snapshot, rapidjson::StringBuffer& out)
{
    Writer writer(out);
    writer.StartObject();
    field(writer, "format", formatName);
    writer.Key("version");
    writer.Int(snapshotFormat);
    field(writer, "label", snapshot.label());
    writer.Key("takenAt");
    writer.Int64(base::toMicroseconds(snapshot.takenAt()));
    writer.Key("resources");
    writer.Uint64(snapshot.resources().size());
    writer.EndObject();
    out.Put('\n');
}

void writeScope(const Scope& scope, rapidjson::StringBuffer& out)
{
    Writer writer(out);
    writer.StartObject();
    field(writer, "scope", scope.what);
    field(writer, "provider", providerWord(scope.provider));
    field(writer, "account", scope.account);
    field(writer, "region", scope.region);
    field(writer, "state", scopeStateWord(scope.state));
    field(writer, "detail", scope.detail);
    writer.Key("readAt");
    writer.Int64(base::toMicroseconds(scope.readAt));
    writer.Key("count");
    writer.Uint(scope.resources);
    writer.EndObject();
    out.Put('\n');
}

void writeResource(const Resource& resource, rapidjson::StringBuffer& out)
{
    Writer writer(out);
    writer.StartObject();
    field(writer, "provider", providerWord(resource.provider));
    field(writer, "account", resource.account);
    field(writer, "region", resource.region);
    field(writer, "collection", resource.collection);
    if (!resource.parent.empty())
        field(writer, "parent", resource.parent);
    if (!resource.redacted.empty()) {
        writer.Key("redacted");
        writer.StartArray();
        for (const std::string& path : resource.redacted)
            writer.String(path.data(), static_cast<rapidjson::SizeType>(path.size()));
        writer.EndArray();
    }
    writer.Key("raw");
    writer.RawValue(resource.raw.data(), resource.raw.size(), rapidjson::kObjectType);
    writer.EndObject();
    out.Put('\n');
}

/// Compresses as it goes: a snapshot of 100,000 resources is never in memory twice.
class Compressor
{
public:
    explicit Compressor(std::ofstream& file)
        : m_file(file)
    {
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_compressionLevel, 3);
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_checksumFlag, 1);
    }
    bool write(std::string_view text, ZSTD_EndDirective directive)
    {
        ZSTD_inBuffer in{text.data(), text.size(), 0};
        for (;;) {
            ZSTD_outBuffer out{m_out.data(), m_out.size(), 0};
            const std::size_t left = ZSTD_compressStream2(m_context.get(), &out, &in, directive);
            if (ZSTD_isError(left))
                return false;
            m_file.write(m_out.data(), static_cast<std::streamsize>(out.pos));
            const bool done = directive == ZSTD_e_end ? left == 0 : in.pos == in.size;
            if (done || !m_file)
                return bool(m_file);
        }
    }

private:
    struct Free
    {
        void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    };
    std::ofstream& m_file;
    std::unique_ptr<ZSTD_CCtx, Free> m_context{ZSTD_createCCtx()};
    std::vector<char> m_out = std::vector<char>(ZSTD_CStreamOutSize());
};

base::Error damaged(std::size_t line, std::string_view what)
{
    return {base::ErrorCode::SyntaxError,
            "line " + std::to_string(line) + " of the snapshot: " + std::string(what)};
}

class LineReader
{
public:
    base::Status header(const Json& json)
    {
        if (memberText(json, "format") != formatName)
            return tl::unexpected(damaged(1, "not a snapshot of Zonescope"));
        const Json* version = member(json, "version");
        if (!version || !version->IsInt() || version->GetInt() > snapshotFormat)
            return base::fail(base::ErrorCode::Unsupported, "a newer Zonescope wrote this snapshot");
        m_label = memberText(json, "label");
        m_takenAt = timeOf(json, "takenAt");
        const Json* count = member(json, "resources");
        m_expected = count && count->IsUint64() ? count->GetUint64() : 0;
        return {};
    }
    base::Status line(rapidjson::Document& json, std::size_t number)
    {
        const auto provider = providerFromWord(memberText(json, "provider"));
        if (!provider)
            return tl::unexpected(damaged(number, "no provider"));
        if (json.HasMember("scope"))
            addScope(json, *provider);
        else if (!addResource(json, *provider))
            return tl::unexpected(damaged(number, "a resource without an id"));
        return {};
    }
    base::Result<SnapshotPtr> finish()
    {
        if (m_resources.size() != m_expected)
            return base::fail(base::ErrorCode::SyntaxError,
                              "the snapshot says it holds " + std::to_string(m_expected) +
                                  " resources, but " + std::to_string(m_resources.size()) + " are in it");
        return Snapshot::make(std::move(m_label), m_takenAt, std::move(m_scopes), std::move(m_resources));
    }

private:
    static base::Timestamp timeOf(const Json& json, const char* name)
    {
        const Json* value = member(json, name);
        return base::fromMicroseconds(value && value->IsInt64() ? value->GetInt64() : 0);
    }
    void addScope(const Json& json, Provider provider)
    {
        const Json* count = member(json, "count");
        m_scopes.push_back({provider, memberText(json, "account"), memberText(json, "region"),
                            memberText(json, "scope"),
                            scopeStateFromWord(memberText(json, "state")).value_or(ScopeState::Broken),
                            memberText(json, "detail"), timeOf(json, "readAt"),
                            count && count->IsUint() ? count->GetUint() : 0});
    }
    bool addResource(const Json& json, Provider provider)
    {
        const Json* raw = member(json, "raw");
        std::vector<std::string> redacted;
        if (const Json* paths = member(json, "redacted"); paths && paths->IsArray())
            for (const Json& path : paths->GetArray())
                redacted.push_back(scalarText(path));
        const ReadContext context{provider, memberText(json, "account"), memberText(json, "region"),
                                  memberText(json, "parent")};
        return raw && restoreResource(jsonText(*raw), memberText(json, "collection"), context,
                                      std::move(redacted), m_resources);
    }

    std::string m_label;
    base::Timestamp m_takenAt{};
    std::uint64_t m_expected = 0;
    std::vector<Scope> m_scopes;
    std::vector<Resource> m_resources;
};

} // namespace

bool restoreResource(std::string_view raw, std::string_view collection, const ReadContext& context,
                     std::vector<std::string> redacted, std::vector<Resource>& out)
{
    auto tree = parseJson(raw);
    if (!tree || !tree->IsObject())
        return false;
    // A file from elsewhere may hold what we would never have written.
    for (std::string& path : redact(*tree, tree->GetAllocator()))
        if (std::ranges::find(redacted, path) == redacted.end())
            redacted.push_back(std::move(path));
    const std::size_t before = out.size();
    normalise(*tree, collection, context, std::move(redacted), out);
    if (out.size() == before)
        return false;
    out.resize(before + 1); // what was nested in it has a line of its own
    return true;
}

base::Status writeSnapshotFile(const Snapshot& snapshot, const std::filesystem::path& file)
{
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    Compressor compressor(stream);
    rapidjson::StringBuffer buffer;
    bool written = bool(stream);
    const auto flush = [&](ZSTD_EndDirective directive) {
        written = written && compressor.write({buffer.GetString(), buffer.GetSize()}, directive);
        buffer.Clear();
    };
    writeHeader(snapshot, buffer);
    for (const Scope& scope : snapshot.scopes())
        writeScope(scope, buffer);
    for (const Resource& resource : snapshot.resources()) {
        writeResource(resource, buffer);
        if (buffer.GetSize() > (1U << 18))
            flush(ZSTD_e_continue);
    }
    flush(ZSTD_e_end);
    stream.close();
    if (!written || !stream)
        return base::fail(base::ErrorCode::FileFailed, "cannot write " + file.string());
    return {};
}

base::Result<std::string> unpackSnapshot(std::string_view compressed, std::size_t largest)
{
    struct Free
    {
        void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    };
    const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax,
                           27); // a frame may not ask for more than 128 MiB
    std::string text;
    std::vector<char> piece(ZSTD_DStreamOutSize());
    ZSTD_inBuffer in{compressed.data(), compressed.size(), 0};
    std::size_t left = 1;
    while (in.pos < in.size || left != 0) {
        ZSTD_outBuffer out{piece.data(), piece.size(), 0};
        left = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(left))
            return base::fail(base::ErrorCode::SyntaxError,
                              std::string("not a snapshot of Zonescope, or damaged: ") +
                                  ZSTD_getErrorName(left));
        text.append(piece.data(), out.pos);
        if (text.size() > largest)
            return base::fail(base::ErrorCode::SyntaxError, "the snapshot unpacks to more than it may");
        if (in.pos == in.size && left != 0 && out.pos < out.size)
            return base::fail(base::ErrorCode::SyntaxError, "the snapshot is cut short");
    }
    return text;
}

base::Result<SnapshotPtr> readSnapshotBytes(std::string_view compressed)
{
    const auto text = unpackSnapshot(compressed, largestSnapshotText);
    if (!text)
        return tl::unexpected(text.error());
    LineReader reader;
    std::size_t number = 0;
    for (std::string_view rest = *text; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        auto json = parseJson(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++number;
        if (!json || !json->IsObject())
            return tl::unexpected(damaged(number, json ? "not an object" : json.error().detail));
        if (const auto read = number == 1 ? reader.header(*json) : reader.line(*json, number); !read)
            return tl::unexpected(read.error());
    }
    if (number == 0)
        return tl::unexpected(damaged(1, "empty"));
    return reader.finish();
}

base::Result<SnapshotPtr> readSnapshotFile(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (!stream)
        return base::fail(base::ErrorCode::FileFailed, "cannot read " + file.string());
    return readSnapshotBytes(bytes);
}

} // namespace zonescope::cloud
