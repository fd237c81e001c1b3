#include <QDir>
#include <QtTest>

#include "targets.h"

using namespace nightjar;

/// What fuzzers found once stays found: every kept input goes through its target, without a fuzzer.
class CorpusTest : public QObject {
  Q_OBJECT

  static QDir corpus(const char *name) {
    return QDir(QStringLiteral(NIGHTJAR_SOURCE_DIR "/tests/fuzz/corpus/%1").arg(QLatin1String(name)));
  }

 private Q_SLOTS:
  void everyKeptInputKeepsItsPromises_data() {
    QTest::addColumn<int>("target");
    QTest::addColumn<QString>("path");
    const QList<fuzz::Target> &all = fuzz::targets();
    for (int i = 0; i < all.size(); ++i) {
      const QFileInfoList files = corpus(all[i].name).entryInfoList(QDir::Files);
      for (const QFileInfo &file : files)
        QTest::addRow("%s/%s", all[i].name, qPrintable(file.fileName())) << i << file.filePath();
    }
  }
  void everyKeptInputKeepsItsPromises() {
    QFETCH(int, target);
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    fuzz::targets().at(target).run(file.readAll());
  }

  void everyTargetHasInputsAndTakesNone() {
    for (const fuzz::Target &target : fuzz::targets()) {
      QVERIFY2(!corpus(target.name).isEmpty(), target.name);
      target.run({});
    }
  }
};

QTEST_GUILESS_MAIN(CorpusTest)
#include "corpus_test.moc"
