#include "core/choose/lock_fit.h"

#include <QTest>

#include "machine.h"

using namespace nightjar;

namespace {

FixedSet set(const QString &variant = "cu130", const QString &python = "3.12",
             const QString &platform = "manylinux_2_28_x86_64") {
  const QString cp = "cp" + QString(python).remove('.').remove('t');
  const QString abi = python.endsWith('t') ? cp + 't' : cp;
  return {variant,
          python,
          {"torch-2.16.0.dev20261121-" + cp + '-' + abi + '-' + platform + ".whl", "filelock-3.20.0-py3-none-any.whl"}};
}

}  // namespace

class LockFitTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theSamePythonIsTaken() {
    const RuntimeFacts facts = test::colabT4();
    const auto place = placeForFixedSet(facts, set());
    QVERIFY2(place, qPrintable(place ? QString() : place.error().why));
    QVERIFY(place->pythonVersion.startsWith("3.12"));
    QVERIFY(!place->pythonPath.isEmpty());
  }

  void withoutThatPythonUvBringsItOrItIsNamed() {
    RuntimeFacts facts = test::colabT4();
    facts.pythons = {test::python("3.11.7"), test::python("3.12.1", true)};
    facts.uv = QString();
    facts.uvPath = QString();
    const auto place = placeForFixedSet(facts, set());
    QVERIFY(!place);
    QCOMPARE(place.error().fault, Fault::NoBuild);
    QVERIFY(place.error().why.contains("3.12"));
    facts.uv = "0.9.5";
    facts.uvPath = "/usr/bin/uv";
    const auto brought = placeForFixedSet(facts, set());
    QVERIFY2(brought, qPrintable(brought ? QString() : brought.error().why));
    QCOMPARE(brought->pythonVersion, QString("3.12"));
    QVERIFY(brought->pythonPath.isEmpty());
  }

  void aPythonNamedByItsUsualPathIsTheOneBesideIt() {
    RuntimeFacts facts = test::colabT4();
    facts.pythons = {test::python("3.12.1"), test::python("3.11.7")};
    facts.pythons[0].path = "/opt/py/bin/python3.12";
    facts.pythons[1].path = "/opt/old/bin/python3.11";
    for (const char *wished :
         {"/opt/py/bin/python3.12", "/opt/py/bin/python3", "/opt/py/bin/python", "3.12", "3.12.1"}) {
      const auto place = placeForFixedSet(facts, set(), wished);
      QVERIFY2(place, wished);
      QCOMPARE(place->pythonPath, facts.pythons[0].path);
    }
    QVERIFY(placeForFixedSet(facts, set(), "/opt/old/bin/python3").error().why.contains("not one of that kind"));
    QVERIFY(placeForFixedSet(facts, set(), "/nowhere/bin/python3").error().why.contains("There is no"));
    QVERIFY(placeForFixedSet(facts, set(), "3.11").error().fix.contains("--python"));
    facts.pythons = {};
    facts.uv = facts.uvPath = QString();
    QVERIFY(placeForFixedSet(facts, set(), "3.11").error().fix.contains("Install Python 3.12"));
  }

  void aFreeThreadedLockWantsAFreeThreadedPython() {
    RuntimeFacts facts = test::colabT4();
    facts.pythons = {test::python("3.13.2")};
    QVERIFY(!placeForFixedSet(facts, set("cpu", "3.13t")));
    facts.pythons = {test::python("3.13.2"), test::python("3.13.1", true)};
    const auto place = placeForFixedSet(facts, set("cpu", "3.13t"));
    QVERIFY2(place, qPrintable(place ? QString() : place.error().why));
    QCOMPARE(place->pythonVersion, QString("3.13.1"));
  }

  void anotherSystemOrDriverIsRefusedWithTheReason() {
    QVERIFY(placeForFixedSet(test::colabT4(), set("cu130", "3.12", "manylinux_2_28_aarch64"))
                .error()
                .why.contains("x86_64"));
    QVERIFY(placeForFixedSet(test::colabT4(), set("cu130", "3.12", "musllinux_1_2_x86_64")).error().fault ==
            Fault::NoBuild);
    RuntimeFacts old = test::colabT4();
    old.driver = Driver{"470.57.02", "11.4"};
    const auto place = placeForFixedSet(old, set());
    QVERIFY(!place);
    QVERIFY2(place.error().why.contains("driver"), qPrintable(place.error().why));
  }

  void aLockThatContradictsItselfIsRefused() {
    FixedSet odd = set();
    odd.python = "3.13";
    RuntimeFacts facts = test::colabT4();
    facts.pythons = {test::python("3.13.2")};
    QVERIFY(placeForFixedSet(facts, odd).error().why.contains("torch-2.16"));
    odd.files = QStringList{"no-wheel.whl"};
    QVERIFY(placeForFixedSet(facts, odd).error().why.contains("no-wheel.whl"));
  }
};

QTEST_GUILESS_MAIN(LockFitTest)
#include "lock_fit_test.moc"
