#include <QJsonArray>
#include <QtTest>

#include "core/detect/findings.h"
#include "core/detect/smi_texts.h"
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

RuntimeReport withGpu(const char *vendor, const QList<DeviceFile> &devices) {
  RuntimeReport report = server();
  report.facts.gpus = {{vendor, "a GPU", 0, {}, {}, {}}};
  report.devices = devices;
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
      {"no devices", smiSaying("No devices were found"), "no-devices-found", Severity::Problem,
       "No devices were found"},
      {"lost", smiSaying("Unable to determine the device handle for GPU 0000:02:00.0: GPU is lost.  Reboot"),
       "gpu-lost", Severity::Problem, "GPU 0000:02:00.0 no longer answers"},
      {"lost beside others", f([](RuntimeReport &r) {
         r.smi.complaints = "Unable to determine the device handle for GPU0: 0000:01:00.0: GPU is lost.";
       }),
       "gpu-lost", Severity::Problem, "GPU 0000:01:00.0"},
      {"needs reset", f([](RuntimeReport &r) { r.smi.complaints = "[GPU requires reset]"; }), "gpu-needs-reset",
       Severity::Problem, "--gpu-reset"},
      {"no handle", smiSaying("Unable to determine the device handle for GPU0000:65:00.0: Unknown Error"),
       "gpu-unreachable", Severity::Problem, "GPU 0000:65:00.0"},
      {"no permission", smiSaying("Failed to initialize NVML: Insufficient Permissions"), "gpu-permission",
       Severity::Problem, "/dev/nvidiactl"},
      {"blocked by Windows", smiSaying("Failed to initialize NVML: GPU access blocked by the operating system"),
       "gpu-access-blocked", Severity::Problem, "wsl --update"},
      {"container lost access",
       changed(smiSaying("Failed to initialize NVML: Unknown Error"),
               [](RuntimeReport &r) { r.facts.kind = "container"; }),
       "gpu-access-lost", Severity::Problem, "Restart the container"},
      {"unknown error on a host", smiSaying("Failed to initialize NVML: Unknown Error"), "gpu-access-lost",
       Severity::Problem, "Reboot"},
      {"ERR! cells", f([](RuntimeReport &r) { r.smi.complaints = "|ERR!   68C    P2  99W /  130W |"; }),
       "gpu-reports-errors", Severity::Warning, "ERR!"},
      {"nouveau", f([](RuntimeReport &r) {
         r.facts.driver.reset();
         r.facts.gpus[0].kernelDriver = "nouveau";
         r.smi = {};
       }),
       "foreign-gpu-driver", Severity::Problem, "nouveau"},
      {"set aside", f([](RuntimeReport &r) {
         r.facts.driver.reset();
         r.facts.gpus[0].kernelDriver = "vfio-pci";
         r.smi = {};
       }),
       "gpu-set-aside", Severity::Problem, "virtual machine"},
      {"container without its GPU", f([](RuntimeReport &r) {
         r.facts.kind = "container";
         r.smi = {};
         r.devices = QList<DeviceFile>{};
       }),
       "driver-missing", Severity::Problem, "--gpus all"},
      {"no driver, no GPU to see",
       changed(smiSaying("NVIDIA-SMI has failed because it couldn't communicate with the "
                         "NVIDIA driver."),
               [](RuntimeReport &r) {
                 r.facts.driver.reset();
                 r.facts.gpus.clear();
               }),
       "driver-missing", Severity::Warning, "login node"},
      {"no CUDA library", f([](RuntimeReport &r) { r.cudaLibrary = false; }), "cuda-library-missing", Severity::Warning,
       "compute,utility"},
      {"smi not for this user", f([](RuntimeReport &r) {
         r.smi = {"/usr/bin/nvidia-smi", 126, "Permission denied"};
       }),
       "nvidia-smi-denied", Severity::Warning, "/usr/bin/nvidia-smi"},
      {"MIG without instance", f([](RuntimeReport &r) { r.emptyMig = QStringList{"NVIDIA H100"}; }),
       "mig-without-instance", Severity::Problem, "nvidia-smi mig"},
      {"kfd missing", withGpu("amd", {}), "rocm-device-missing", Severity::Problem, "amdgpu"},
      {"kfd not handed in", changed(withGpu("amd", {}), [](RuntimeReport &r) { r.facts.kind = "container"; }),
       "rocm-device-missing", Severity::Problem, "--device=/dev/kfd"},
      {"kfd denied", withGpu("amd", {{"/dev/kfd", false, "render"}, {"/dev/dri/renderD128", true, "render"}}),
       "rocm-device-denied", Severity::Problem, "usermod -aG render ann"},
      {"render denied", withGpu("intel", {{"/dev/dri/renderD128", false, "video"}}), "render-device-denied",
       Severity::Warning, "usermod -aG video ann"},
      {"no render device", withGpu("intel", {}), "render-device-missing", Severity::Warning, "kernel driver"},
      {"no render device handed in",
       changed(withGpu("intel", {}), [](RuntimeReport &r) { r.facts.kind = "container"; }), "render-device-missing",
       Severity::Warning, "--device=/dev/dri"},
      {"no render device for AMD", withGpu("amd", {{"/dev/kfd", true, "render"}}), "render-device-missing",
       Severity::Problem, "renderD"},
      {"smi fails otherwise", smiSaying("Segmentation fault"), "nvidia-smi-fails", Severity::Warning,
       "Segmentation fault"},
      {"smi hangs", f([](RuntimeReport &r) { r.smi.exit.reset(); }), "nvidia-smi-hangs", Severity::Warning,
       "five seconds"},
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
    for (const SmiText &text : smiTexts()) QVERIFY2(covered.contains(text.id), text.id);
  }

  void aRuntimeInOrderHasNothingToSay() {
    QVERIFY2(idsOf(gpuServer()).isEmpty(), qPrintable(idsOf(gpuServer()).join(' ')));
  }

  void noGpuIsOnlyANoteAndNeverSaidWhereNvidiaSmiFails() {
    QCOMPARE(idsOf(server()), QStringList{"no-gpu"});
    QStringList texts{"Segmentation fault", ""};
    for (const SmiText &text : smiTexts()) texts.append(QString::fromLatin1(text.words));
    for (const QString &words : texts) {
      RuntimeReport report = smiSaying(words);
      report.facts.gpus.clear();
      report.facts.driver.reset();
      QVERIFY2(!idsOf(report).contains("no-gpu"), qPrintable(words));
      report.smi.exit.reset();
      QVERIFY2(!idsOf(report).contains("no-gpu"), qPrintable(words));
    }
  }

  void aGpuThatNvidiaSmiComplainsOfIsThere() {
    for (const SmiText &text : smiTexts()) {
      QJsonObject reply = test::sampleReply("plain_server");
      reply["nvidia_smi"] = QJsonObject{{"path", "/usr/lib/wsl/lib/nvidia-smi"}, {"exit", 255}, {"output", text.words}};
      const auto report = readReport(reply, {});
      QCOMPARE(report->facts.gpus.size(), text.gpuIsThere ? 1 : 0);
      if (text.gpuIsThere) QCOMPARE(report->facts.gpus.constFirst().vendor, QStringLiteral("nvidia"));
    }
  }

  void eachFailureOfTheGpuIsSaidOnce() {
    static const QStringList others{
        "several-gpus",      "no-usable-python", "no-venv",        "little-disk", "root-not-writable",
        "foreign-variables", "colab-terms",      "colab-lifetime", "musl",        "old-glibc"};
    for (const Case &c : cases()) {
      if (others.contains(QLatin1String(c.id)) || c.report.facts.kind == "colab") continue;
      QCOMPARE(idsOf(c.report), QStringList{c.id});
    }
  }

  void anAmdOrIntelGpuBesideAnNvidiaOneIsTheScreens() {
    RuntimeReport report = withGpu("amd", {{"/dev/dri/renderD128", false, "render"}});
    QCOMPARE(idsOf(report), (QStringList{"rocm-device-missing", "render-device-denied"}));
    report.facts.gpus.append(t4());
    report.facts.driver = Driver{"580.82.07", "13.0"};
    report.smi = {"/usr/bin/nvidia-smi", 0, {}};
    QCOMPARE(idsOf(report), QStringList{"several-gpus"});
  }

  void problemsComeFirst() {
    RuntimeReport report = colab();
    report.facts.disk.freeBytes = 0;
    const auto findings = findingsOf(report);
    QCOMPARE(findings.constFirst().id, QStringLiteral("little-disk"));
    QVERIFY(std::is_sorted(findings.begin(), findings.end(),
                           [](const Finding &a, const Finding &b) { return a.severity > b.severity; }));
  }

  void aDiskIsLittleWhereTheBuildOfThisRuntimeDoesNotFit() {
    RuntimeReport report = server();
    report.facts.disk.freeBytes = 3'000'000'000;
    QVERIFY(!idsOf(report).contains("little-disk"));  // a CPU build fits
    report.facts.gpus = {{"amd", "a GPU", 0, {}, "gfx942", {}}};
    report.facts.disk.freeBytes = 15'000'000'000;
    QVERIFY(idsOf(report).contains("little-disk"));
    report.facts.disk.freeBytes = -1;
    QVERIFY2(!idsOf(report).contains("little-disk"), "what is not known is not little");
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
