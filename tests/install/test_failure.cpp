#include <QTest>

#include "core/install/failure.h"

using namespace nightjar;

/// Each text is what the tool really printed (FACTS of the project; pip 23 to 26, CPython 3.11).
class FailureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void knownMessagesAreExplained_data() {
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("why");
    QTest::newRow("disk") << "OSError: [Errno 28] No space left on device"
                          << "disk";
    QTest::newRow("hash") << "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
                          << "promised";
    QTest::newRow("zip") << "zipfile.BadZipFile: File is not a zip file"
                         << "damaged";
    QTest::newRow("pins") << "ERROR: ResolutionImpossible: for help visit"
                          << "do not fit each other";
    QTest::newRow("no wheel")
        << "ERROR: Could not find a version that satisfies the requirement torch (from versions: none)"
        << "no wheel";
    QTest::newRow("index gone in mid-install")
        << "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<...>: Failed to "
           "establish "
           "a new connection: [Errno 111] Connection refused')': /whl/nightly/cpu/torch/\nERROR: Could not find a "
           "version that satisfies the requirement torch==2.16 (from versions: none)"
        << "cannot reach";
    QTest::newRow("certificate, then pip's end")
        << "WARNING: Retrying after connection broken by 'SSLError(SSLCertVerificationError(1, ...\n"
           "ERROR: Could not find a version that satisfies the requirement torch (from versions: none)"
        << "certificate";
    QTest::newRow("certificate") << "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))"
                                 << "certificate";
    QTest::newRow("name") << "NewConnectionError: [Errno -3] Temporary failure in name resolution"
                          << "cannot reach";
    QTest::newRow("slow") << "pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out."
                          << "broke";
    QTest::newRow("no byte") << "torch.whl could not be downloaded: Read timed out, no byte for 20 s."
                             << "broke";
    QTest::newRow("cut") << "torch.whl could not be downloaded: Connection broken: 5 of 10 bytes came."
                         << "broke";
    QTest::newRow("gone") << "torch.whl could not be downloaded: HTTP error 410."
                          << "no longer has";
    QTest::newRow("login") << "torch.whl could not be downloaded: HTTP error 401."
                           << "wants a login";
    QTest::newRow("too often") << "torch.whl could not be downloaded: HTTP error 429."
                               << "less often";
    QTest::newRow("overloaded") << "torch.whl could not be downloaded: HTTP error 503."
                                << "fault of its own";
    QTest::newRow("overloaded, by uv") << "  Caused by: HTTP status server error (503 Service Unavailable) for url\n"
                                          "ERROR: No matching distribution found for leaf (from versions: none)"
                                       << "fault of its own";
    QTest::newRow("wrong range") << "torch.whl could not be downloaded: answered with another range than was asked for."
                                 << "answers wrongly";
    QTest::newRow("another file under the name")
        << "torch.whl has changed under the same name: the environment 20261007-cpu-a recorded sha256 aa, now it is bb."
        << "another file under a name";
    QTest::newRow("full while fetching") << "torch.whl could not be written: No space left on device."
                                         << "disk";
    QTest::newRow("venv") << "Error: Command '['/x/bin/python', '-m', 'ensurepip']' returned non-zero exit status 1."
                          << "virtual environment";
    QTest::newRow("check") << "torchvision 0.30 has requirement torch==2.16, but you have torch 2.15."
                           << "contradict";
  }

  void knownMessagesAreExplained() {
    QFETCH(QString, output);
    QFETCH(QString, why);
    const Error error = explainFailure({}, {"download", 1, {}, {}, output});
    QVERIFY2(error.why.contains(why), qPrintable(error.why));
    QVERIFY(!error.fix.isEmpty());
    QCOMPARE(error.details, output);
    QCOMPARE(exitCode(error.fault), 1);
  }

  void whatWasSaidBeforeDoesNotExplainAnotherEnd() {
    // The log of a download that went well until its last file; the agent's own lines.
    const QString log =
        "3 files to fetch, over at most 12 connections.\nleaf-1.0-py3-none-any.whl: 0.1 MB, sha256 4df6\n"
        "torch-2.whl: Connection reset by peer. Another try in 0.5 s.\n";
    const Error error =
        explainFailure({}, {"download", {}, {}, "torch-2.whl could not be downloaded: HTTP error 503.", log});
    QVERIFY2(error.why.contains("fault of its own"), qPrintable(error.why));
    const Error damaged = explainFailure(
        {}, {"download", {}, {}, "torch-2.whl is damaged: its sha256 is 11, 22 was promised. It was removed.", log});
    QVERIFY2(damaged.why.contains("promised"), qPrintable(damaged.why));
  }

  void whatUvSaidDoesNotExplainWhatPipMetLater() {
    const QString uv = "uv could not resolve: /opt/uv could not be started: Permission denied pip does it now.\n";
    const Error refused = explainFailure({}, {"resolve", 1, {}, {}, uv + "NewConnectionError: Connection refused"});
    QVERIFY2(refused.why.contains("cannot reach the index"), qPrintable(refused.why));
    const Error alone = explainFailure({}, {"resolve", 1, {}, {}, uv + "something new"});
    QVERIFY2(alone.why.contains("cannot be written"), qPrintable(alone.why));
    const Error index = explainFailure(
        {}, {"resolve",
             1,
             {},
             {},
             "HTTP status server error (503)\nuv could not resolve: uv pip compile ended with exit code 2. pip does it "
             "now.\nERROR: No matching distribution found for torch"});
    QVERIFY2(index.why.contains("fault of its own"), qPrintable(index.why));
  }

  void anUnknownMessageKeepsTheStepsOwnWords() {
    const Error error = explainFailure({}, {"download", 3, {}, {}, "something new"});
    QVERIFY(error.why.contains("3"));
    QVERIFY(!error.fix.isEmpty());
    QCOMPARE(error.details, QString("something new"));
  }

  void aSignalIsNamed() { QVERIFY(explainFailure({}, {"install", {}, 9, {}, {}}).why.contains("9")); }

  void aFailedVerificationIsItsOwnOutcome() {
    QCOMPARE(exitCode(explainFailure({}, {"verify", 1, {}, "versions", {}}).fault), 5);
  }
};

QTEST_GUILESS_MAIN(FailureTest)
#include "test_failure.moc"
