#include "app/help.h"

#include "app/command_table.h"
#include "app/command_words.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

constexpr qsizetype columns = 80;
constexpr qsizetype leftColumn = 26;

/// `text` in lines of at most 80 columns, each after `indent` blanks. The first line may have begun already: `begun`.
QString wrapped(const QString &text, qsizetype indent, const QString &begun = {}) {
  QString lines;
  QString line = begun.leftJustified(indent);
  bool fresh = true;
  for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
    if (!fresh && line.size() + 1 + word.size() > columns) {
      lines += line + u'\n';
      line = QString(indent, u' ');
      fresh = true;
    }
    line += fresh ? word : u' ' + word;
    fresh = false;
  }
  return lines + line + u'\n';
}

QString paragraphs(const QString &text) {
  QStringList blocks;
  for (const QString &block : text.split(QStringLiteral("\n\n"))) blocks += wrapped(block, 0);
  return blocks.join(u'\n');
}

QString heading(const QString &title) {
  return u'\n' + title + u'\n';
}

/// A name and what it means, in two columns; a long name gets a line of its own.
QString twoColumns(const QString &name, const QString &meaning) {
  const QString left = QStringLiteral("  ") + name;
  if (left.size() + 2 <= leftColumn) return wrapped(meaning, leftColumn, left);
  return left + u'\n' + wrapped(meaning, leftColumn);
}

QString optionsBlock(Command command) {
  QString block = heading(Text::tr("Options:"));
  for (const OptionRow &option : optionsOf(command)) {
    QString name = QStringLiteral("--") + QLatin1String(option.name);
    if (option.valueName) name += u' ' + QString(QLatin1String(option.valueName));
    block += twoColumns(name, Text::tr(option.help));
  }
  return block;
}

QString targetBlock() {
  QString block = heading(Text::tr("TARGET, the runtime that is meant:"));
  for (const QString &form : targetForms().split(u'\n'))
    block += twoColumns(form.section(u'\t', 0, 0), form.section(u'\t', 1));
  return block;
}

QString exitBlock(Command command) {
  QString block = heading(Text::tr("Exit codes:"));
  for (const ExitRow &row : exitTable())
    if (row.of & only(command)) block += twoColumns(QString::number(row.code), Text::tr(row.meaning));
  return block;
}

QString exampleBlock(const CommandRow &row) {
  QString block = heading(Text::tr("Examples:"));
  for (const QString &line : QString::fromUtf8(row.example).split(u'\n')) block += QStringLiteral("  ") + line + u'\n';
  return block;
}

}  // namespace

QString helpText() {
  const CommandRow &window = rowOf(Command::Window);
  QString text = Text::tr("Usage: nightjar [COMMAND] [options]") + "\n\n" + paragraphs(Text::tr(window.about));
  text += heading(Text::tr("Commands:"));
  for (const CommandRow &row : commandTable())
    if (*row.name) text += twoColumns(QLatin1String(row.name) + u' ' + QLatin1String(row.words), Text::tr(row.summary));
  text += u'\n' + wrapped(Text::tr("What each does and takes: nightjar COMMAND --help"), 0);
  return text + targetBlock() + optionsBlock(Command::Window) + exampleBlock(window) + exitBlock(Command::Window);
}

QString helpText(Command command) {
  const CommandRow &row = rowOf(command);
  if (row.command == Command::Window) return helpText();
  QString text = Text::tr("Usage: nightjar %1 %2 [options]").arg(QLatin1String(row.name), QLatin1String(row.words));
  text += "\n\n" + paragraphs(Text::tr(row.about));
  if (takesTarget(row)) text += targetBlock();
  text += optionsBlock(row.command) + exampleBlock(row);
  if (row.json) {
    text += heading(Text::tr("With --json:")) + wrapped(Text::tr(row.json), 2);
    if (row.command != Command::Install) text += wrapped(Text::tr(failedJson), 2);
  }
  return text + exitBlock(row.command);
}

QString versionText() {
  return QStringLiteral("nightjar " NIGHTJAR_VERSION "\n");
}

}  // namespace nightjar
