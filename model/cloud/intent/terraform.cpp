// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/intent/expectation.h"

#include "model/cloud/intent/terraform_types.h"
#include "model/cloud/json_path.h"

#include <algorithm>
#include <functional>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;
using Item = TerraformItem;
using Names = TerraformNames;

constexpr int deepestModule = 50;

using Each = std::function<void(const Item&)>;

std::string at(std::string_view name, std::size_t index)
{
    return std::string(name) + "[" + std::to_string(index) + "]";
}

/// Walks a file; every complaint names the place.
class Walker
{
public:
    Walker(const std::string& name, const Each& each)
        : m_name(name)
        , m_each(each)
    {
    }

    base::Status complain(const std::string& place, const std::string& what) const
    {
        return base::fail(ErrorCode::InvalidValue, m_name + ": " + place + " " + what);
    }

    base::Status walkState(const Json& root)
    {
        const Json* resources = member(root, "resources");
        if (!resources || !resources->IsArray())
            return complain("resources", "is no list");
        for (rapidjson::SizeType i = 0; i < resources->Size(); ++i)
            if (const auto done = stateResource((*resources)[i], at("resources", i)); !done)
                return done;
        return {};
    }

    base::Status walkModule(const Json& module, const std::string& place, int depth)
    {
        if (!module.IsObject())
            return complain(place, "is no object");
        if (depth > deepestModule)
            return complain(place, "lies too deep");
        const Json* resources = member(module, "resources");
        for (rapidjson::SizeType i = 0; resources && resources->IsArray() && i < resources->Size(); ++i)
            if (const auto done = moduleResource((*resources)[i], place + "." + at("resources", i)); !done)
                return done;
        const Json* children = member(module, "child_modules");
        for (rapidjson::SizeType i = 0; children && children->IsArray() && i < children->Size(); ++i)
            if (const auto done = walkModule((*children)[i], place + "." + at("child_modules", i), depth + 1);
                !done)
                return done;
        return {};
    }

private:
    base::Status stateResource(const Json& resource, const std::string& place)
    {
        if (!resource.IsObject())
            return complain(place, "is no object");
        if (memberText(resource, "mode") != "managed")
            return {};
        const Json* instances = member(resource, "instances");
        if (!instances || !instances->IsArray())
            return complain(place + ".instances", "is no list");
        const std::string type = memberText(resource, "type");
        const std::string module = memberText(resource, "module");
        const std::string address =
            (module.empty() ? "" : module + ".") + type + "." + memberText(resource, "name");
        for (rapidjson::SizeType i = 0; i < instances->Size(); ++i) {
            const Json& instance = (*instances)[i];
            const std::string here = place + "." + at("instances", i);
            if (!instance.IsObject())
                return complain(here, "is no object");
            if (member(instance, "deposed"))
                continue; // on its way out; not what is wanted
            const Json* attributes = member(instance, "attributes");
            if (!attributes || !attributes->IsObject())
                return complain(here + ".attributes", "is no object");
            m_each({type, address + indexText(instance), attributes, secretPaths(instance)});
        }
        return {};
    }

    static std::string indexText(const Json& instance)
    {
        const Json* key = member(instance, "index_key");
        return key && !key->IsNull() ? "[" + jsonText(*key) + "]" : std::string();
    }

    /// [[{"type": "get_attr", "value": "password"}], ...]; the first step is the attribute.
    static Names secretPaths(const Json& instance)
    {
        Names names;
        const Json* paths = member(instance, "sensitive_attributes");
        if (!paths || !paths->IsArray())
            return names;
        for (const Json& path : paths->GetArray())
            if (path.IsArray() && !path.Empty())
                names.insert(memberText(path[0], "value"));
        return names;
    }

    base::Status moduleResource(const Json& resource, const std::string& place)
    {
        if (!resource.IsObject())
            return complain(place, "is no object");
        if (memberText(resource, "mode") != "managed")
            return {};
        const Json* values = member(resource, "values");
        if (!values || !values->IsObject())
            return complain(place + ".values", "is no object");
        const Json* secret = member(resource, "sensitive_values");
        m_each({memberText(resource, "type"), memberText(resource, "address"), values,
                secret ? secretNames(*secret) : Names()});
        return {};
    }

public:
    /// {"password": true, "block": [{"key": true}]}: whatever is named there.
    static Names secretNames(const Json& marks)
    {
        Names names;
        if (marks.IsObject())
            for (const auto& m : marks.GetObject())
                if (m.value.IsTrue())
                    names.insert(std::string(textView(m.name)));
        return names;
    }

private:
    const std::string& m_name;
    const Each& m_each;
};

/// The same again with nothing but what is used: a plan of one module.
class Reducer
{
public:
    Reducer()
        : m_document(rapidjson::kObjectType)
        , m_resources(rapidjson::kArrayType)
    {
    }
    void take(const TerraformType& type, const Item& item)
    {
        auto& memory = m_document.GetAllocator();
        Json values(rapidjson::kObjectType);
        for (const auto& m : item.attributes->GetObject())
            if (isTerraformKept(type, item, textView(m.name)))
                values.AddMember(Json(m.name, memory), Json(m.value, memory), memory);
        Json resource(rapidjson::kObjectType);
        resource.AddMember("address", Json(item.address.c_str(), memory), memory);
        resource.AddMember("mode", "managed", memory);
        resource.AddMember("type", Json(item.type.c_str(), memory), memory);
        resource.AddMember("values", values, memory);
        m_resources.PushBack(resource, memory);
    }
    std::string text()
    {
        Json value(rapidjson::kStringType);
        value.SetString("1.0");
        putAt(m_document, "format_version", value, m_document);
        putAt(m_document, "planned_values.root_module.resources", m_resources, m_document);
        return jsonText(m_document);
    }

private:
    JsonDocument m_document;
    Json m_resources;
};

base::Result<JsonDocument> parse(std::string_view text, const std::string& name)
{
    if (text.size() > largestTerraformFile)
        return base::fail(ErrorCode::Unsupported, name + ": larger than 512 MiB");
    auto document = parseJson(text);
    if (!document)
        return base::fail(document.error().code, name + ": " + document.error().detail);
    if (!document->IsObject())
        return base::fail(ErrorCode::SyntaxError, name + ": no JSON object; give a .tfstate file or what "
                                                         "'terraform show -json' prints");
    return document;
}

base::Status checkFormat(const Json& root, const std::string& name)
{
    const std::string version = memberText(root, "format_version");
    // 0.1 and 0.2 have the same shape (Terraform 0.12 to 1.0); another major number need not.
    if (version.starts_with("1.") || version.starts_with("0."))
        return {};
    return base::fail(ErrorCode::Unsupported, name + ": format_version is " +
                                                  (version.empty() ? "missing" : version) +
                                                  ", 1.x is understood");
}

base::Status checkStateVersion(const Json& root, const std::string& name)
{
    const std::string version = memberText(root, "version");
    if (version == "4")
        return {};
    if (version.empty())
        return base::fail(ErrorCode::InvalidValue,
                          name + ": neither a state (version) nor a plan (format_version); give a .tfstate "
                                 "file or what 'terraform show -json' prints");
    return base::fail(ErrorCode::Unsupported,
                      name + ": version is " + version +
                          ", 4 is understood; 'terraform refresh' with Terraform 0.12 or newer writes it");
}

} // namespace

base::Result<TerraformFile> readTerraform(std::string_view text, const std::string& name)
{
    const auto document = parse(text, name);
    if (!document)
        return tl::unexpected(document.error());
    TerraformFile file;
    Reducer reducer;
    const Each each = [&](const Item& item) {
        const TerraformType* type = terraformType(item.type);
        if (!type) {
            ++file.otherTypes;
            return;
        }
        file.expectations.push_back(expectationOf(*type, item));
        reducer.take(*type, item);
    };
    Walker walker(name, each);
    base::Status done;
    if (member(*document, "format_version")) {
        done = checkFormat(*document, name);
        const Json* planned = member(*document, "planned_values");
        const Json* values = planned ? planned : member(*document, "values");
        file.form = planned ? IntentForm::Plan : IntentForm::State;
        const Json* root = values ? member(*values, "root_module") : nullptr;
        const std::string place = planned ? "planned_values.root_module" : "values.root_module";
        if (done && !values)
            done = walker.complain("planned_values", "is missing");
        else if (done && root)
            done = walker.walkModule(*root, place, 0);
    } else {
        done = checkStateVersion(*document, name).and_then([&] { return walker.walkState(*document); });
    }
    if (!done)
        return tl::unexpected(done.error());
    file.reduced = reducer.text();
    return file;
}

base::Result<std::vector<TerraformChange>> readTerraformPlan(std::string_view text, const std::string& name)
{
    const auto document = parse(text, name);
    if (!document)
        return tl::unexpected(document.error());
    if (!member(*document, "format_version"))
        return base::fail(ErrorCode::InvalidValue,
                          name + ": no plan; give what 'terraform show -json PLAN' prints");
    if (const auto good = checkFormat(*document, name); !good)
        return tl::unexpected(good.error());
    const Json* changes = member(*document, "resource_changes");
    if (changes && !changes->IsArray())
        return base::fail(ErrorCode::InvalidValue, name + ": resource_changes is no list");
    std::vector<TerraformChange> all;
    for (rapidjson::SizeType i = 0; changes && i < changes->Size(); ++i) {
        const Json& resource = (*changes)[i];
        const std::string place = at("resource_changes", i);
        const Json* change = member(resource, "change");
        if (!change || !change->IsObject())
            return base::fail(ErrorCode::InvalidValue, name + ": " + place + ".change is no object");
        TerraformChange made;
        made.address = memberText(resource, "address");
        static const JsonPath actions("actions[]");
        made.actions = actions.texts(*change);
        const TerraformType* type = terraformType(memberText(resource, "type"));
        const bool idle = made.actions.empty() || made.actions[0] == "no-op" || made.actions[0] == "read";
        if (idle || !type || memberText(resource, "mode") == "data")
            continue;
        for (const bool after : {false, true}) {
            const Json* values = member(*change, after ? "after" : "before");
            const Json* secret = member(*change, after ? "after_sensitive" : "before_sensitive");
            if (values && values->IsObject())
                (after ? made.after : made.before)
                    .push_back(expectationOf(*type, {memberText(resource, "type"), made.address, values,
                                                     secret ? Walker::secretNames(*secret) : Names()}));
        }
        all.push_back(std::move(made));
    }
    return all;
}

} // namespace zonescope::cloud
