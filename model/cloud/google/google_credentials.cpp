// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/google/google_credentials.h"

#include "model/cloud/json.h"
#include "model/cloud/sigv4.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <fstream>
#include <memory>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

base::Result<std::string> signRs256(const std::string& text, const std::string& pem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    const auto noPassword = [](char*, int, int, void*) { return 0; }; // else OpenSSL asks at the terminal
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassword, nullptr), EVP_PKEY_free);
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
        return base::fail(ErrorCode::InvalidValue, "the private key of the key file cannot be read");
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::size_t size = 0;
    const auto* octets = reinterpret_cast<const unsigned char*>(text.data()); // NOLINT: octets either way
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, octets, text.size()) != 1)
        return base::fail(ErrorCode::InvalidValue, "the private key of the key file cannot sign");
    std::string signature(size, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, // NOLINT
                       octets, text.size()) != 1)
        return base::fail(ErrorCode::InvalidValue, "the private key of the key file cannot sign");
    signature.resize(size);
    return signature;
}

std::string jsonOf(std::initializer_list<std::pair<const char*, std::string>> texts,
                   std::initializer_list<std::pair<const char*, std::int64_t>> numbers)
{
    rapidjson::Document object(rapidjson::kObjectType);
    auto& allocator = object.GetAllocator();
    for (const auto& [name, value] : texts)
        if (!value.empty())
            object.AddMember(rapidjson::StringRef(name), Json(value.c_str(), allocator), allocator);
    for (const auto& [name, value] : numbers)
        object.AddMember(rapidjson::StringRef(name), Json(value), allocator);
    return jsonText(object);
}

HttpRequest formPost(const std::string& url, const std::string& body)
{
    return {"POST", url, {{"Content-Type", "application/x-www-form-urlencoded"}}, body};
}

} // namespace

std::string base64Url(std::string_view octets)
{
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : octets) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        for (held += 8; held >= 6; held -= 6)
            text += digits[(bits >> (held - 6)) & 63];
    }
    if (held > 0)
        text += digits[(bits << (6 - held)) & 63];
    return text;
}

base::Result<GoogleCredentials> parseGoogleCredentials(std::string_view text)
{
    const auto tree = parseJson(text);
    if (!tree)
        return tl::unexpected(tree.error());
    const std::string type = memberText(*tree, "type");
    GoogleCredentials found;
    found.project = memberText(*tree, "project_id");
    found.tokenUri = memberText(*tree, "token_uri");
    if (found.tokenUri.empty())
        found.tokenUri = "https://oauth2.googleapis.com/token";
    const auto need = [&](const char* field, std::string& into) {
        into = memberText(*tree, field);
        return !into.empty();
    };
    const auto missing = [](const char* field) {
        return base::fail(ErrorCode::SyntaxError, std::string("the credentials have no ") + field);
    };
    if (type == "service_account") {
        if (!need("client_email", found.email))
            return missing("client_email");
        if (!need("private_key", found.privateKey))
            return missing("private_key");
        found.keyId = memberText(*tree, "private_key_id");
        return found;
    }
    if (type == "authorized_user") {
        for (const auto& [field, into] : {std::pair{"client_id", &found.clientId},
                                          {"client_secret", &found.clientSecret},
                                          {"refresh_token", &found.refreshToken}})
            if (!need(field, *into))
                return missing(field);
        found.quotaProject = memberText(*tree, "quota_project_id");
        if (found.project.empty())
            found.project = found.quotaProject;
        return found;
    }
    return base::fail(ErrorCode::Unsupported,
                      type.empty() ? "this is no key file of Google: it has no \"type\""
                                   : "credentials of type " + type +
                                         " are not known to Zonescope; use a service account's key or "
                                         "application default credentials");
}

GoogleProfiles GoogleProfiles::ofThisUser()
{
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    };
    GoogleProfiles profiles;
    std::filesystem::path gcloud = variable("CLOUDSDK_CONFIG");
    if (gcloud.empty())
        gcloud = std::filesystem::path(variable("HOME")) / ".config" / "gcloud";
    std::error_code error;
    for (const std::filesystem::path& file :
         {std::filesystem::path(variable("GOOGLE_APPLICATION_CREDENTIALS")),
          gcloud / "application_default_credentials.json"})
        if (!file.empty() && std::filesystem::is_regular_file(file, error))
            profiles.files.push_back(file);
    for (const char* name : {"GOOGLE_CLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT"})
        if (profiles.project.empty())
            profiles.project = variable(name);
    return profiles;
}

base::Result<GoogleCredentials> GoogleProfiles::find(const std::string& name) const
{
    if (name.empty() && files.empty())
        return base::fail(ErrorCode::NotFound,
                          "there are no application default credentials; name a service account's key file");
    const std::filesystem::path file = name.empty() ? files.front() : std::filesystem::path(name);
    std::ifstream stream(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (!stream || text.empty())
        return base::fail(ErrorCode::NotFound, "no key file " + file.string());
    auto credentials = parseGoogleCredentials(text);
    if (!credentials)
        return base::fail(credentials.error().code, file.string() + ": " + credentials.error().detail);
    if (!project.empty())
        credentials->project = project;
    return credentials;
}

base::Result<HttpRequest> googleTokenRequest(const GoogleCredentials& credentials, base::Timestamp now,
                                             const char* scopes)
{
    if (!credentials.isServiceAccount())
        return formPost(credentials.tokenUri,
                        "grant_type=refresh_token&client_id=" + percentEncoded(credentials.clientId) +
                            "&client_secret=" + percentEncoded(credentials.clientSecret) +
                            "&refresh_token=" + percentEncoded(credentials.refreshToken));
    const std::int64_t seconds = base::toMicroseconds(now) / 1'000'000;
    const std::string header = jsonOf({{"alg", "RS256"}, {"typ", "JWT"}, {"kid", credentials.keyId}}, {});
    const std::string claims = jsonOf(
        {{"iss", credentials.email}, {"scope", scopes}, {"aud", "https://oauth2.googleapis.com/token"}},
        {{"iat", seconds}, {"exp", seconds + 3600}});
    const std::string text = base64Url(header) + "." + base64Url(claims);
    const auto signature = signRs256(text, credentials.privateKey);
    if (!signature)
        return tl::unexpected(signature.error());
    return formPost(credentials.tokenUri,
                    "grant_type=" + percentEncoded("urn:ietf:params:oauth:grant-type:jwt-bearer") +
                        "&assertion=" + text + "." + base64Url(*signature));
}

base::Result<std::string> readAccessToken(const HttpReply& reply)
{
    const auto tree = parseJson(reply.body);
    if (reply.status / 100 != 2) {
        std::string why = tree ? memberText(*tree, "error_description") : std::string();
        if (why.empty() && tree)
            why = memberText(*tree, "error");
        return base::fail(ErrorCode::PermissionDenied, "no token was given: HTTP " +
                                                           std::to_string(reply.status) +
                                                           (why.empty() ? "" : ": " + why));
    }
    if (!tree)
        return tl::unexpected(tree.error());
    std::string token = memberText(*tree, "access_token");
    if (token.empty())
        return base::fail(ErrorCode::SyntaxError, "the answer has no access_token");
    return token;
}

} // namespace zonescope::cloud
