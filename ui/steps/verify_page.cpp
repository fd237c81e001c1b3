#include "ui/steps/verify_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/dialogs/questions.h"
#include "ui/models/checks_model.h"
#include "ui/models/figures.h"
#include "ui/steps/check_advice.h"
#include "ui/steps/reason_list.h"
#include "ui/steps/save_profile_card.h"
#include "ui/steps/usage_card.h"
#include "ui/widgets/busy_card.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/rows_view.h"

namespace nightjar {

namespace {

constexpr int kShortCommit = 7;

QPushButton *makeWay(const QString &objectName, const QString &text, QWidget *parent) {
  auto *const button = new QPushButton(text, parent);
  button->setObjectName(objectName);
  button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
  button->setProperty("small", true);
  return button;
}

bool has(const VerifyReport &report, CheckState state) {
  return std::ranges::any_of(report.checks, [state](const CheckRow &row) { return row.state == state; });
}

}  // namespace

VerifyPage::VerifyPage(WizardModel &model, QWidget *parent)
    : StepPage(model, parent),
      m_busy(new BusyCard(body())),
      m_error(new ErrorCard(body())),
      m_result(new Card(body())),
      m_checks(new ChecksModel(this)),
      m_rows(new RowsView(body())),
      m_usage(new UsageCard(body())),
      m_save(new SaveProfileCard(body())) {
  setTitle(tr("Verify"));
  setSubtitle(tr("What was checked on the runtime."));
  makeResultCard();
  m_rows->setObjectName(QStringLiteral("checks"));
  m_rows->setAccessibleName(tr("Checks"));
  m_rows->setModel(m_checks);
  m_rows->stretch(ChecksModel::Detail);
  m_rows->setWholeHeight(true);
  auto *const column = static_cast<QVBoxLayout *>(body()->layout());
  for (QWidget *widget : std::initializer_list<QWidget *>{m_busy, m_error, m_result, m_rows, m_usage, m_save}) {
    column->addWidget(widget);
  }
  column->addStretch(1);
  makeButtons();
  connectModel();
  showReport();
}

void VerifyPage::makeResultCard() {
  m_result->setObjectName(QStringLiteral("resultCard"));
  m_title = makeLabel({}, TextSize::Heading, Tone::Good, m_result);
  m_title->setObjectName(QStringLiteral("resultTitle"));
  m_text = makeLabel({}, TextSize::Body, Tone::Plain, m_result);
  m_text->setObjectName(QStringLiteral("resultText"));
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_advice = new ReasonList(Mark::Warning, Tone::Warn, m_result);
  m_advice->setObjectName(QStringLiteral("resultAdvice"));
  m_ways = new QWidget(m_result);
  auto *const row = new QHBoxLayout(m_ways);
  row->setContentsMargins(0, space(1), 0, 0);
  auto *const other = makeWay(QStringLiteral("chooseOther"), tr("Choose &another build"), m_ways);
  auto *const again = makeWay(QStringLiteral("installOnceMore"), tr("&Install again"), m_ways);
  row->addWidget(other);
  row->addWidget(again);
  row->addStretch(1);
  for (QWidget *widget : std::initializer_list<QWidget *>{m_title, m_text, m_advice, m_ways}) {
    m_result->body()->addWidget(widget);
  }
  connect(other, &QPushButton::clicked, this, [this] { Q_EMIT goTo(QStringLiteral("choose")); });
  connect(again, &QPushButton::clicked, this, [this] {
    model().startInstall();
    Q_EMIT goTo(QStringLiteral("install"));
  });
}

void VerifyPage::makeButtons() {
  m_again = addExtraButton(QStringLiteral("checkAgain"), tr("Check a&gain"));
  m_copy = addExtraButton(QStringLiteral("copyReport"), tr("Copy &report"));
  connect(m_again, &QPushButton::clicked, this, &VerifyPage::checkAgain);
  connect(m_copy, &QPushButton::clicked, this, &VerifyPage::copyReport);
  connect(m_save, &SaveProfileCard::saveAsked, this, &VerifyPage::save);
  auto *const retry = m_error->addAction(QStringLiteral("verifyRetry"), tr("Try a&gain"));
  connect(retry, &QPushButton::clicked, this, &VerifyPage::checkAgain);
}

void VerifyPage::connectModel() {
  connect(&model(), &WizardModel::stateChanged, this, &VerifyPage::showReport);
  connect(&model(), &WizardModel::verifyRow, m_checks, &ChecksModel::take);
  connect(&model(), &WizardModel::activityChanged, this, &VerifyPage::showReport);
  connect(&model(), &WizardModel::failed, this, [this](WizardModel::Activity during, const Error &error) {
    if (during != WizardModel::Activity::Verifying) return;
    showReport();
    if (!error.isCancelled()) m_error->setError(error);
  });
}

// Another runtime's profile is not replaced unasked.
void VerifyPage::save(const QString &name) {
  const auto write = [this, name] { m_save->showOutcome(name, model().saveProfile(name)); };
  const QList<Profile> saved = model().profiles().profiles;
  const auto other = std::find_if(saved.begin(), saved.end(), [&](const Profile &p) { return p.name == name; });
  const bool own = model().profile() && model().profile()->name == name;
  if (own || other == saved.end()) return write();
  askBeforeLosing(
      window(),
      {tr("There is a profile “%1” already; it is for %2.").arg(name, other->target.text), tr("&Replace"), tr("&Keep")},
      write);
}

QString VerifyPage::summary() const {
  const auto &report = model().state().report;
  if (!report || !report->ok) return {};
  return report->sample ? tr("samples answered") : tr("verified");
}

void VerifyPage::entered(bool) {
  showProfile();
  showReport();
  if (!model().state().report && model().result() && !model().isBusy()) checkAgain();
}

void VerifyPage::verbPressed() {
  Q_EMIT leave();
}

void VerifyPage::checkAgain() {
  m_error->clear();
  m_checks->setRows({});
  model().verifyAgain();
}

void VerifyPage::showReport() {
  const auto &report = model().state().report;
  const bool checking = model().activity() == WizardModel::Activity::Verifying;
  m_busy->setVisible(checking);
  if (checking) m_busy->showText(tr("Checking on the runtime…"));
  setCancelText(checking ? tr("&Cancel") : QString());
  m_again->setEnabled(!model().isBusy());
  m_copy->setEnabled(report.has_value());
  setVerb(tr("&Done"), !checking);
  m_result->setVisible(report && !checking);
  m_usage->setVisible(report && report->ok && !checking);
  m_save->setVisible(report.has_value() && !checking);
  m_rows->setVisible(report || checking);
  if (!report || checking) return;
  m_checks->setRows(report->checks);
  showResult(*report);
  showFailures(*report);
  if (report->ok) showUsage(*report);
}

void VerifyPage::showResult(const VerifyReport &report) {
  const QString torch = report.versions.value(QStringLiteral("torch"));
  const QString where = report.device.isEmpty() ? tr("on the CPU") : tr("on the %1").arg(report.device);
  const Tone tone = report.ok ? Tone::Good : Tone::Bad;
  m_result->setTone(tone);
  nightjar::setTone(m_title, tone);
  if (!report.ok) {
    m_title->setText(report.sample ? tr("A sample did not pass") : tr("It does not work yet"));
    m_text->setText(tr("The new environment is there, but it was not switched to: what you had stays in use."));
  } else if (report.sample) {
    m_title->setText(tr("The practice walk works"));
    m_text->setText(
        tr("These are samples: small stand-ins that answered every check. No real torch was installed and "
           "no GPU was used."));
  } else {
    m_title->setText(has(report, CheckState::Warning) ? tr("It works, with a warning") : tr("It works"));
    const QString commit =
        report.commit.isEmpty() ? QString() : tr(" Commit %1.").arg(report.commit.left(kShortCommit));
    m_text->setText(tr("torch %1 runs %2.").arg(torch, where) + commit);
  }
}

void VerifyPage::showFailures(const VerifyReport &report) {
  QStringList advice;
  for (const CheckRow &row : report.checks) {
    if (row.state != CheckState::Failed && row.state != CheckState::Warning) continue;
    advice += tr("%1: %2").arg(row.title, adviceFor(row));
  }
  m_advice->setReasons(advice);
  m_ways->setVisible(!report.ok && model().plan());
}

void VerifyPage::showUsage(const VerifyReport &report) {
  const auto &result = model().result();
  const bool switched = result && !result->python.isEmpty();
  const auto &facts = model().state().facts;
  m_usage->showUsage(switched ? result->python : report.python, facts ? facts->libraryPath : QString());
}

void VerifyPage::showProfile() {
  const auto &profile = model().profile();
  const auto &target = model().state().target;
  QString suggestion = target ? target->host : QString();
  if (target && target->kind == Target::Kind::Local) suggestion = tr("this computer");
  if (target && target->kind == Target::Kind::Practice) suggestion = tr("my practice");
  m_save->showName(profile ? profile->name : suggestion, profile.has_value());
}

void VerifyPage::copyReport() {
  if (!model().state().report) return;
  QGuiApplication::clipboard()->setText(reportText(*model().state().report));
  setFooterNote(tr("The report is in the clipboard."));
}

}  // namespace nightjar
