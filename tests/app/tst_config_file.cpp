// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/config_file.h"

#include "app/config_remarks.h"

#include <QFile>
#include <QTest>

using namespace zonescope;
using base::ErrorCode;

namespace {

const char* const whole = R"({
  "dataFolder": "/tmp/zonescope-check",
  "notify": { "listen": ["127.0.0.1:5310", "[::1]:5310"], "proxiesFrom": ["198.51.100.0/24", "2001:db8:1::/48"] },
  "proxies": [ { "name": "egress", "address": "192.0.2.99", "user": "anna", "password": "hunter2" },
               { "name": "open", "address": "[2001:db8::99]:1081" } ],
  "serve": { "listen": ["127.0.0.1:5311"], "name": "zs-1" },
  "limits": { "maxTransfers": 32, "historyDays": 30, "answersPerSecond": 50, "answerSlip": 3, "serveThreads": 2 },
  "keys": [ { "name": "k1", "algorithm": "hmac-sha512", "secret": "c2VjcmV0IG9jdGV0cw==", "leastMac": 40 } ],
  "acls": [ { "name": "office", "prefixes": ["192.0.2.0/24", "2001:db8::/32"], "keys": ["k1"] } ],
  "primaries": [ { "name": "ns1", "addresses": ["192.0.2.1", "[2001:db8::1]:5353"], "key": "k1", "transfer": "axfr",
                   "maxTransfers": 3, "source": "192.0.2.9", "proxy": "egress", "ixfrOverUdp": true, "everyMessageSigned": true,
                   "tls": { "mode": "strict", "port": 8853, "serverName": "ns1.example", "caFile": "/etc/passwd",
                            "pin": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                            "certificateFile": "/etc/group", "keyFile": "/etc/debian_version", "alpnOptional": true } } ],
  "edges": [ { "name": "ams-1", "address": "198.51.100.1" }, { "name": "ams-1", "address": "2001:db8::53", "maxQueriesPerSecond": 7, "notify": true, "key": "k1" } ],
  "zones": [ { "name": "Example.ORG", "primaries": ["ns1"], "edges": ["ams-1"], "notifyFrom": ["office"],
               "transferTo": ["office"], "timers": { "minRefresh": 60 }, "limits": { "maxRecords": 1000, "maxRrsetRecords": 77 }, "paused": true,
               "zonemd": "required", "zonemdDigest": "sha512", "strict": true, "overrides": ["add www A 192.0.2.1", "delete old TXT"],
               "resolvers": ["192.0.2.53"], "listedIn": "made.example", "group": "gold" },
             { "name": "catalog.example", "primaries": ["ns1"], "catalog": "consumer", "templates": [ { "group": "gold", "zone": "example.org" } ] },
             { "name": "made.example", "primaries": [], "catalog": "producer" } ]
})";

struct BadFile
{
    const char* name;
    const char* text;
    ErrorCode code;
    const char* where; ///< the message contains this
};

const BadFile badFiles[] = {
    {"empty", "", ErrorCode::SyntaxError, "bad.json: line 1"},
    {"comma", "{\n \"dataFolder\": \"/x\",\n}", ErrorCode::SyntaxError, "line 3"},
    {"list instead of object", "[]", ErrorCode::InvalidValue, "expected an object"},
    {"no data folder", "{}", ErrorCode::MissingField, "bad.json:1: dataFolder"},
    {"data folder number", "{\n\"dataFolder\": 7}", ErrorCode::InvalidValue,
     "bad.json:2: dataFolder: expected a string"},
    {"unknown field", "{\"dataFolder\": \"/x\",\n\"zoned\": []}", ErrorCode::UnknownField,
     "bad.json:2: zoned"},
    {"twice", "{\"dataFolder\": \"/x\",\n\"dataFolder\": \"/y\"}", ErrorCode::SyntaxError, "stands twice"},
    {"half a pair", "{\"dataFolder\":\n\"/x\\ude00\"}", ErrorCode::SyntaxError,
     "line 2: half of a surrogate pair"},
    {"address", "{\"dataFolder\": \"/x\",\n\"notify\": {\"listen\": [\"127.0.0.1:99999\"]}}",
     ErrorCode::InvalidAddress, "bad.json:2: notify.listen[0]"},
    {"host name", "{\"dataFolder\": \"/x\",\"serve\": {\"listen\": [\"localhost\"]}}",
     ErrorCode::InvalidAddress, "serve.listen[0]"},
    {"listen missing", "{\"dataFolder\": \"/x\",\"serve\": {}}", ErrorCode::MissingField, "serve.listen"},
    {"key without secret", "{\"dataFolder\": \"/x\",\"keys\": [{\"name\": \"k\"}]}", ErrorCode::MissingField,
     "keys[0].secret"},
    {"key base64", "{\"dataFolder\": \"/x\",\"keys\": [{\"name\": \"k\", \"secret\": \"%%\"}]}",
     ErrorCode::InvalidSecret, "keys[0].secret"},
    {"key algorithm",
     "{\"dataFolder\": \"/x\",\"keys\": [{\"name\": \"k\", \"secret\": \"AAAA\", \"algorithm\": \"rot13\"}]}",
     ErrorCode::InvalidValue, "keys[0].algorithm"},
    {"secret file absent",
     "{\"dataFolder\": \"/x\",\"keys\": [{\"name\": \"k\", \"secretFile\": \"/nonexistent/s\"}]}",
     ErrorCode::FileFailed, "keys[0].secretFile"},
    {"secret twice",
     "{\"dataFolder\": \"/x\",\"keys\": [{\"name\": \"k\", \"secret\": \"AAAA\", \"secretFile\": \"/x\"}]}",
     ErrorCode::InvalidValue, "keys[0].secret"},
    {"acl prefix", "{\"dataFolder\": \"/x\",\"acls\": [{\"name\": \"a\", \"prefixes\": [\"192.0.2.1/24\"]}]}",
     ErrorCode::InvalidPrefix, "acls[0].prefixes[0]"},
    {"acl key",
     "{\"dataFolder\": \"/x\",\"acls\": [{\"name\": \"a\", \"prefixes\": [\"192.0.2.0/24\"], \"keys\": "
     "[\"k\"]}]}",
     ErrorCode::UnknownReference, "acls[0].keys[0]"},
    {"primary without address",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": []}]}",
     ErrorCode::InvalidValue, "primaries[0]"},
    {"primary key",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"], \"key\": "
     "\"k9\"}]}",
     ErrorCode::UnknownReference, "there is no key \"k9\""},
    {"proxies from", "{\"dataFolder\": \"/x\",\n\"notify\": {\"listen\": [],\n\"proxiesFrom\": [\"lb\"]}}",
     ErrorCode::InvalidPrefix, "bad.json:3: notify.proxiesFrom[0]"},
    {"proxy without address", "{\"dataFolder\": \"/x\",\"proxies\": [{\"name\": \"p\"}]}",
     ErrorCode::MissingField, "proxies[0].address"},
    {"proxy without password",
     "{\"dataFolder\": \"/x\",\"proxies\": [{\"name\": \"p\", \"address\": \"192.0.2.1\", \"user\": \"u\"}]}",
     ErrorCode::MissingField, "proxies[0].password"},
    {"proxy without user",
     "{\"dataFolder\": \"/x\",\"proxies\": [{\"name\": \"p\", \"address\": \"192.0.2.1\", \"password\": "
     "\"u\"}]}",
     ErrorCode::MissingField, "proxies[0].user"},
    {"primary proxy",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"], \"proxy\": "
     "\"q\"}]}",
     ErrorCode::UnknownReference, "there is no proxy \"q\""},
    {"primary transfer",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"], "
     "\"transfer\": \"ftp\"}]}",
     ErrorCode::InvalidValue, "primaries[0].transfer"},
    {"strict TLS without a name",
     "{\"dataFolder\": \"/x\",\"primaries\": [\n{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"], "
     "\"tls\": {\"mode\": \"strict\"}}]}",
     ErrorCode::MissingField, "bad.json:2: primaries[0]: primary p: strict TLS needs"},
    {"TLS mode",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"], "
     "\"tls\": {\"mode\": \"maybe\"}}]}",
     ErrorCode::InvalidValue, "primaries[0].tls.mode: expected \"off\""},
    {"TLS key without certificate",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"], "
     "\"tls\": {\"mode\": \"opportunistic\", \"keyFile\": \"/etc/group\"}}]}",
     ErrorCode::MissingField, "mutual TLS needs"},
    {"TLS file absent",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"], \n"
     "\"tls\": {\"mode\": \"opportunistic\", \"caFile\": \"/nonexistent/ca\"}}]}",
     ErrorCode::FileFailed,
     "bad.json:2: primaries[0].tls.caFile: cannot read /nonexistent/ca: No such file or directory"},
    {"TLS file is a folder",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"], "
     "\"tls\": {\"mode\": \"opportunistic\", \"certificateFile\": \"/etc\", \"keyFile\": \"/etc/group\"}}]}",
     ErrorCode::FileFailed, "primaries[0].tls.certificateFile: /etc is a folder"},
    {"TLS pin",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"], "
     "\"tls\": {\"mode\": \"strict\", \"pin\": \"AAAA\"}}]}",
     ErrorCode::InvalidSecret, "a pin is the base64 form of 32 octets"},
    {"signed messages without a key",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"], "
     "\"everyMessageSigned\": true}]}",
     ErrorCode::MissingField, "signed messages need a key"},
    {"primary twice",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"]},\n{\"name\": "
     "\"p\", \"addresses\": [\"192.0.2.2\"]}]}",
     ErrorCode::Duplicate, "bad.json:2: primaries[1]"},
    {"port negative", "{\"dataFolder\": \"/x\",\"limits\": {\"maxTransfers\": -1}}", ErrorCode::InvalidValue,
     "limits.maxTransfers: expected a whole number"},
    {"fraction", "{\"dataFolder\": \"/x\",\"limits\": {\"historyDays\": 1.5}}", ErrorCode::InvalidValue,
     "limits.historyDays"},
    {"edge address", "{\"dataFolder\": \"/x\",\"edges\": [{\"name\": \"e\", \"address\": \"\"}]}",
     ErrorCode::InvalidAddress, "edges[0].address"},
    {"zone name", "{\"dataFolder\": \"/x\",\"zones\": [{\"name\": \"a..b\", \"primaries\": []}]}",
     ErrorCode::InvalidName, "zones[0].name"},
    {"zone primary", "{\"dataFolder\": \"/x\",\"zones\": [\n{\"name\": \"a\", \"primaries\": [\"ns9\"]}]}",
     ErrorCode::UnknownReference, "bad.json:2: zones[0].primaries[0]: there is no primary \"ns9\""},
    {"zone edge",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"]}],\"zones\": "
     "[{\"name\": \"a\", \"primaries\": [\"p\"], \"edges\": [\"e\"]}]}",
     ErrorCode::UnknownReference, "zones[0].edges[0]: there is no edge"},
    {"zone acl",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"]}],\"zones\": "
     "[{\"name\": \"a\", \"primaries\": [\"p\"], \"notifyFrom\": [\"x\"]}]}",
     ErrorCode::UnknownReference, "zones[0].notifyFrom[0]: there is no ACL"},
    {"zone paused",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"]}],\"zones\": "
     "[{\"name\": \"a\", \"primaries\": [\"p\"], \"paused\": \"yes\"}]}",
     ErrorCode::InvalidValue, "zones[0].paused: expected true or false"},
    {"zone override",
     "{\"dataFolder\": \"/x\",\"zones\": [{\"name\": \"a\", \"primaries\": [], \"overrides\": [\"set b\"]}]}",
     ErrorCode::SyntaxError, "zones[0]: line 1: begins with \"set\""},
    {"zone digest",
     "{\"dataFolder\": \"/x\",\"zones\": [{\"name\": \"a\", \"primaries\": [], \"zonemd\": \"on\"}]}",
     ErrorCode::InvalidValue, "zones[0].zonemd: expected one of \"off\", \"if-present\", \"required\""},
    {"zone listed nowhere",
     "{\"dataFolder\": \"/x\",\"zones\": [{\"name\": \"a\", \"primaries\": [], \"listedIn\": \"b\"}]}",
     ErrorCode::UnknownReference, "zones[0].listedIn: there is no zone \"b\""},
    {"zone listed in what is no catalog",
     "{\"dataFolder\": \"/x\",\"zones\": [{\"name\": \"a\", \"primaries\": [], \"listedIn\": \"b\"}, "
     "{\"name\": \"b\", \"primaries\": []}]}",
     ErrorCode::UnknownReference, "zones[0]: a is listed in what is no catalog made here"},
    {"zone timers",
     "{\"dataFolder\": \"/x\",\"primaries\": [{\"name\": \"p\", \"addresses\": [\"192.0.2.1\"]}],\"zones\": "
     "[{\"name\": \"a\", \"primaries\": [\"p\"], \"timers\": {\"refresh\": 1}}]}",
     ErrorCode::UnknownField, "zones[0].timers.refresh"},
    {"not UTF-8", "{\"dataFolder\": \"/\xff\"}", ErrorCode::SyntaxError, "line 1"},
};

} // namespace

class tst_ConfigFile : public QObject
{
    Q_OBJECT

private slots:
    void everyFieldArrives();
    void idsSurviveAReload();
    void membersOfACatalogSurviveAReload();
    void whatTheFileDoesNotNameIsRemoved();
    void badFilesSayWhere_data();
    void badFilesSayWhere();
    void deepNestingIsRefused();
    void theManualNamesEveryField();
    void whatIsHardlyMeantIsSaid();
};

void tst_ConfigFile::everyFieldArrives()
{
    const auto loaded = app::loadConfig(whole, "good.json", {});
    QVERIFY2(loaded.has_value(), loaded ? "" : base::toString(loaded.error()).c_str());
    QCOMPARE(loaded->service.dataFolder.string(), std::string("/tmp/zonescope-check"));
    QCOMPARE(loaded->service.notifyListen.size(), std::size_t(2));
    QCOMPARE(loaded->service.notifyListen[1].toText(), std::string("[::1]:5310"));
    const zone::Configuration& c = loaded->configuration;
    QCOMPARE(c.limits().maxTransfers, std::uint16_t(32));
    QCOMPARE(c.limits().historyDays, 30U);
    QCOMPARE(loaded->service.serveName, std::string("zs-1"));
    QCOMPARE(c.limits().answersPerSecond, 50U);
    QCOMPARE(c.limits().answerSlip, 3U);
    QCOMPARE(c.limits().serveThreads, std::uint16_t(2));
    QVERIFY(!c.edges().begin()->second.notify && !c.edges().begin()->second.key);
    QVERIFY(c.edges().rbegin()->second.notify && c.edges().rbegin()->second.key == c.keys().begin()->first);
    QCOMPARE(c.keys().size(), std::size_t(1));
    QCOMPARE(loaded->secrets.at(c.keys().begin()->first), base::Bytes("secret octets"));
    const zone::Primary& primary = c.primaries().begin()->second;
    QCOMPARE(primary.addresses[1].port, std::uint16_t(5353));
    QVERIFY(primary.preference == zone::TransferPreference::AxfrOnly);
    QCOMPARE(primary.maxTransfers, std::uint16_t(3));
    QVERIFY(primary.ixfrOverUdp);
    QVERIFY(primary.everyMessageSigned);
    QVERIFY((primary.tls == zone::TlsSettings{zone::TlsMode::Strict, 8853, "ns1.example", "/etc/passwd",
                                              "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "/etc/group",
                                              "/etc/debian_version", true}));
    QVERIFY(primary.key == c.keys().begin()->first);
    QCOMPARE(c.proxies().size(), std::size_t(2));
    const zone::Proxy& proxy = c.proxies().begin()->second;
    QVERIFY(primary.proxy == proxy.id);
    QCOMPARE(proxy.server.toText(), std::string("192.0.2.99:1080"));
    QCOMPARE(proxy.user, std::string("anna"));
    QCOMPARE(loaded->secrets.at(proxy.secretId()), base::Bytes("hunter2"));
    QCOMPARE(loaded->secrets.size(), std::size_t(2)); // the open proxy has none
    QCOMPARE(loaded->service.notifyProxies.size(), std::size_t(2));
    QCOMPARE(loaded->service.notifyProxies[1].toText(), std::string("2001:db8:1::/48"));
    const zone::Zone& zone = *c.zones().begin()->second;
    QCOMPARE(zone.apex.toText(), std::string("Example.ORG."));
    QCOMPARE(zone.edges.size(), std::size_t(2)); // one name, both families
    QCOMPARE(zone.timers.minRefresh, 60U);
    QCOMPARE(zone.limits.maxRecords, std::uint64_t(1000));
    QCOMPARE(zone.limits.maxRrsetRecords, std::uint64_t(77));
    QVERIFY(zone.paused);
    QCOMPARE(zone.notifyFrom, zone.transferTo);
    QVERIFY(zone.zonemdCheck == zone::ZonemdCheck::Required);
    QVERIFY(zone.zonemdDigest == zone::ZonemdDigest::Sha512);
    QVERIFY(zone.strict);
    QCOMPARE(zone.overrides, std::string("add www A 192.0.2.1\ndelete old TXT\n"));
    QCOMPARE(zone.resolvers.at(0).toText(), std::string("192.0.2.53:53"));
    const zone::Zone* catalog = c.zone(*dns::Name::fromText("catalog.example"));
    QVERIFY(catalog->catalog == zone::CatalogRole::Consumer);
    QVERIFY((catalog->templates == std::vector{zone::CatalogTemplate{"gold", zone.id}}));
    QVERIFY(zone.listedIn == c.zone(*dns::Name::fromText("made.example"))->id);
    QCOMPARE(zone.group, std::string("gold"));
}

void tst_ConfigFile::idsSurviveAReload()
{
    const auto first = app::loadConfig(whole, "good.json", {});
    QVERIFY(first.has_value());
    const auto second = app::loadConfig(whole, "good.json", first->configuration);
    QVERIFY(second.has_value());
    QVERIFY(second->configuration.sameAs(first->configuration));
}

/// The catalog's members are no business of the file: they outlive a reload, but not their catalog.
void tst_ConfigFile::membersOfACatalogSurviveAReload()
{
    const auto first = app::loadConfig(whole, "good.json", {});
    QVERIFY(first.has_value());
    zone::Configuration running = first->configuration;
    const base::ZoneId catalog = running.zone(*dns::Name::fromText("catalog.example"))->id;
    zone::Zone member;
    member.apex = *dns::Name::fromText("member.example");
    member.primaries = running.zone(catalog)->primaries;
    member.member = zone::CatalogMembership{catalog, "label1"};
    member.group = "gold";
    const auto id = running.put(member);
    QVERIFY(id.has_value());

    const auto second = app::loadConfig(whole, "good.json", running);
    QVERIFY2(second.has_value(), second ? "" : base::toString(second.error()).c_str());
    const zone::Zone* kept = second->configuration.zone(member.apex);
    QVERIFY(kept != nullptr);
    QCOMPARE(kept->id, *id); // the same zone: its data and timers stay
    QVERIFY(kept->member == member.member);
    QCOMPARE(second->configuration.zones().size(), first->configuration.zones().size() + 1);

    std::string without = whole;
    const std::string word = "\"catalog\": \"consumer\", \"templates\": [ { \"group\": \"gold\", \"zone\": "
                             "\"example.org\" } ]";
    QVERIFY(without.find(word) != std::string::npos);
    without.replace(without.find(word), word.size(), "\"paused\": true");
    const auto third = app::loadConfig(without, "good.json", running);
    QVERIFY2(third.has_value(), third ? "" : base::toString(third.error()).c_str());
    QVERIFY(third->configuration.zone(member.apex) == nullptr);
}

void tst_ConfigFile::whatTheFileDoesNotNameIsRemoved()
{
    const auto first = app::loadConfig(whole, "good.json", {});
    QVERIFY(first.has_value());
    const auto second = app::loadConfig(
        R"({"dataFolder": "/tmp/x", "edges": [{"name": "fra-1", "address": "198.51.100.1"}]})", "good.json",
        first->configuration);
    QVERIFY2(second.has_value(), second ? "" : base::toString(second.error()).c_str());
    QVERIFY(second->configuration.zones().empty());
    QVERIFY(second->configuration.keys().empty());
    QCOMPARE(second->configuration.edges().size(), std::size_t(1));
    QVERIFY2(second->configuration.edges().begin()->first.value >= first->configuration.nextId(),
             "an id is never used again for something else");
}

void tst_ConfigFile::badFilesSayWhere_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(badFiles)); ++i)
        QTest::newRow(badFiles[i].name) << i;
}

void tst_ConfigFile::badFilesSayWhere()
{
    QFETCH(int, index);
    const BadFile& bad = badFiles[index];
    const auto loaded = app::loadConfig(bad.text, "bad.json", {});
    QVERIFY2(!loaded.has_value(), "a bad file was taken");
    QVERIFY2(loaded.error().code == bad.code, base::toString(loaded.error()).c_str());
    QVERIFY2(loaded.error().detail.find(bad.where) != std::string::npos,
             base::toString(loaded.error()).c_str());
}

void tst_ConfigFile::deepNestingIsRefused()
{
    const auto loaded = app::loadConfig(std::string(100'000, '['), "deep.json", {});
    QVERIFY(!loaded.has_value());
    QVERIFY2(loaded.error().detail.find("nested deeper") != std::string::npos, loaded.error().detail.c_str());
}

void tst_ConfigFile::theManualNamesEveryField()
{
    QFile manual(QStringLiteral(ZONESCOPE_SOURCE_DIR "/packaging/man/zonescoped.json.5"));
    QVERIFY(manual.open(QIODevice::ReadOnly));
    const QByteArray text = manual.readAll();
    // The reader lists what it knows when it meets a field it does not: ask it in every place.
    for (
        const char* probe :
        {R"({"dataFolder": "/x", "notify": {"listen": [], "?": 0}})",
         R"({"dataFolder": "/x", "serve": {"listen": [], "?": 0}})",
         R"({"dataFolder": "/x", "proxies": [{"name": "p", "address": "192.0.2.1", "?": 0}]})",
         R"({"dataFolder": "/x", "zones": [{"name": "z", "primaries": [], "catalog": "consumer", "templates": [{"group": "g", "zone": "z", "?": 0}]}]})",
         R"({"dataFolder": "/x", "?": 0})", R"({"dataFolder": "/x", "limits": {"?": 0}})",
         R"({"dataFolder": "/x", "keys": [{"name": "k", "secret": "AAAA", "?": 0}]})",
         R"({"dataFolder": "/x", "acls": [{"name": "a", "prefixes": ["192.0.2.0/24"], "?": 0}]})",
         R"({"dataFolder": "/x", "primaries": [{"name": "p", "addresses": ["192.0.2.1"], "?": 0}]})",
         R"({"dataFolder": "/x", "primaries": [{"name": "p", "addresses": ["192.0.2.1"], "tls": {"mode": "off", "?": 0}}]})",
         R"({"dataFolder": "/x", "edges": [{"name": "e", "address": "192.0.2.1", "?": 0}]})",
         R"({"dataFolder": "/x", "primaries": [{"name": "p", "addresses": ["192.0.2.1"]}], "zones": [{"name": "z", "primaries": ["p"], "?": 0}]})",
         R"({"dataFolder": "/x", "zones": [{"name": "z", "primaries": [], "timers": {"?": 0}}]})",
         R"({"dataFolder": "/x", "zones": [{"name": "z", "primaries": [], "limits": {"?": 0}}]})"}) {
        const auto loaded = app::loadConfig(probe, "probe.json", {});
        QVERIFY(!loaded.has_value());
        const QString detail = QString::fromStdString(loaded.error().detail);
        QVERIFY2(loaded.error().code == ErrorCode::UnknownField, qPrintable(detail));
        const QString known = detail.section(QStringLiteral("known here: "), 1);
        for (const QString& field : known.split(QStringLiteral(", ")))
            QVERIFY2(field == QStringLiteral("?") || text.contains(field.toUtf8()), qPrintable(field));
    }
}

void tst_ConfigFile::whatIsHardlyMeantIsSaid()
{
    const auto remarks = [](const char* text) {
        const auto loaded = app::loadConfig(text, "file.json", {});
        return loaded ? app::configRemarks(loaded->configuration)
                      : std::vector<std::string>{base::toString(loaded.error())};
    };
    QVERIFY(remarks(whole).empty());
    const auto found = remarks(R"({"dataFolder": "/x",
        "keys": [{"name": "old", "algorithm": "hmac-md5", "secret": "AAAA"}, {"name": "new", "secret": "AAAA"}],
        "proxies": [{"name": "q", "address": "192.0.2.9"}],
        "primaries": [{"name": "p", "addresses": ["192.0.2.1"], "source": "2001:db8::1"},
                      {"name": "both", "addresses": ["192.0.2.2", "2001:db8::2"], "source": "2001:db8::1"},
                      {"name": "far", "addresses": ["192.0.2.3"], "source": "2001:db8::1", "proxy": "q"}],
        "zones": [{"name": "lonely.example", "primaries": []},
                  {"name": "made.example", "primaries": [], "catalog": "producer"}]})");
    const std::vector<std::string> expected{
        "key old: hmac-md5 is weak; use hmac-sha256 where the other side can",
        "primary p: none of its addresses can be reached from 2001:db8::1",
        "zone lonely.example has no primary"};
    QCOMPARE(found, expected);
}

QTEST_GUILESS_MAIN(tst_ConfigFile)
#include "tst_config_file.moc"
