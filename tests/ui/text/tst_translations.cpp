// SPDX-License-Identifier: GPL-3.0-or-later
// English and German complete: nothing unfinished, nothing extracted since, placeholders and mnemonics kept.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <set>

namespace {

struct Message
{
    QString context;
    QString source;
    QString comment;
    QStringList translations;
    bool numerus = false;
    bool finished = true;
};

std::vector<Message> read(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    std::vector<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("message"))
            messages.push_back({context,
                                {},
                                {},
                                {},
                                xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes"),
                                true});
        else if (xml.name() == QLatin1String("source"))
            messages.back().source = xml.readElementText();
        else if (xml.name() == QLatin1String("comment"))
            messages.back().comment = xml.readElementText();
        else if (xml.name() == QLatin1String("translation")) {
            messages.back().finished = !xml.attributes().hasAttribute(QLatin1String("type"));
            if (!messages.back().numerus)
                messages.back().translations << xml.readElementText();
        } else if (xml.name() == QLatin1String("numerusform"))
            messages.back().translations << xml.readElementText();
    }
    return messages;
}

QString catalogue(const char* language)
{
    return QStringLiteral(ZONESCOPE_SOURCE "/translations/zonescope_%1.ts").arg(QLatin1String(language));
}

std::multiset<QString> placeholders(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("%(n|L?[0-9]+)"));
    std::multiset<QString> found;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext())
        found.insert(matches.next().captured());
    return found;
}

bool hasMnemonic(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("&[^\\s&]"));
    return pattern.match(text).hasMatch();
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

private slots:
    void germanIsComplete();
    void everyPluralHasItsForms();
    void placeholdersAreKept();
    void mnemonicsAndEllipsesAreKept();
    void spacesAreKept();
    void nothingWasAddedSince();
};

void TestTranslations::germanIsComplete()
{
    const auto messages = read(catalogue("de"));
    QVERIFY(messages.size() > 500);
    for (const Message& m : messages) {
        QVERIFY2(m.finished, qPrintable(m.context + QStringLiteral(": ") + m.source));
        for (const QString& translation : m.translations)
            QVERIFY2(!translation.isEmpty(), qPrintable(m.context + QStringLiteral(": ") + m.source));
    }
}

void TestTranslations::everyPluralHasItsForms()
{
    for (const char* language : {"de", "en"})
        for (const Message& m : read(catalogue(language)))
            if (m.numerus)
                QVERIFY2(m.translations.size() == 2 && m.finished && !m.translations.contains(QString()),
                         qPrintable(m.source));
}

void TestTranslations::placeholdersAreKept()
{
    for (const char* language : {"de", "en"})
        for (const Message& m : read(catalogue(language)))
            for (const QString& translation : m.translations)
                QVERIFY2(placeholders(m.source) == placeholders(translation),
                         qPrintable(m.source + QStringLiteral(" -> ") + translation));
}

void TestTranslations::mnemonicsAndEllipsesAreKept()
{
    for (const Message& m : read(catalogue("de")))
        for (const QString& translation : m.translations) {
            QVERIFY2(hasMnemonic(m.source) == hasMnemonic(translation),
                     qPrintable(m.source + QStringLiteral(" -> ") + translation));
            QVERIFY2(m.source.count(u'…') == translation.count(u'…'), qPrintable(translation));
        }
}

void TestTranslations::spacesAreKept()
{
    for (const Message& m : read(catalogue("de")))
        for (const QString& translation : m.translations) {
            QVERIFY2(m.source.startsWith(u' ') == translation.startsWith(u' '), qPrintable(m.source));
            QVERIFY2(m.source.endsWith(u' ') == translation.endsWith(u' '), qPrintable(m.source));
        }
}

void TestTranslations::nothingWasAddedSince()
{
    QTemporaryDir folder;
    const QString fresh = folder.filePath(QStringLiteral("fresh.ts"));
    QProcess lupdate;
    lupdate.setProcessChannelMode(QProcess::MergedChannels);
    lupdate.start(QStringLiteral(ZONESCOPE_LUPDATE),
                  {QStringLiteral("-I"), QStringLiteral(ZONESCOPE_SOURCE), QStringLiteral("-locations"),
                   QStringLiteral("none"), QStringLiteral("-target-language"), QStringLiteral("de_DE"),
                   QStringLiteral(ZONESCOPE_SOURCE "/ui"), QStringLiteral("-ts"), fresh});
    QVERIFY2(lupdate.waitForFinished(100'000), qPrintable(lupdate.errorString()));
    std::set<std::tuple<QString, QString, QString>> known;
    for (const Message& m : read(catalogue("de")))
        known.insert({m.context, m.source, m.comment});
    const auto extracted = read(fresh);
    QVERIFY(extracted.size() > 500);
    QStringList missing;
    for (const Message& m : extracted)
        if (!known.contains({m.context, m.source, m.comment}))
            missing << m.context + QStringLiteral(": ") + m.source;
    QVERIFY2(missing.isEmpty(),
             qPrintable(QStringLiteral("run the target translations_update and translate:\n") +
                        missing.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
