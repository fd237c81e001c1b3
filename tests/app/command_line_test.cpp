#include "app/command_line.h"

#include <QDir>
#include <QTest>

#include "app/command_table.h"

using namespace nightjar;

namespace {

/// As a shell would hand it over, without quotes: words parted by blanks.
Result<CommandLine> parse(const QString &line, const QProcessEnvironment &environment = QProcessEnvironment()) {
  return parseCommandLine(QStringList{"nightjar"} + line.split(' ', Qt::SkipEmptyParts), environment);
}

QString sentencesOf(const Error &error) {
  return error.what + '\n' + error.why + '\n' + error.fix;
}

}  // namespace

class CommandLineTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachCommandIsUnderstood_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<Command>("command");
    QTest::addColumn<QString>("target");
    QTest::newRow("window") << "" << Command::Window << "";
    QTest::newRow("window with a theme") << "--theme dark" << Command::Window << "";
    QTest::newRow("detect") << "detect local" << Command::Detect << "local";
    QTest::newRow("builds") << "builds" << Command::Builds << "";
    QTest::newRow("builds for a runtime") << "builds root@host:22" << Command::Builds << "root@host:22";
    QTest::newRow("install") << "install practice --yes" << Command::Install << "practice";
    QTest::newRow("verify") << "verify ssh://me@host:2222" << Command::Verify << "ssh://me@host:2222";
    QTest::newRow("environments") << "environments me@host" << Command::Environments << "me@host";
    QTest::newRow("rollback") << "rollback box" << Command::Rollback << "box";
    QTest::newRow("rollback to one") << "rollback box 20261121-cpu-s --yes" << Command::Rollback << "box";
    QTest::newRow("remove") << "remove box 20261121-cpu-s" << Command::Remove << "box";
    QTest::newRow("profiles") << "profiles list" << Command::Profiles << "";
    QTest::newRow("options first") << "--json --root /x detect local" << Command::Detect << "local";
    QTest::newRow("options end") << "detect -- --local" << Command::Detect << "--local";
    QTest::newRow("help") << "--help" << Command::Help << "";
    QTest::newRow("help, short") << "-h" << Command::Help << "";
    QTest::newRow("help of a command without its target") << "install --help" << Command::Help << "";
    QTest::newRow("help wins over what is wrong") << "install --bogus --help" << Command::Help << "";
    QTest::newRow("version") << "--version" << Command::Version << "";
  }
  void eachCommandIsUnderstood() {
    QFETCH(const QString, line);
    const auto parsed = parse(line);
    QVERIFY2(parsed, parsed ? "" : qPrintable(sentencesOf(parsed.error())));
    QTEST(parsed->command, "command");
    QTEST(parsed->targetText, "target");
  }

  void anEnvironmentIsNamedAfterItsRuntime() {
    QCOMPARE(parse("rollback box 20261121-cpu-s")->environment, QStringLiteral("20261121-cpu-s"));
    QCOMPARE(parse("remove box 20261121-cpu-s")->environment, QStringLiteral("20261121-cpu-s"));
    QVERIFY(parse("rollback box")->environment.isEmpty());
    for (const char *wrong : {"remove", "remove box", "remove box a b", "rollback", "rollback box a b"})
      QVERIFY2(!parse(wrong), wrong);
  }

  void keepTakesAllOrANumber() {
    QCOMPARE(parse("install box --keep 3")->wishes.keep, QStringLiteral("3"));
    QCOMPARE(parse("install box --keep=all")->wishes.keep, QStringLiteral("all"));
    for (const char *wrong : {"0", "-1", "many", "1.5", "9999", ""})
      QVERIFY2(!parse(QStringLiteral("install box --keep=%1").arg(QLatin1String(wrong))), wrong);
  }

  void savedFactsTakeTheTargetsPlace() {
    QCOMPARE(parse("builds --facts box.json")->factsFile, QStringLiteral("box.json"));
    QCOMPARE(parse("builds --facts -")->factsFile, QStringLiteral("-"));
    QCOMPARE(parse("builds --facts=- --json")->factsFile, QStringLiteral("-"));
    const auto both = parse("builds --facts box.json local");
    QVERIFY(!both);
    QCOMPARE(both.error().what, QStringLiteral("--facts and a TARGET do not go together."));
    QVERIFY(!parse("install local --facts box.json"));
    QVERIFY(!parse("builds --facts"));
  }

  void theStableIndexIsAnAddress() {
    QCOMPARE(parse("builds --stable-index https://h/whl")->wishes.stableIndex, QStringLiteral("https://h/whl"));
    QVERIFY(!parse("builds --stable-index h/whl"));
  }

  void everyOptionLandsInItsPlace() {
    const auto line = parse(
        "install me@host --index https://h/whl --build 2026-10-07 --variant rocm7.2 --packages torchvision,torch "
        "--python 3.13t --root /a --identity /k --known-hosts=/h --accept-new-host-key --installer uv --save-profile "
        "box --yes --json "
        "--verbose");
    QVERIFY(line);
    QCOMPARE(line->wishes.index, "https://h/whl");
    QCOMPARE(line->wishes.build, "2026-10-07");
    QCOMPARE(line->wishes.variant, "rocm7.2");
    QCOMPARE(line->wishes.packages, QStringList({"torch", "torchvision"}));
    QCOMPARE(line->wishes.python, "3.13t");
    QCOMPARE(line->root, "/a");
    QCOMPARE(line->connectOptions.identityFile, "/k");
    QCOMPARE(line->connectOptions.knownHostsFile, "/h");
    QVERIFY(line->connectOptions.acceptNewHostKey);
    QCOMPARE(line->saveProfile, "box");
    QCOMPARE(line->wishes.installer, "uv");
    QVERIFY(line->yes && line->json && line->verbose);
  }

  void lockAndArchiveKnowTheirWords() {
    QCOMPARE(parse("lock me@host")->environment, QString());
    QCOMPARE(parse("lock me@host 20261121-cu130-20261122-101500")->environment, "20261121-cu130-20261122-101500");
    QCOMPARE(parse("lock me@host --output box.json")->outputFile, "box.json");
    QCOMPARE(parse("archive me@host box.tar")->outputFile, "box.tar");
    QCOMPARE(parse("archive me@host box.tar some-id")->environment, "some-id");
    for (const char *wrong : {"lock", "lock me@host a b", "archive", "archive me@host", "archive me@host a b c",
                              "lock me@host --from-lock x", "archive me@host --output x"})
      QVERIFY2(!parse(wrong), wrong);
  }

  void aLockDecidesWhatIsInstalled() {
    QCOMPARE(parse("install me@host --from-lock box.tar --python 3.12")->fromLock, "box.tar");
    for (const char *other : {"--build newest", "--variant cpu", "--index https://h/whl", "--packages torch",
                              "--stable-index https://h/whl"})
      QVERIFY2(!parse(QString("install me@host --from-lock box.json ") + other), other);
  }

  void nothingIsAskedForByDefault() {
    const auto line = parse("install local");
    QVERIFY(line);
    QVERIFY(!line->yes && !line->json && !line->verbose && !line->connectOptions.acceptNewHostKey);
    QCOMPARE(line->wishes.packages, QStringList({"torch", "torchvision"}));
    QVERIFY(line->wishes.index.isEmpty() && line->wishes.build.isEmpty() && line->wishes.variant.isEmpty());
    QVERIFY(line->root.isEmpty() && line->saveProfile.isEmpty());
    QCOMPARE(line->theme, "system");
  }

  void yesNeverAcceptsAHostKey() { QVERIFY(!parse("install me@host --yes")->connectOptions.acceptNewHostKey); }

  void aValueMayFollowAnEqualsSignOrABlank() {
    const QStringList values = {"/with blank/$(x)", "-dash", "a=b", "line\nbreak", QString::fromUtf8("größe")};
    for (const QString &value : values) {
      const auto joined = parseCommandLine({"nightjar", "detect", "local", "--root=" + value}, {});
      QVERIFY(joined);
      QCOMPARE(joined->root, value);
      if (value.startsWith('-')) continue;
      const auto apart = parseCommandLine({"nightjar", "detect", "--root", value, "local"}, {});
      QVERIFY(apart);
      QCOMPARE(apart->root, value);
    }
  }

  void aFileOfThisComputerMayStandInTheHomeFolder() {
    QCOMPARE(parse("detect me@h --identity=~/key")->connectOptions.identityFile, QDir::homePath() + "/key");
    QCOMPARE(parse("detect me@h --root=~/key")->root, "~/key");
  }

  void profilesKnowTheirVerbs() {
    QCOMPARE(parse("profiles list")->profilesVerb, ProfilesVerb::List);
    const auto show = parseCommandLine({"nightjar", "profiles", "show", "my box"}, {});
    QCOMPARE(show->profilesVerb, ProfilesVerb::Show);
    QCOMPARE(show->profilesName, "my box");
    QCOMPARE(parse("profiles remove box --json")->profilesVerb, ProfilesVerb::Remove);
    QCOMPARE(parse("profiles remove -- --yes")->profilesName, "--yes");
  }

  void validValuesAreTaken_data() {
    QTest::addColumn<QString>("words");
    for (const char *value : {"newest", "2026-10-07", "2024-02-29", "2.16.0", "2.16.0.dev20261007+cu130", "2.16.0rc1",
                              "1!2.0.post1", "2.16"})
      QTest::addRow("build %s", value) << QString("--build ") + value;
    for (const char *value : {"auto", "cpu", "xpu", "cu126", "cu130", "rocm7.2", "rocm7.14", "rocm6.2.4"})
      QTest::addRow("variant %s", value) << QString("--variant ") + value;
    for (const char *value : {"torch", "torch,torchvision", "torchaudio,torch", "torch,torch"})
      QTest::addRow("packages %s", value) << QString("--packages ") + value;
    for (const char *value : {"3.12", "3.12.4", "3.13t", "/usr/bin/python3.12"})
      QTest::addRow("python %s", value) << QString("--python ") + value;
    for (const char *value :
         {"http://127.0.0.1:8080/whl/nightly", "https://host/", "https://[::1]:8/x", "HTTPS://Host/x"})
      QTest::addRow("index %s", value) << QString("--index ") + value;
  }
  void validValuesAreTaken() {
    QFETCH(const QString, words);
    const auto line = parse("install local " + words);
    QVERIFY2(line, line ? "" : qPrintable(sentencesOf(line.error())));
  }

  void wrongUsageNamesTheCulprit_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("culprit");
    QTest::addColumn<QString>("help");
    QTest::newRow("unknown command") << "frobnicate"
                                     << "frobnicate"
                                     << "--help";
    QTest::newRow("mistyped command") << "instal local"
                                      << "instal"
                                      << "install";
    QTest::newRow("target without a command") << "root@host"
                                              << "root@host"
                                              << "nightjar install root@host";
    QTest::newRow("mistyped option") << "install local --pakages torch"
                                     << "--pakages"
                                     << "--packages";
    QTest::newRow("shortened option") << "install local --accept"
                                      << "--accept"
                                      << "--accept-new-host-key";
    QTest::newRow("one dash") << "install local -json"
                              << "-json"
                              << "--json";
    QTest::newRow("unknown option") << "detect local --zzzzzzzzzz"
                                    << "--zzzzzzzzzz"
                                    << "nightjar detect --help";
    QTest::newRow("unknown option with a value") << "detect local --jsn=1"
                                                 << "--jsn"
                                                 << "--json";
    QTest::newRow("not for this command") << "detect local --yes"
                                          << "--yes"
                                          << "install";
    QTest::newRow("not for profiles") << "profiles list --root x"
                                      << "--root"
                                      << "detect";
    QTest::newRow("not without a command") << "--json"
                                           << "--json"
                                           << "detect";
    QTest::newRow("theme with a command") << "detect local --theme dark"
                                          << "--theme"
                                          << "without a command";
    QTest::newRow("value missing at the end") << "install local --index"
                                              << "--index"
                                              << "--index=URL";
    QTest::newRow("value missing before an option") << "install local --root --yes"
                                                    << "--root"
                                                    << "--root=DIR";
    QTest::newRow("empty value") << "install local --root="
                                 << "--root"
                                 << "--root=DIR";
    QTest::newRow("value not wanted") << "install local --yes=no"
                                      << "--yes"
                                      << "“no”";
    QTest::newRow("no target") << "install"
                               << "TARGET"
                               << "nightjar install --help";
    QTest::newRow("two targets") << "detect local other"
                                 << "other"
                                 << "TARGET";
    QTest::newRow("word for the window") << "--theme dark detect local x"
                                         << "x"
                                         << "--help";
    QTest::newRow("ssh command in pieces") << "detect ssh root@h -p 22"
                                           << "-p"
                                           << "quotes";
    QTest::newRow("short ssh command in pieces") << "detect ssh root@h"
                                                 << "ssh root@h"
                                                 << "quotes";
    QTest::newRow("no verb") << "profiles"
                             << "profiles"
                             << "list, show NAME or remove NAME";
    QTest::newRow("mistyped verb") << "profiles lst"
                                   << "lst"
                                   << "list";
    QTest::newRow("no name") << "profiles show"
                             << "NAME"
                             << "profiles list";
    QTest::newRow("name for list") << "profiles list box"
                                   << "box"
                                   << "--help";
    QTest::newRow("two names") << "profiles remove a b"
                               << "“b”"
                               << "quotes";
    QTest::newRow("no such day") << "install local --build 2026-02-30"
                                 << "2026-02-30"
                                 << "calendar";
    QTest::newRow("date of another order") << "install local --build 20261007"
                                           << "20261007"
                                           << "YYYY-MM-DD";
    QTest::newRow("half a date") << "install local --build 2026-10"
                                 << "2026-10"
                                 << "YYYY-MM-DD";
    QTest::newRow("a build's id") << "install local --build 20261007-cu130"
                                  << "20261007-cu130"
                                  << "YYYY-MM-DD";
    QTest::newRow("no version") << "install local --build yesterday"
                                << "yesterday"
                                << "newest";
    QTest::newRow("version with shell") << "install local --build 2.0;reboot"
                                        << "2.0;reboot"
                                        << "newest";
    QTest::newRow("cu0") << "install local --variant cu0"
                         << "cu0"
                         << "cpu";
    QTest::newRow("cuda") << "install local --variant cuda13.0"
                          << "cuda13.0"
                          << "cu130";
    QTest::newRow("rocm") << "builds --variant rocm"
                          << "rocm"
                          << "rocm7.2";
    QTest::newRow("variant with a path") << "builds --variant ../cpu"
                                         << "../cpu"
                                         << "auto";
    QTest::newRow("unknown package") << "install local --packages torch,numpy"
                                     << "numpy"
                                     << "torchaudio";
    QTest::newRow("empty package") << "install local --packages torch,"
                                   << "--packages"
                                   << "torchvision";
    QTest::newRow("without torch") << "install local --packages torchvision"
                                   << "torchvision"
                                   << "leaves torch out";
    QTest::newRow("python") << "install local --python python3"
                            << "python3"
                            << "3.12";
    QTest::newRow("relative python") << "install local --python bin/python"
                                     << "bin/python"
                                     << "absolute";
    QTest::newRow("index by ftp") << "builds --index ftp://h/x"
                                  << "ftp://h/x"
                                  << "https";
    QTest::newRow("index as a file") << "builds --index /srv/index"
                                     << "/srv/index"
                                     << "https";
    QTest::newRow("index without a host") << "builds --index https:///x"
                                          << "https:///x"
                                          << "https";
    QTest::newRow("index with a query") << "builds --index https://h/x?y"
                                        << "https://h/x?y"
                                        << "https";
    QTest::newRow("theme") << "--theme pink"
                           << "pink"
                           << "light, dark or system";
    QTest::newRow("wheels elsewhere") << "install local --wheels /w"
                                      << "--wheels"
                                      << "practice";
    QTest::newRow("installer nobody has") << "install me@h --installer conda"
                                          << "conda"
                                          << "pip or uv";
    QTest::newRow("profile called local") << "install me@h --save-profile local"
                                          << "local"
                                          << "another name";
  }
  void wrongUsageNamesTheCulprit() {
    QFETCH(const QString, line);
    QFETCH(const QString, culprit);
    QFETCH(const QString, help);
    const auto parsed = parse(line);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().fault, Fault::Usage);
    const QString said = sentencesOf(parsed.error());
    QVERIFY2(said.contains(culprit), qPrintable(said));
    QVERIFY2(said.contains(help), qPrintable(said));
    QVERIFY(!parsed.error().what.isEmpty() && !parsed.error().fix.isEmpty());
  }

  void anEmptyTargetIsRefused() {
    const auto parsed = parseCommandLine({"nightjar", "detect", ""}, {});
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().fault, Fault::Usage);
  }

  void whatWasTypedCannotSteerTheTerminal() {
    const auto parsed = parseCommandLine({"nightjar", "\x1b[2Jinstal\nl"}, {});
    QVERIFY(!parsed);
    QVERIFY(!parsed.error().what.contains('\x1b'));
    QVERIFY(!parsed.error().what.contains('\n'));
  }

  void passwordsInTheEnvironmentAreRefused_data() {
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("refused");
    for (const char *command : {"detect me@h", "builds me@h", "install me@h", "verify me@h", "environments me@h",
                                "rollback me@h", "remove me@h id"}) {
      QTest::addRow("password, %s", command) << "NIGHTJAR_PASSWORD" << command << true;
      QTest::addRow("passphrase, %s", command) << "NIGHTJAR_PASSPHRASE" << command << true;
      QTest::addRow("another program's, %s", command) << "SSHPASS" << command << false;
    }
    QTest::newRow("where nothing is asked") << "NIGHTJAR_PASSWORD"
                                            << "builds" << false;
    QTest::newRow("profiles") << "NIGHTJAR_PASSWORD"
                              << "profiles list" << false;
  }
  void passwordsInTheEnvironmentAreRefused() {
    QFETCH(const QString, variable);
    QFETCH(const QString, line);
    QFETCH(const bool, refused);
    QProcessEnvironment environment;
    environment.insert(variable, "hunter2");
    const auto parsed = parse(line, environment);
    QCOMPARE(!parsed, refused);
    if (!refused) return;
    QCOMPARE(parsed.error().fault, Fault::Usage);
    QVERIFY(parsed.error().what.contains(variable));
    QVERIFY(!sentencesOf(parsed.error()).contains("hunter2"));
  }

  void everyOptionIsRefusedWhereItsRowSaysSo() {
    for (const CommandRow &command : commandTable()) {
      for (const OptionRow &option : optionTable()) {
        if (option.takenBy & only(command.command)) continue;
        QStringList words = {"nightjar"};
        if (*command.name) words += command.name;
        if (takesTarget(command)) words += "local";
        if (command.command == Command::Profiles) words += "list";
        if (command.command == Command::Remove) words += "id";
        if (command.command == Command::Archive) words += "file";
        words += QString("--") + option.name + (option.valueName ? "=x" : "");
        const auto parsed = parseCommandLine(words, {});
        QVERIFY2(!parsed, qPrintable(words.join(' ')));
        QVERIFY(parsed.error().what.contains(QString("--") + option.name));
      }
    }
  }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
