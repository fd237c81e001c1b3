#include "core/profiles/profile_record.h"

#include <QTest>

using namespace nightjar;

namespace {

const QDateTime now(QDate(2026, 11, 24), QTime(6, 0), Qt::UTC);

Gpu gpu(const char *name) {
  Gpu made;
  made.name = name;
  return made;
}

SetupState walk() {
  SetupState state;
  state.target = Target{Target::Kind::Ssh, "me@host", "host", 22, "me", {}};
  state.connectOptions.identityFile = "/home/me/key";
  state.connectOptions.knownHostsFile = "/home/me/hosts";
  state.facts.emplace().gpus = {gpu("L4"), gpu("L4")};
  Choice &choice = state.choice.emplace();
  choice.packages = QStringList{"torch"};
  choice.build.id = "20261121-cu130";
  choice.build.variant = "cu130";
  choice.build.torch = "2.16.0.dev20261121+cu130";
  state.environment = "/root/nightjar/envs/new";
  state.lock = {{"build", "new"}};
  return state;
}

Profile saved() {
  Profile profile;
  profile.name = "lab";
  profile.root = "/data";
  profile.index = "https://host/whl";
  profile.python = "3.12";
  profile.build = "20261101-cu126";
  profile.environment = "/root/nightjar/envs/old";
  profile.lock = {{"build", "old"}};
  profile.lastOutcome = "verified";
  return profile;
}

}  // namespace

class ProfileRecordTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatWasAskedForWinsOverTheProfileWhichFillsTheRest() {
    Profile profile;
    profile.root = QStringLiteral("/from/profile");
    profile.index = QStringLiteral("https://profile.example.org");
    profile.stableIndex = QStringLiteral("https://stable.example.org");
    profile.python = QStringLiteral("3.12");
    profile.knownHostsFile = QStringLiteral("/keys/known_hosts");
    Asked given;
    given.root = QStringLiteral("/from/line");
    given.wishes.index = QStringLiteral("https://line.example.org");
    const Asked asked = withProfile(given, profile);
    QCOMPARE(asked.root, given.root);
    QCOMPARE(asked.wishes.index, given.wishes.index);
    QCOMPARE(asked.wishes.stableIndex, profile.stableIndex);
    QCOMPARE(asked.wishes.python, profile.python);
    QCOMPARE(asked.connect.knownHostsFile, profile.knownHostsFile);
    QCOMPARE(withProfile({}, profile).root, profile.root);
  }

  void anInstallThatWorkedIsWhatARepeatRepeats() {
    const Profile profile = recorded(saved(), walk(), Ending::Done, now);
    QCOMPARE(profile.target.host, "host");
    QCOMPARE(profile.target.identityFile, "/home/me/key");
    QCOMPARE(profile.knownHostsFile, "/home/me/hosts");
    QCOMPARE(profile.gpu, "2 × L4");
    QCOMPARE(profile.packages, QStringList{"torch"});
    QCOMPARE(profile.variant, "cu130");
    QCOMPARE(profile.build, "20261121-cu130");
    QCOMPARE(profile.torch, "2.16.0.dev20261121+cu130");
    QCOMPARE(profile.environment, "/root/nightjar/envs/new");
    QCOMPARE(profile.lock["build"].toString(), "new");
    QCOMPARE(profile.lastOutcome, "verified");
    QCOMPARE(profile.lastUsed, now);
  }

  void whatOnlyTheAskerKnowsStays() {
    const Profile profile = recorded(saved(), walk(), Ending::Done, now);
    QCOMPARE(profile.name, "lab");
    QCOMPARE(profile.root, "/data");
    QCOMPARE(profile.index, "https://host/whl");
    QCOMPARE(profile.python, "3.12");
  }

  void anInstallThatDidNotWorkLeavesTheBuildThatDid_data() {
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("failed") << Fault::Failed << "failed";
    QTest::newRow("not verified") << Fault::Verification << "failed";
    QTest::newRow("cancelled") << Fault::Cancelled << "cancelled";
  }
  void anInstallThatDidNotWorkLeavesTheBuildThatDid() {
    QFETCH(const Fault, fault);
    const Profile profile = recorded(saved(), walk(), endingOf(Error{{}, {}, {}, {}, fault}), now);
    QTEST(profile.lastOutcome, "outcome");
    QCOMPARE(profile.build, "20261101-cu126");
    QCOMPARE(profile.environment, "/root/nightjar/envs/old");
    QCOMPARE(profile.lock["build"].toString(), "old");
    QCOMPARE(profile.lastUsed, now);
  }

  void withoutAnInstallTheLastOutcomeStaysUntilChecksFail() {
    SetupState state = walk();
    QCOMPARE(recorded(saved(), state, Ending::None, now).lastOutcome, "verified");
    state.report.emplace().ok = true;
    QCOMPARE(recorded(saved(), state, Ending::None, now).lastOutcome, "verified");
    state.report->ok = false;
    QCOMPARE(recorded(saved(), state, Ending::None, now).lastOutcome, "failed");
    QCOMPARE(recorded(saved(), state, endingOf({}), now).lastOutcome, "failed");
  }

  void gpusAreNamedAsAPersonCountsThem() {
    QCOMPARE(gpuNames({}), QString());
    QCOMPARE(gpuNames({gpu("Tesla T4")}), "Tesla T4");
    QCOMPARE(gpuNames({gpu("L4"), gpu("H100"), gpu("L4")}), "2 × L4, H100");
  }
};

QTEST_GUILESS_MAIN(ProfileRecordTest)
#include "profile_record_test.moc"
