#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

#include "core/choose/uv_pythons.h"

using namespace nightjar;

namespace {

const QStringList nightlyPythons{"3.10", "3.11", "3.12", "3.13", "3.14", "3.15"};

// What the real uv printed, run without a network, a configuration, or Pythons of this computer; null where it failed.
QByteArray said(const QString &uv, const QStringList &words) {
  QProcess process;
  process.start(uv, words + QStringList{"--offline", "--no-config"});
  if (!process.waitForFinished(60000) || process.exitCode() != 0) return {};
  return process.readAllStandardOutput();
}

RuntimeFacts withUv(const QString &version) {
  RuntimeFacts facts;
  facts.os.libc = "glibc";
  facts.uv = version;
  return facts;
}

}  // namespace

class UvPythonsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatWeSayUvInstallsIsWhatTheRealUvLists() {
    const QString uv = QStandardPaths::findExecutable("uv");
    if (uv.isEmpty()) QSKIP("there is no uv on the PATH: python -m pip install uv");
    const QString version = QString::fromUtf8(said(uv, {"--version"})).section(' ', 1, 1).trimmed();
    const QByteArray json = said(uv, {"python", "list", "--only-downloads", "--output-format", "json"});
    const QJsonArray list = QJsonDocument::fromJson(json).array();
    if (version.isEmpty() || list.isEmpty()) QSKIP("this uv cannot list Pythons as JSON");
    static const QRegularExpression finished("^(3\\.[0-9]+)\\.[0-9]+$");
    QStringList listed;
    for (const QJsonValue &row : list) {
      const auto match = finished.match(row["version"].toString());
      const bool plain = row["variant"].toString("default") == "default" && row["implementation"] == "cpython";
      if (plain && match.hasMatch() && !listed.contains(match.captured(1))) listed.append(match.captured(1));
    }
    qInfo("uv %s lists %s", qPrintable(version), qPrintable(listed.join(", ")));
    for (const QString &python : nightlyPythons) {
      const bool ours = pythonFromUv({python}, withUv(version), python) == python;
      QVERIFY2(ours == listed.contains(python), qPrintable(python));
    }
    QVERIFY(listed.contains(pythonFromUv(nightlyPythons, withUv(version))));
  }

  void anOlderUvHasFewerAndNoneHasNone() {
    QCOMPARE(pythonFromUv(nightlyPythons, withUv("0.13.9")), QStringLiteral("3.14"));
    QCOMPARE(pythonFromUv(nightlyPythons, withUv("0.8.0")), QStringLiteral("3.13"));
    QCOMPARE(pythonFromUv(nightlyPythons, withUv("0.4.1")), QStringLiteral("3.12"));
    QVERIFY(pythonFromUv(nightlyPythons, withUv("0.3.0")).isEmpty());
    QVERIFY(pythonFromUv(nightlyPythons, withUv({})).isEmpty());
    RuntimeFacts alpine = withUv("0.13.9");
    alpine.os.libc = "musl";
    QVERIFY(pythonFromUv(nightlyPythons, alpine).isEmpty());
  }

  void aPythonWithHolesIsOnlyForThoseWhoAskForIt() {
    QCOMPARE(pythonFromUv({"3.15"}, withUv("0.13.9"), "3.15"), QStringLiteral("3.15"));
    QVERIFY(pythonFromUv({"3.15"}, withUv("0.13.9")).isEmpty());
    QVERIFY(pythonFromUv({"3.15"}, withUv("0.12.9"), "3.15").isEmpty());
  }
};

QTEST_GUILESS_MAIN(UvPythonsTest)
#include "uv_pythons_test.moc"
