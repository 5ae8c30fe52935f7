// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target over its corpus as an ordinary test, so that what a fuzzer once found stays found.
#include <QtTest>

#include <QDirIterator>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

/// A heap copy of exactly the input's size: AddressSanitizer then sees a read one octet past it.
void runOn(const QByteArray& input)
{
    const std::vector<std::uint8_t> copy(input.begin(), input.end());
    LLVMFuzzerTestOneInput(copy.data(), copy.size());
}

} // namespace

class ReplayCorpus : public QObject
{
    Q_OBJECT

private slots:
    void emptyInput() { runOn({}); }
    void file_data();
    void file();
};

void ReplayCorpus::file_data()
{
    QTest::addColumn<QString>("path");
    QDirIterator files(QStringLiteral(CORPUS), QDir::Files);
    while (files.hasNext()) {
        const QString path = files.next();
        QTest::newRow(qPrintable(files.fileName())) << path;
    }
}

void ReplayCorpus::file()
{
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray input = file.readAll();
    QVERIFY(!input.isEmpty());
    runOn(input);
    // Cut short at up to 64 places: the commonest accident on the wire.
    for (qsizetype length = 0; length < input.size(); length += 1 + input.size() / 64)
        runOn(input.first(length));
}

QTEST_APPLESS_MAIN(ReplayCorpus)
#include "replay.moc"
