#include <QtTest>

#include "core/choose/variant.h"
#include "core/choose/variants_table.h"
#include "core/choose/wheel_name.h"
#include "core/choose/wheel_tags.h"

using namespace nightjar;

class WheelNameTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theNumberOfAnIntelGpuSaysMoreThanItsName_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("pci");
    QTest::addColumn<bool>("capable");
    QTest::addColumn<bool>("tooOld");
    QTest::newRow("Arc A770, no database") << "Intel GPU"
                                           << "8086:56a0" << true << false;
    QTest::newRow("UHD 630, named wrongly") << "Intel Arc Graphics"
                                            << "8086:3e92" << false << true;
    QTest::newRow("a number nobody knows") << "Intel Arc B990"
                                           << "8086:fd80" << true << false;
    QTest::newRow("a name alone") << "Intel UHD Graphics 770" << QString() << false << true;
  }

  void theNumberOfAnIntelGpuSaysMoreThanItsName() {
    QFETCH(QString, name);
    QFETCH(QString, pci);
    Gpu gpu{"intel", name, 0, {}, {}, {}};
    gpu.pciDevice = pci;
    QTEST(intelGpu(gpu) == IntelGpu::Capable, "capable");
    QTEST(intelGpu(gpu) == IntelGpu::TooOld, "tooOld");
  }

  void aNightlyWheelIsTakenApart() {
    const QByteArray name = "torch-2.16.0.dev20261007+cu130-cp312-cp312-manylinux_2_28_x86_64.whl";
    const auto wheel = parseWheelName(name);
    QVERIFY(wheel.has_value());
    QCOMPARE(wheel->distribution.toByteArray(), QByteArray("torch"));
    QCOMPARE(wheel->version.toByteArray(), QByteArray("2.16.0.dev20261007+cu130"));
    QCOMPARE(wheel->local.toByteArray(), QByteArray("cu130"));
    QVERIFY(wheel->build.isEmpty());
    QCOMPARE(wheel->tags.toByteArray(), QByteArray("cp312-cp312-manylinux_2_28_x86_64"));
    QCOMPARE(nightlyDate(wheel->version), QDate(2026, 10, 7));
  }
  void buildTagsAndCompressedSetsAreUnderstood() {
    const QByteArray name = "triton-3.5.0-1abc-py2.py3-none-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl";
    const auto wheel = parseWheelName(name);
    QVERIFY(wheel.has_value());
    QCOMPARE(wheel->build.toByteArray(), QByteArray("1abc"));
    const WheelTags tags = parseWheelTags(wheel->python, wheel->abi, wheel->platform);
    QCOMPARE(tags.platforms.size(), 2);
    QCOMPARE(tags.platforms.at(0).glibcMinor, 27);
    QVERIFY(supports(tags, {3, 12, false}));
  }

  void whatIsNoWheelIsRefused_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"", ".whl", "torch.whl", "torch-2.0.tar.gz", "torch-2.0-cp312-cp312.whl",
                             "a-1-2-3-4-5-6-7.whl", "torch-abc-cp312-cp312-linux_x86_64.whl",
                             "torch-2.0-x1-cp312-cp312-linux_x86_64.whl", "../etc-2.0-cp312-cp312-linux_x86_64.whl",
                             "torch-2.0;rm-cp312-cp312-linux_x86_64.whl", "torch-1!2!0-cp312-cp312-linux_x86_64.whl",
                             "torch-2.0+-cp312-cp312-linux_x86_64.whl", "torch-2.0+a+b-cp312-cp312-linux_x86_64.whl",
                             "torch-2.0 -cp312-cp312-linux_x86_64.whl", "torch--cp312-cp312-linux_x86_64.whl"})
      QTest::newRow(name) << QByteArray(name);
    QTest::newRow("too long") << QByteArray("torch-") + QByteArray(300, '1') + "-cp312-cp312-linux_x86_64.whl";
  }
  void whatIsNoWheelIsRefused() {
    QFETCH(QByteArray, name);
    QVERIFY(!parseWheelName(name));
  }

  void theNightIsReadOnlyFromARealDate() {
    QCOMPARE(nightlyDate("2.16.0.dev20261121"), QDate(2026, 11, 21));
    for (const char *version :
         {"2.14.0", "2.16.0.dev20261340", "2.16.0.dev2026112", "2.16.0.dev202611211", "2.0.dev99991231", "2.0.dev"})
      QVERIFY2(!nightlyDate(version).isValid(), version);
  }

  void pythonTagsMeanTheInterpretersTheyName() {
    const auto runs = [](const char *python, const char *abi, PythonVersion version) {
      return supports(parseWheelTags(python, abi, "any"), version);
    };
    QVERIFY(runs("cp312", "cp312", {3, 12, false}));
    QVERIFY(!runs("cp312", "cp312", {3, 13, false}));
    QVERIFY(runs("cp314", "cp314t", {3, 14, true}));
    QVERIFY(!runs("cp314", "cp314t", {3, 14, false}));
    QVERIFY(!runs("cp314", "cp314", {3, 14, true}));
    QVERIFY(runs("cp310", "abi3", {3, 13, false}));
    QVERIFY(!runs("cp310", "abi3", {3, 9, false}));
    QVERIFY(!runs("cp310", "abi3", {3, 14, true}));
    QVERIFY(runs("py3", "none", {3, 14, true}));
    QVERIFY(!runs("pp310", "pypy310_pp73", {3, 10, false}));
  }

  void platformTagsOfOtherSystemsAreNoLinux() {
    for (const char *platform : {"win_amd64", "win_arm64", "macosx_14_0_arm64", "macosx_11_0_arm64.macosx_12_0_arm64"})
      QVERIFY2(parseWheelTags("cp312", "cp312", platform).platforms.isEmpty(), platform);
    const auto tags = parseWheelTags("cp312", "cp312", "manylinux2014_aarch64.musllinux_1_2_aarch64");
    QCOMPARE(tags.platforms.at(0).arch, QByteArray("aarch64"));
    QCOMPARE(tags.platforms.at(0).glibcMinor, 17);
    QVERIFY(tags.platforms.at(1).musl);
  }

  void pythonVersionsOfRuntimesAreUnderstood() {
    QCOMPARE(parsePythonVersion("3.12.4")->text(), QStringLiteral("3.12"));
    QCOMPARE(parsePythonVersion("3.14.0rc2", true)->text(), QStringLiteral("3.14t"));
    QCOMPARE(parsePythonVersion("3.14t")->text(), QStringLiteral("3.14t"));
    QVERIFY(!parsePythonVersion("three"));
    QVERIFY(!parsePythonVersion("3"));
  }

  void variantsAreTakenApart() {
    QCOMPARE(parseVariant("cu130").major, 13);
    QCOMPARE(parseVariant("cu126").minor, 6);
    QCOMPARE(parseVariant("rocm7.14").minor, 14);
    QCOMPARE(parseVariant("cpu").kind, VariantKind::Cpu);
    QCOMPARE(parseVariant("xpu").kind, VariantKind::Xpu);
    for (const char *name : {"cu", "cu1", "cuda13", "rocm", "cpu.cxx11.abi", "", "CU130"})
      QVERIFY2(parseVariant(name).kind == VariantKind::Unknown, name);
    QVERIFY(!isVariantName("../x"));
    QVERIFY(!isVariantName("a/b"));
    QVERIFY(!isVariantName("a..b"));
    QCOMPARE(variantTitle("cu130"), QStringLiteral("CUDA 13.0"));
  }

  void codeReachesTheGpusItWasMadeFor() {
    const auto of = [](const char *variant, const char *arch, Capability gpu) {
      return reach(*wheelCode(parseVariant(variant), arch), gpu);
    };
    QCOMPARE(of("cu126", "x86_64", {6, 1}), Reach::Code);
    QCOMPARE(of("cu130", "x86_64", {6, 1}), Reach::None);
    QCOMPARE(of("cu130", "x86_64", {8, 9}), Reach::Code);
    QCOMPARE(of("cu130", "x86_64", {13, 0}), Reach::Ptx);
    QCOMPARE(of("cu130", "x86_64", {11, 0}), Reach::None);
    QCOMPARE(of("cu130", "aarch64", {11, 0}), Reach::Code);
    QCOMPARE(of("cu130", "aarch64", {8, 7}), Reach::None);
    QCOMPARE(of("cu130", "aarch64", {7, 5}), Reach::None);
    QVERIFY(!wheelCode(parseVariant("cu140"), "x86_64"));
  }

  void driversAreComparedAsNumbers() {
    QCOMPARE(leastDriver(13, false), QStringLiteral("580"));
    QCOMPARE(leastDriver(12, true), QStringLiteral("528.33"));
    QVERIFY(leastDriver(14, false).isNull());
    QCOMPARE(cudaOfDriver("580.82.07"), QStringLiteral("13.0"));
    QCOMPARE(cudaOfDriver("535.183.01"), QStringLiteral("12.2"));
    QVERIFY(cudaOfDriver("900.1").isNull());
    QVERIFY(cudaOfDriver("").isNull());
  }
};

QTEST_GUILESS_MAIN(WheelNameTest)
#include "wheel_name_test.moc"
