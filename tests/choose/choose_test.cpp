#include <QJsonArray>
#include <QtTest>

#include "core/choose/build_set.h"
#include "core/choose/choose.h"
#include "core/choose/recommendation.h"
#include "machine.h"
#include "sample_index.h"

using namespace nightjar;

namespace {

BuildList listFor(const RuntimeFacts &facts, const QStringList &packages = {"torch", "torchvision"}) {
  BuildList list = judgedBuilds(test::sampleCatalogue(), {}, facts, packages);
  list.index = "https://index.example.org/nightly";
  list.recommended = recommend(list.builds, facts, packages);
  list.why = list.recommended < 0 ? whyNone(list.builds, facts)
                                  : whyRecommended(list.builds, list.recommended, facts, packages);
  return list;
}

Wishes wish(const QString &build, const QString &variant = {}, const QStringList &packages = {"torch", "torchvision"},
            const QString &python = {}) {
  Wishes wishes;
  wishes.build = build;
  wishes.variant = variant;
  wishes.packages = packages;
  wishes.python = python;
  return wishes;
}

}  // namespace

class ChooseTest : public QObject {
  Q_OBJECT

  const RuntimeFacts m_facts = test::colabT4();
  const BuildList m_list = listFor(m_facts);

  Error failure(const Wishes &wishes) {
    const auto choice = choose(m_list, m_facts, wishes);
    return choice ? Error{} : choice.error();
  }

 private Q_SLOTS:
  void withoutWishesItIsTheRecommendation() {
    for (const Wishes &wishes : {Wishes{}, wish("newest", "auto")}) {
      const auto choice = choose(m_list, m_facts, wishes);
      QVERIFY(choice);
      QCOMPARE(choice->build.id, QStringLiteral("20261121-cu130"));
      QCOMPARE(choice->indexUrl, QStringLiteral("https://index.example.org/nightly/cu130"));
      QCOMPARE(choice->packages, (QStringList{"torch", "torchvision"}));
      QCOMPARE(choice->pythonPath, QStringLiteral("/usr/bin/python3.12"));
      QCOMPARE(choice->pythonVersion, QStringLiteral("3.12.3"));
      QCOMPARE(choice->why, m_list.why);
    }
  }

  void aNightAVersionAndAVariantCanBeNamed() {
    QCOMPARE(choose(m_list, m_facts, wish("2026-11-19"))->build.id, QStringLiteral("20261119-cu130"));
    QCOMPARE(choose(m_list, m_facts, wish("2.16.0.dev20261118"))->build.id, QStringLiteral("20261118-cu130"));
    QCOMPARE(choose(m_list, m_facts, wish("2.16.0.dev20261118+cu132"))->build.id, QStringLiteral("20261118-cu132"));
    QCOMPARE(choose(m_list, m_facts, wish("newest", "cu132"))->build.id, QStringLiteral("20261121-cu132"));
    QCOMPARE(choose(m_list, m_facts, wish("2026-11-22", {}, {"torch"}))->build.id, QStringLiteral("20261122-cu130"));
  }

  void torchAloneTakesTheNewestNight() {
    const auto choice = choose(listFor(m_facts, {"torch"}), m_facts, wish({}, {}, {"torch"}));
    QCOMPARE(choice->build.id, QStringLiteral("20261122-cu130"));
    QCOMPARE(choice->packages, QStringList{"torch"});
  }

  void cpuOnPurposeIsAllowedWhereThereIsAGpu() {
    const auto choice = choose(m_list, m_facts, wish({}, "cpu"));
    QVERIFY(choice);
    QCOMPARE(choice->build.variant, QStringLiteral("cpu"));
    QCOMPARE(choice->why, QStringList{"runs, but leaves the Tesla T4 unused"});
  }

  void anEndedVariantIsTakenOnlyOnPurpose() {
    const auto choice = choose(m_list, m_facts, wish({}, "cu126"));
    QVERIFY(choice);
    QCOMPARE(choice->build.id, QStringLiteral("20260908-cu126"));
    QCOMPARE(choice->why.constFirst(), QStringLiteral("ended on 8 September"));
  }

  void aNightThatIsNotThereNamesTheNewest() {
    const Error error = failure(wish("2026-11-30"));
    QCOMPARE(error.fault, Fault::NoBuild);
    QCOMPARE(error.what, QStringLiteral("There is no build of 2026-11-30."));
    QVERIFY(error.why.contains("The newest is 2026-11-22"));
    QVERIFY(failure(wish("2026-11-10", "cu126")).why.contains("2026-09-08"));
    QCOMPARE(failure(wish("2.17.0.dev20270101")).fault, Fault::NoBuild);
  }

  void aVariantThatIsNotThereNamesTheOthers() {
    const Error error = failure(wish({}, "cu0"));
    QCOMPARE(error.fault, Fault::NoBuild);
    QVERIFY(error.why.contains("cu134, cu132, cu130, cu126, rocm7.14, rocm7.2, xpu, cpu"));
  }

  void aVariantThatDoesNotFitSaysWhy() {
    const Error error = failure(wish({}, "rocm7.2"));
    QCOMPARE(error.fault, Fault::NoBuild);
    QCOMPARE(error.why, QStringLiteral("rocm7.2 is for AMD GPUs; there is none here."));
  }

  void aNightWithoutTorchvisionIsNotQuietlyTorchAlone() {
    const Error error = failure(wish("2026-11-22"));
    QCOMPARE(error.fault, Fault::NoBuild);
    QCOMPARE(error.what, QStringLiteral("20261122-cu134 has no torchvision."));
    QVERIFY(error.fix.contains("--packages torch"));
  }

  void nothingFitsNamesTheWaysOut() {
    const RuntimeFacts old = test::machine(
        {{"gpus", QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", "GTX 1080"}, {"capability", "6.1"}}}},
         {"driver", "580.82.07"},
         {"cuda", "13.0"}});
    BuildList list = listFor(old);
    const auto choice = choose(list, old, {});
    QVERIFY(!choice);
    QCOMPARE(choice.error().fault, Fault::NoBuild);
    QCOMPARE(choice.error().what, QStringLiteral("No nightly fits this runtime."));
    QVERIFY(choice.error().why.contains("no code for compute capability 6.1"));
    list.alternatives = {{"stable", "https://i.example.org", "cu126", "2.14.0+cu126", {}, "Stable it is."},
                         {"nightly", "https://i.example.org/nightly", "cpu", "2.16.0", {}, "On purpose."}};
    QCOMPARE(choose(list, old, {}).error().fix, QStringLiteral("Stable it is.\nOn purpose."));
    QCOMPARE(choose(listFor(old), old, wish({}, "cpu"))->build.variant, QStringLiteral("cpu"));
  }

  void aPythonCanBeNamedByVersionOrPath() {
    RuntimeFacts facts = m_facts;
    facts.pythons = {test::python("3.12.3"), test::python("3.13.1"), test::python("3.9.2"),
                     test::python("3.14.0", true)};
    const BuildList list = listFor(facts);
    const auto path = [&](const QString &python) {
      return choose(list, facts, wish({}, {}, {"torch", "torchvision"}, python))->pythonPath;
    };
    QCOMPARE(path("3.13"), QStringLiteral("/usr/bin/python3.13"));
    QCOMPARE(path("3.13.1"), QStringLiteral("/usr/bin/python3.13"));
    QCOMPARE(path("3.14t"), QStringLiteral("/usr/bin/python3.14t"));
    QCOMPARE(path("/usr/bin/python3.13"), QStringLiteral("/usr/bin/python3.13"));
    QCOMPARE(path({}), QStringLiteral("/usr/bin/python3.12"));
  }

  void aPythonWithoutWheelsNamesThoseThatHave() {
    RuntimeFacts facts = m_facts;
    facts.pythons = {test::python("3.12.3"), test::python("3.9.2")};
    const auto choice = choose(listFor(facts), facts, wish({}, {}, {"torch"}, "3.9"));
    QVERIFY(!choice);
    QCOMPARE(choice.error().fault, Fault::NoBuild);
    QCOMPARE(choice.error().what, QStringLiteral("There is no wheel for Python 3.9.2."));
    QVERIFY(choice.error().why.contains("3.10, 3.11, 3.12"));
    QVERIFY(choice.error().why.contains("This runtime has Python 3.12.3, 3.9.2."));
  }

  void aPythonThatIsNotThereNamesThoseThatAre() {
    for (const QString &python :
         {QStringLiteral("3.11"), QStringLiteral("3.12.9"), QStringLiteral("/opt/python3"), QStringLiteral("3.12t")}) {
      const Error error = failure(wish({}, {}, {"torch", "torchvision"}, python));
      QCOMPARE(error.fault, Fault::NoBuild);
      QVERIFY(error.why.contains("3.12.3"));
    }
  }

  void aPythonThatUvWillInstallIsChosenWhereNoneIsThere() {
    RuntimeFacts facts = m_facts;
    facts.pythons = {test::python("3.9.2")};
    facts.uv = "0.9.4";
    const auto choice = choose(listFor(facts), facts, {});
    QVERIFY2(choice, choice ? "" : qPrintable(choice.error().why));
    QCOMPARE(choice->pythonPath, QString());
    QCOMPARE(choice->pythonVersion, QStringLiteral("3.14"));
    QCOMPARE(choice->why.last(), QStringLiteral("with Python 3.14, which uv will install"));
    const auto wished = choose(listFor(facts), facts, wish({}, {}, {"torch", "torchvision"}, "3.12"));
    QVERIFY(wished);
    QCOMPARE(wished->pythonVersion, QStringLiteral("3.12"));
    QCOMPARE(wished->why.filter("uv will install"), QStringList{"with Python 3.12, which uv will install"});
    // One that is there but has no wheel is not quietly replaced by another.
    QCOMPARE(choose(listFor(facts), facts, wish({}, {}, {"torch"}, "3.9")).error().fault, Fault::NoBuild);
    facts.uv = "0.3.0";
    QCOMPARE(choose(listFor(facts), facts, {}).error().fault, Fault::NoBuild);
  }

  void theListAdvisesWhatWasWished() {
    const auto advised = [](RuntimeFacts facts, const Wishes &wishes) {
      BuildList list = listFor(facts);
      adviseAsWished(list, facts, wishes);
      return (list.recommended < 0 ? QStringLiteral("none") : list.builds.at(list.recommended).id) + "; " +
             list.why.join("; ");
    };
    QVERIFY(advised(m_facts, {}).startsWith("20261121-cu130; "));
    QCOMPARE(advised(m_facts, wish({}, "cpu")), QStringLiteral("20261121-cpu; runs, but leaves the Tesla T4 unused"));
    QVERIFY(advised(m_facts, wish("2026-11-19")).startsWith("20261119-cu130; "));
    QVERIFY(advised(m_facts, wish({}, "cu999")).startsWith("none; There is no variant cu999.; "));
    QVERIFY(advised(m_facts, wish("2020-01-01")).startsWith("none; There is no build of 2020-01-01.; "));
    const Wishes python = wish({}, {}, {"torch", "torchvision"}, "3.13");
    QCOMPARE(advised(m_facts, python),
             QStringLiteral("none; There is no Python 3.13 on this runtime.; This runtime has Python 3.12.3."));
    RuntimeFacts uv = m_facts;
    uv.uv = "0.9.4";
    const QString there = advised(uv, python);
    QVERIFY2(there.endsWith("; with Python 3.13, which uv will install") && there.count("uv will install") == 1,
             qPrintable(there));
  }

  void theUsualNameOfAnInterpreterIsEnoughWhereItIsTheOnlyOne() {
    QCOMPARE(choose(m_list, m_facts, wish({}, {}, {"torch", "torchvision"}, "/usr/bin/python3"))->pythonPath,
             QStringLiteral("/usr/bin/python3.12"));
    QCOMPARE(failure(wish({}, {}, {"torch"}, "/usr/bin/p")).fault, Fault::NoBuild);
  }

  void whatCannotBeUnderstoodIsWrongUsage_data() {
    QTest::addColumn<Wishes>("wishes");
    QTest::newRow("build") << wish("yesterday");
    QTest::newRow("day") << wish("2026-13-45");
    QTest::newRow("command in build") << wish("2.16;id");
    QTest::newRow("variant") << wish({}, "CUDA 13");
    QTest::newRow("variant path") << wish({}, "../stable");
    QTest::newRow("package") << wish({}, {}, {"torch", "numpy"});
    QTest::newRow("no torch") << wish({}, {}, {"torchvision"});
    QTest::newRow("python") << wish({}, {}, {"torch"}, "python3");
    for (const char *index : {"file:///tmp/index", "ftp://h/x", "not an address", "https://", "https://user:pw@h/whl",
                              "https://h/whl?x=1", "https://download.pytorch.org/whl/nightly/cu130"}) {
      Wishes wishes;
      wishes.index = QString::fromLatin1(index);
      QTest::newRow(index) << wishes;
    }
  }
  void whatCannotBeUnderstoodIsWrongUsage() {
    QFETCH(Wishes, wishes);
    const Error error = failure(wishes);
    QCOMPARE(error.fault, Fault::Usage);
    QVERIFY(!error.what.isEmpty() && !error.why.isEmpty() && !error.fix.isEmpty());
    const auto list = listBuilds(m_facts, wishes, {});
    QVERIFY(!list && list.error().fault == Fault::Usage);
  }

  void aVariantAtTheEndOfTheIndexIsToldApart() {
    Wishes wishes;
    wishes.index = "https://download.pytorch.org/whl/nightly/cu130";
    QCOMPARE(failure(wishes).fix,
             QStringLiteral("Use --index https://download.pytorch.org/whl/nightly --variant cu130"));
    wishes.index = "https://i.example.org/$(id)/cu130";
    QCOMPARE(failure(wishes).fix, QStringLiteral("Use --index 'https://i.example.org/$(id)' --variant cu130"));
  }

  void theReportHasTheFieldsOtherProgramsRelyOn() {
    const QJsonObject json = toJson(m_list);
    QCOMPARE(json.keys(), (QStringList{"alternatives", "builds", "from", "index", "index_written_at", "note", "read_at",
                                       "recommended", "schema", "unread", "variants", "why"}));
    QCOMPARE(json["schema"].toString(), QStringLiteral("nightjar.builds/1"));
    QCOMPARE(json["builds"].toArray().size(), m_list.builds.size());
    const QJsonObject build = json["recommended"].toObject();
    QCOMPARE(build.keys(), (QStringList{"date", "download_bytes", "ended", "fits", "id", "python", "reasons", "torch",
                                        "torchaudio", "torchvision", "variant"}));
    QCOMPARE(build["date"].toString(), QStringLiteral("2026-11-21"));
    QCOMPARE(build["fits"].toString(), QStringLiteral("yes"));
    QVERIFY(build["python"].isArray() && build["reasons"].isArray() && build["ended"].isBool());
    BuildList none = m_list;
    none.recommended = -1;
    QVERIFY(toJson(none)["recommended"].isNull());
    QVERIFY(toJson(none)["why"].isArray());
    QVERIFY(json["builds"][0]["torchvision"].isNull());
    QVERIFY(json["alternatives"].isArray());
    none.alternatives = {{"stable", "https://i.example.org", "cu126", "2.14.0+cu126", {}, "Stable."}};
    const QJsonObject way = toJson(none)["alternatives"][0].toObject();
    QCOMPARE(way.keys(), (QStringList{"channel", "index", "torch", "torchvision", "variant", "what"}));
    QVERIFY(way["torchvision"].isNull());
  }
};

QTEST_GUILESS_MAIN(ChooseTest)
#include "choose_test.moc"
