#include <QJsonArray>
#include <QtTest>

#include "core/detect/findings.h"
#include "sample_reply.h"

using namespace nightjar;

namespace {

RuntimeReport server() {
  return *readReport(test::sampleReply("plain_server"), {});
}
RuntimeReport colab() {
  return *readReport(test::sampleReply("colab_t4"), {});
}

Gpu t4() {
  return {"nvidia", "Tesla T4", 15360, "7.5", "sm_75", {}};
}

RuntimeReport gpuServer() {
  RuntimeReport report = server();
  report.facts.gpus = {t4()};
  report.facts.driver = Driver{"580.82.07", "13.0"};
  report.smi = {"/usr/bin/nvidia-smi", 0, {}};
  return report;
}

RuntimeReport smiSaying(const QString &words) {
  RuntimeReport report = gpuServer();
  report.smi = {"/usr/bin/nvidia-smi", 9, words};
  return report;
}

template <typename Change>
RuntimeReport changed(RuntimeReport report, Change change) {
  change(report);
  return report;
}

struct Case {
  const char *name;
  RuntimeReport report;
  const char *id;
  Severity severity;
  const char *words;  // in what, why or fix
};

QList<Case> cases() {
  const auto f = [](auto change) { return changed(gpuServer(), change); };
  return {
      {"no GPU", server(), "no-gpu", Severity::Note, "login node"},
      {"no driver", f([](RuntimeReport &r) {
         r.facts.driver.reset();
         r.smi = {};
       }),
       "driver-missing", Severity::Problem, "580"},
      {"no driver in a container", f([](RuntimeReport &r) {
         r.facts.driver.reset();
         r.smi = {};
         r.facts.kind = "container";
       }),
       "driver-missing", Severity::Problem, "--gpus all"},
      {"driver does not answer",
       smiSaying("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."), "driver-missing",
       Severity::Problem, "not loaded"},
      {"mismatch", smiSaying("Failed to initialize NVML: Driver/library version mismatch NVML library version: 580.95"),
       "driver-mismatch", Severity::Problem, "Reboot"},
      {"library not found", smiSaying("NVIDIA-SMI couldn't find libnvidia-ml.so library in your system."),
       "gpu-libraries-hidden", Severity::Problem, "libnvidia-ml.so"},
      {"library found by us", colab(), "gpu-libraries-hidden", Severity::Warning, "Nightjar adds /usr/lib64-nvidia"},
      {"no devices", smiSaying("No devices were found"), "nvidia-smi-fails", Severity::Problem,
       "No devices were found"},
      {"smi fails otherwise", smiSaying("Segmentation fault"), "nvidia-smi-fails", Severity::Warning,
       "Segmentation fault"},
      {"smi hangs", f([](RuntimeReport &r) { r.smi.exit.reset(); }), "nvidia-smi-fails", Severity::Warning,
       "no answer"},
      {"sources differ", f([](RuntimeReport &r) {
         r.driverSources = {{"sys", "580.82.07"}, {"smi", "580.95.05"}};
       }),
       "driver-sources-differ", Severity::Warning, "580.95.05"},
      {"musl", f([](RuntimeReport &r) { r.facts.os.libc = "musl"; }), "musl", Severity::Problem, "glibc"},
      {"old glibc", f([](RuntimeReport &r) { r.facts.os.libcVersion = "2.17"; }), "old-glibc", Severity::Problem,
       "2.28"},
      {"old Python", f([](RuntimeReport &r) { r.facts.pythons[0].version = "3.9.2"; }), "no-usable-python",
       Severity::Problem, "3.9.2"},
      {"old Python, uv here", f([](RuntimeReport &r) {
         r.facts.pythons[0].version = "3.9.2";
         r.facts.uv = "0.8.4";
       }),
       "no-usable-python", Severity::Problem, "uv python install"},
      {"no Python", f([](RuntimeReport &r) { r.facts.pythons.clear(); }), "no-usable-python", Severity::Problem,
       "No Python was found"},
      {"no venv, uv", colab(), "no-venv", Severity::Note, "with uv"},
      {"no venv, virtualenv", f([](RuntimeReport &r) {
         r.facts.pythons[0].hasVenv = false;
         r.virtualenv = "20.1";
       }),
       "no-venv", Severity::Note, "with virtualenv"},
      {"no venv, pip", f([](RuntimeReport &r) { r.facts.pythons[0].hasVenv = false; }), "no-venv", Severity::Note,
       "without pip"},
      {"no venv, nothing", f([](RuntimeReport &r) { r.facts.pythons[0].hasVenv = r.facts.pythons[0].hasPip = false; }),
       "no-venv", Severity::Problem, "python3.11-venv"},
      {"little disk", f([](RuntimeReport &r) { r.facts.disk.freeBytes = 5000000000; }), "little-disk",
       Severity::Warning, "5.0 GB"},
      {"full disk", f([](RuntimeReport &r) { r.facts.disk.freeBytes = 0; }), "little-disk", Severity::Problem,
       "--root"},
      {"not writable", f([](RuntimeReport &r) { r.rootWritable = false; }), "root-not-writable", Severity::Problem,
       "--root"},
      {"several", f([](RuntimeReport &r) {
         r.facts.gpus = {t4(), t4(), {"nvidia", "L4", 0, "8.9", "sm_89", {}}};
       }),
       "several-gpus", Severity::Note, "2 × Tesla T4"},
      {"variables", colab(), "foreign-variables", Severity::Note, "UV_SYSTEM_PYTHON"},
      {"colab terms", colab(), "colab-terms", Severity::Note, "balance"},
      {"colab life time", colab(), "colab-lifetime", Severity::Note, "20 to 25 minutes"},
  };
}

QStringList idsOf(const RuntimeReport &report) {
  QStringList ids;
  for (const Finding &finding : findingsOf(report)) ids.append(finding.id);
  return ids;
}

}  // namespace

class FindingsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsOddIsFoundAndSaid_data() {
    QTest::addColumn<int>("position");
    const auto all = cases();
    for (int i = 0; i < all.size(); ++i) QTest::newRow(all.at(i).name) << i;
  }
  void whatIsOddIsFoundAndSaid() {
    QFETCH(int, position);
    const Case expected = cases().at(position);
    const QList<Finding> findings = findingsOf(expected.report);
    const auto found =
        std::find_if(findings.begin(), findings.end(), [&](const Finding &f) { return f.id == expected.id; });
    QVERIFY2(found != findings.end(), qPrintable(idsOf(expected.report).join(' ')));
    QCOMPARE(found->severity, expected.severity);
    const QString all = found->what + '|' + found->why + '|' + found->fix;
    QVERIFY2(all.contains(expected.words), qPrintable(all));
    QVERIFY(!found->what.isEmpty() && !found->why.isEmpty());
    QVERIFY2(found->severity == Severity::Note || !found->fix.isEmpty(), "a warning or a problem without a way out");
  }

  void everyRuleHasACase() {
    QSet<QString> covered;
    for (const Case &c : cases()) covered.insert(c.id);
    for (const FindingRule &rule : findingRules()) QVERIFY2(covered.contains(rule.id), rule.id);
  }

  void aRuntimeInOrderHasNothingToSay() {
    QVERIFY2(idsOf(gpuServer()).isEmpty(), qPrintable(idsOf(gpuServer()).join(' ')));
  }

  void noGpuIsOnlyANoteAndNeverSaidOfABrokenDriver() {
    QCOMPARE(idsOf(server()), QStringList{"no-gpu"});
    for (const char *words : {"Driver/library version mismatch", "couldn't find libnvidia-ml.so",
                              "couldn't communicate with the NVIDIA driver"}) {
      RuntimeReport report = smiSaying(words);
      report.facts.gpus.clear();
      report.facts.driver.reset();
      QVERIFY2(!idsOf(report).contains("no-gpu"), words);
    }
  }

  void eachFailureOfTheDriverIsSaidOnce() {
    for (const Case &c : cases())
      if (QByteArray(c.id).startsWith("driver") || QByteArray(c.id).startsWith("nvidia"))
        QCOMPARE(idsOf(c.report), QStringList{c.id});
  }

  void problemsComeFirst() {
    RuntimeReport report = colab();
    report.facts.disk.freeBytes = 0;
    const auto findings = findingsOf(report);
    QCOMPARE(findings.constFirst().id, QStringLiteral("little-disk"));
    QVERIFY(std::is_sorted(findings.begin(), findings.end(),
                           [](const Finding &a, const Finding &b) { return a.severity > b.severity; }));
  }

  void certificatesAndProxiesAreNotForeign() {
    RuntimeReport report = gpuServer();
    report.environment = {{"PIP_CERT", "/a.pem"}, {"PIP_PROXY", "http://p"}, {"HOME", "/root"}};
    QVERIFY(!idsOf(report).contains("foreign-variables"));
  }

  void aJetsonsDriverTellsNoVersion() {
    RuntimeReport report = gpuServer();
    report.facts.kind = "jetson";
    report.facts.driver.reset();
    report.smi = {};
    QVERIFY(!idsOf(report).contains("driver-missing"));
  }
};

QTEST_GUILESS_MAIN(FindingsTest)
#include "findings_test.moc"
