#include "app/command_table.h"
#include "app/command_words.h"
#include "app/help.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

/// Plain text as roff reads it back: nothing in it is a request, and a dash stays the one that can be copied.
QString roff(const QString &text) {
  QString escaped = text.startsWith(u'.') || text.startsWith(u'\'') ? QStringLiteral("\\&") : QString();
  for (const char32_t c : text.toUcs4()) {
    if (c == U',') {
      escaped += ",\\:";  // a line may break here, long lists of fields have no blanks
    } else if (c == U'\\') {
      escaped += "\\e";
    } else if (c == U'-') {
      escaped += "\\-";
    } else if (c == U'"') {
      escaped += "\\(dq";
    } else if (c > 0x7e) {
      escaped += QStringLiteral("\\[u%1]").arg(static_cast<uint>(c), 4, 16, QChar(u'0')).toUpper().replace(u'U', u'u');
    } else {
      escaped += QString::fromUcs4(&c, 1);
    }
  }
  return escaped;
}

QString section(const QString &title) {
  return QStringLiteral(".SH ") + title + u'\n';
}

QString term(const QString &name, const QString &meaning) {
  return QStringLiteral(".TP\n.B ") + roff(name) + u'\n' + roff(meaning) + u'\n';
}

QString paragraphs(const QString &text) {
  QString page;
  for (const QString &block : text.split(QStringLiteral("\n\n"))) page += QStringLiteral(".PP\n") + roff(block) + u'\n';
  return page;
}

QString commandSection(const CommandRow &row) {
  QString page =
      QStringLiteral(".SS nightjar ") + roff(QLatin1String(row.name) + u' ' + QLatin1String(row.words)) + u'\n';
  page += paragraphs(Text::tr(row.about));
  QStringList options;
  for (const OptionRow &option : optionsOf(row.command)) options += QStringLiteral("--") + QLatin1String(option.name);
  page += paragraphs(Text::tr("Takes %1.").arg(options.join(QStringLiteral(", "))));
  if (row.json) page += paragraphs(Text::tr("With --json: %1").arg(Text::tr(row.json)));
  if (row.json && row.command != Command::Install) page += paragraphs(Text::tr(failedJson));
  return page;
}

}  // namespace

QString manPage() {
  const CommandRow &window = rowOf(Command::Window);
  QString page = QStringLiteral(".TH NIGHTJAR 1 \"\" \"nightjar " NIGHTJAR_VERSION "\"\n.nh\n.ad l\n");
  page += section(Text::tr("NAME")) + QStringLiteral("nightjar \\- ") +
          roff(Text::tr("put a PyTorch nightly on a GPU runtime and prove that it works")) + u'\n';
  page += section(Text::tr("SYNOPSIS")) + QStringLiteral(".B nightjar\n[\\fICOMMAND\\fR] [\\fIoptions\\fR]\n");
  page += section(Text::tr("DESCRIPTION")) + paragraphs(Text::tr(window.about));
  page += section(Text::tr("COMMANDS"));
  for (const CommandRow &row : commandTable())
    if (*row.name) page += commandSection(row);
  page += section(Text::tr("TARGET"));
  for (const QString &form : targetForms().split(u'\n'))
    page += term(form.section(u'\t', 0, 0), form.section(u'\t', 1));
  page += section(Text::tr("OPTIONS"));
  for (const OptionRow &option : optionTable()) {
    const QString value = option.valueName ? u' ' + QString(QLatin1String(option.valueName)) : QString();
    page += term(QStringLiteral("--") + QLatin1String(option.name) + value, Text::tr(option.help));
  }
  page += section(Text::tr("EXIT STATUS"));
  for (const ExitRow &row : exitTable()) {
    QStringList names;
    for (const CommandRow &command : commandTable())
      if ((row.of & only(command.command)) && *command.name) names += QLatin1String(command.name);
    page += term(QString::number(row.code),
                 Text::tr("%1 (%2)").arg(Text::tr(row.meaning), names.join(QStringLiteral(", "))));
  }
  page += section(Text::tr("EXAMPLES"));
  for (const CommandRow &row : commandTable())
    page += QStringLiteral(".PP\n.nf\n") + roff(QString::fromUtf8(row.example)) + QStringLiteral("\n.fi\n");
  return page;
}

}  // namespace nightjar
