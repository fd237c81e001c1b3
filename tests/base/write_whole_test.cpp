#include "core/base/write_whole.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/open_file.h"

using namespace nightjar;

class WriteWholeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aFileIsReplacedWhole() {
    const QString path = m_folder.filePath("a");
    QVERIFY(writeWhole(path, "one").isNull());
    QVERIFY(writeWhole(path, "two", QFile::ReadOwner | QFile::WriteOwner).isNull());
    QCOMPARE(read(path), "two");
    QCOMPARE(QFile::permissions(path) & (QFile::ReadOther | QFile::ReadGroup), QFile::Permissions());
  }

  void onAFullDiskTheOldFileStays() {
    const QString disk = m_folder.filePath("disk");
    QVERIFY(QDir().mkpath(disk));
    if (QProcess::execute("mount", {"-t", "tmpfs", "-o", "size=64k", "tmpfs", disk}) != 0)
      QSKIP("no right to mount a small file system here");
    const QString path = disk + "/kept";
    QVERIFY(writeWhole(path, "precious").isNull());
    QFile filler(disk + "/filler");
    QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    while (filler.write(QByteArray(4096, 'x')) > 0) continue;
    const QString why = writeWhole(path, QByteArray(2000, 'y'));
    const QByteArray there = read(path);
    const QStringList names = QDir(disk).entryList(QDir::Files);
    filler.close();
    QCOMPARE(QProcess::execute("umount", {disk}), 0);
    QVERIFY2(why.contains("space"), qPrintable(why));
    QCOMPARE(there, "precious");
    QCOMPARE(names, QStringList({"filler", "kept"}));
  }

  void whatIsNoFileStaysWhatItIs() {
    QVERIFY(writeWhole("/dev/null", "gone").isNull());
    QVERIFY(!QFileInfo("/dev/null").isFile());
    QVERIFY(writeWhole("/dev/full", "no room").contains("space"));
    QVERIFY(!QFileInfo("/dev/full").isFile());
  }

  void aPipeThatNobodyReadsIsNotWaitedFor() {
    const QString pipe = m_folder.filePath("pipe");
    QCOMPARE(QProcess::execute("mkfifo", {pipe}), 0);
    QVERIFY(!writeWhole(pipe, "x").isNull());
    QFile file(pipe);
    QString why;
    QVERIFY(openAtOnce(file, QIODevice::ReadOnly, why));
    QCOMPARE(file.readAll(), QByteArray());
  }

  void aFolderIsNoFileToRead() {
    QFile file(m_folder.path());
    QString why;
    QVERIFY(!openAtOnce(file, QIODevice::ReadOnly, why));
    QVERIFY2(why.contains("directory"), qPrintable(why));
  }

  void aFolderIsRefused() { QVERIFY(!writeWhole(m_folder.path(), "x").isNull()); }

 private:
  static QByteArray read(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(WriteWholeTest)
#include "write_whole_test.moc"
