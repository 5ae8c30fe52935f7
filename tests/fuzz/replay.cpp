// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target over its corpus as an ordinary test, so that what a fuzzer once found stays found.
#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <cstddef>
#include <cstdint>
#include <vector>

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

public:
    explicit ReplayCorpus(QString folder)
        : m_folder(std::move(folder))
    {
    }

private slots:
    void initTestCase() { QVERIFY2(!QDir(m_folder).isEmpty(QDir::Files), qPrintable(m_folder)); }
    void emptyInput() { runOn({}); }
    void file_data();
    void file();

private:
    const QString m_folder;
};

void ReplayCorpus::file_data()
{
    QTest::addColumn<QString>("path");
    QDirIterator files(m_folder, QDir::Files);
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

/// replay_fuzz_x FOLDER [options of QtTest]
int main(int argc, char** argv)
{
    if (argc < 2) {
        qCritical("usage: %s FOLDER [options of QtTest]", argv[0]);
        return 2;
    }
    ReplayCorpus test(QString::fromLocal8Bit(argv[1]));
    argv[1] = argv[0];
    return QTest::qExec(&test, argc - 1, argv + 1);
}

#include "replay.moc"
