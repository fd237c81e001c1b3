#include <QBuffer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/install/archive.h"
#include "sample_lock.h"

using namespace nightjar;
using namespace nightjar::test;

namespace {

Result<void> giveWhole(const LockedPackage &package, const BytesSink &sink) {
  const QByteArray bytes = wheelBytes(package.file);
  if (!sink(bytes.left(100)) || !sink(bytes.mid(100))) return cancelled();
  return {};
}

void ignore(qint64 /*done*/, qint64 /*total*/) {}

QByteArray entry(const QByteArray &name, const QByteArray &content) {
  return tarHeader(name, content.size()) + content + tarPadding(content.size());
}

/// A header with other bytes at a place, its checksum made right again.
QByteArray patched(QByteArray header, qsizetype at, const QByteArray &bytes) {
  header.replace(at, bytes.size(), bytes);
  header.replace(148, 8, QByteArray(8, ' '));
  int sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  header.replace(148, 8, QByteArray::number(sum, 8).rightJustified(6, '0') + QByteArray("\0 ", 2));
  return header;
}

Result<QList<TarEntry>> read(QByteArray bytes) {
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::ReadOnly);
  return readTar(buffer);
}

}  // namespace

class ArchiveTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anArchiveComesBackAsItWent() {
    const QString path = m_folder.filePath("a.tar");
    qint64 told = 0;
    const auto written = writeArchive(path, longNamed(), giveWhole, [&](qint64 done, qint64) { told = done; });
    QVERIFY2(written, qPrintable(written ? QString() : written.error().why));
    QCOMPARE(*written, QFileInfo(path).size());
    QCOMPARE(told, *longNamed().bytes());
    QVERIFY(!QFile::exists(path + ".part"));
    const auto file = readLockFile(path);
    QVERIFY2(file, qPrintable(file ? QString() : file.error().why));
    QVERIFY(file->isArchive);
    QCOMPARE(file->lock, longNamed());
    QVERIFY(checkArchive(*file, ignore, {}));
  }

  void otherProgramsReadIt() {
    const QString tar = QStandardPaths::findExecutable("tar");
    if (tar.isEmpty()) QSKIP("there is no tar on this machine");
    const QString path = m_folder.filePath("b.tar");
    QVERIFY(writeArchive(path, longNamed(), giveWhole, ignore));
    QProcess process;
    process.start(tar, {"-tf", path});
    QVERIFY(process.waitForFinished() && process.exitCode() == 0);
    QStringList names{"nightjar.lock.json"};
    for (const LockedPackage &package : longNamed().packages) names << "wheels/" + package.file;
    QCOMPARE(QString::fromUtf8(process.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts), names);
  }

  void aWheelThatIsAnotherOneLeavesNoArchive() {
    const QString path = m_folder.filePath("c.tar");
    const auto other = [](const LockedPackage &package, const BytesSink &sink) -> Result<void> {
      QByteArray bytes = wheelBytes(package.file);
      bytes[5] = 'X';
      (void)sink(bytes);
      return {};
    };
    const auto written = writeArchive(path, sampleLock(), other, ignore);
    QVERIFY(!written);
    QVERIFY(written.error().what.contains("torch-2.16"));
    QVERIFY(!QFile::exists(path) && !QFile::exists(path + ".part"));
  }

  void anArchiveThatIsCutShortLeavesTheEarlierOne() {
    const QString path = m_folder.filePath("d.tar");
    QVERIFY(writeArchive(path, sampleLock(), giveWhole, ignore));
    const qint64 before = QFileInfo(path).size();
    int given = 0;
    const auto cut = [&given](const LockedPackage &package, const BytesSink &sink) -> Result<void> {
      return ++given == 3 ? Result<void>(cancelled()) : giveWhole(package, sink);
    };
    QVERIFY(!writeArchive(path, sampleLock(), cut, ignore));
    QCOMPARE(QFileInfo(path).size(), before);
    QVERIFY(!QFile::exists(path + ".part"));
    QVERIFY(readLockFile(path));
  }

  void anotherByteIsFoundAndTheWheelNamed() {
    const QString path = m_folder.filePath("e.tar");
    QVERIFY(writeArchive(path, sampleLock(), giveWhole, ignore));
    const auto whole = readLockFile(path);
    const LockedPackage package = sampleLock().packages[2];
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(whole->wheels[package.file].offset + 10));
    file.write("X");
    file.close();
    const auto checked = checkArchive(*readLockFile(path), ignore, {});
    QVERIFY(!checked);
    QVERIFY(checked.error().why.contains(package.file));
    QVERIFY(!checked.error().why.contains("torch-2.16"));
  }

  void anArchiveMustHoldItsLocksWheelsAndNoOthers() {
    const Lock lock = sampleLock();
    const QByteArray start = entry("nightjar.lock.json", toBytes(lock));
    QByteArray all;
    for (const LockedPackage &package : lock.packages)
      all += entry("wheels/" + package.file.toLatin1(), wheelBytes(package.file));
    QVERIFY(archive(start + all));
    QVERIFY(!archive(start));
    QVERIFY(!archive(start + all + entry("wheels/extra-1-py3-none-any.whl", "x")));
    QVERIFY(!archive(start + all + entry("run.sh", "x")));
    QVERIFY(!archive(all + start));
    QVERIFY(!archive(entry("nightjar.lock.json", "{}") + all));
  }

  void aHostileTarIsRefusedByName_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *title, const QByteArray &bytes, const QString &named) {
      QTest::newRow(title) << QByteArray(bytes + tarEnd()) << named;
    };
    for (const char *name : {"../up", "/etc/passwd", "a/../b", "a//b", "./a", "a\\b", "a b", "a\nb"})
      row(name, entry(name, "x"), name);
    const QByteArray plain = tarHeader("a", 1);
    const QByteArray content = QByteArray("x") + tarPadding(1);
    for (const char type : {'1', '2', '3', '4', '5', '6', '7', 'L', 'K', 'g', 'S'})
      row(QByteArray("type ").append(type).constData(), patched(plain, 156, QByteArray(1, type)) + content, "a");
    row("twice", entry("a", "x") + entry("a", "y"), "a");
    row("a size past the end", tarHeader("a", 1LL << 32) + content, "a");
    row("a binary size", patched(plain, 124, QByteArray("\x80\0\0\0\0\0\0\0\0\0\0\1", 12)) + content, "a");
    row("a negative size", patched(plain, 124, "-0000000001") + content, "a");
    row("a pax size", pax("11 size=99\n") + entry("a", "x"), "pax");
    row("a pax link", pax("14 linkpath=b\n") + entry("a", "x"), "pax");
    row("a pax path that leads elsewhere", pax("14 path=../up\n") + entry("a", "x"), "../up");
    row("pax lengths that lie", pax("99 path=b\n") + entry("a", "x"), "pax");
    row("a prefix that leads elsewhere", patched(plain, 345, "..") + content, "../a");
  }
  void aHostileTarIsRefusedByName() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, named);
    const auto entries = read(bytes);
    QVERIFY(!entries);
    QVERIFY2(entries.error().why.contains(named), qPrintable(entries.error().why));
  }

  void aDamagedTarIsRefused() {
    const QByteArray whole = entry("a", "x") + tarEnd();
    QVERIFY(read(whole));
    for (const qsizetype size : {0, 1, 511, 512, 600, 1024})
      QVERIFY2(!read(whole.left(size)), qPrintable(QString::number(size)));
    QByteArray other = whole;
    other[0] = 'b';
    QVERIFY(!read(other));
  }

 private:
  static QByteArray pax(const QByteArray &records) {
    return patched(tarHeader("pax", records.size()), 156, "x") + records + tarPadding(records.size());
  }
  /// A lock with a file name longer than a tar's own field.
  static Lock longNamed() {
    Lock lock = sampleLock();
    lock.packages.append(locked("charset-normalizer", "3.4.4",
                                "cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64"));
    return lock;
  }
  Result<LockFile> archive(const QByteArray &bytes) {
    QFile file(m_folder.filePath("made.tar"));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes + tarEnd()) < 0) return cancelled();
    file.close();
    return readLockFile(file.fileName());
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ArchiveTest)
#include "test_archive.moc"
