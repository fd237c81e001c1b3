#include "app/sorted_arguments.h"

#include <algorithm>

#include "app/printable.h"
#include "app/usage_error.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

const OptionRow *findOption(const QString &name) {
  const QList<OptionRow> &rows = optionTable();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const OptionRow &r) { return name == QLatin1String(r.name); });
  return found == rows.end() ? nullptr : &*found;
}

/// Reads the option at `i` and leaves `i` on the last argument it used.
Result<void> readOption(const QStringList &arguments, qsizetype &i, SortedArguments &sorted) {
  const QString &argument = arguments.at(i);
  const QString name = argument == u"-h" ? QStringLiteral("help") : argument.mid(2).section(u'=', 0, 0);
  const OptionRow *row = argument == u"-h" || argument.startsWith(u"--") ? findOption(name) : nullptr;
  if (!row) {
    if (sorted.unknown.isEmpty()) sorted.unknown = argument;
    return {};
  }
  const qsizetype equals = argument.indexOf(u'=');
  if (!row->valueName) {
    if (equals >= 0) {
      return usageError(Text::tr("%1 takes no value.").arg(dashed(name)),
                        Text::tr("It was given “%1”.").arg(printable(argument.mid(equals + 1))),
                        Text::tr("Write %1 alone.").arg(dashed(name)));
    }
    sorted.options.push_back({row, {}});
    return {};
  }
  QString value = equals >= 0 ? argument.mid(equals + 1) : QString();
  if (equals < 0 && i + 1 < arguments.size() && (arguments.at(i + 1) == u"-" || !arguments.at(i + 1).startsWith(u'-')))
    value = arguments.at(++i);
  if (value.isEmpty()) {
    return usageError(Text::tr("%1 needs a value.").arg(dashed(name)), {},
                      Text::tr("Write %1=%2, also for a value that begins with “-”.")
                          .arg(dashed(name), QLatin1String(row->valueName)));
  }
  sorted.options.push_back({row, value});
  return {};
}

}  // namespace

QString dashed(const QString &name) {
  return QStringLiteral("--") + name;
}

Result<SortedArguments> sortArguments(const QStringList &arguments) {
  SortedArguments sorted;
  for (qsizetype i = 1; i < arguments.size(); ++i) {
    const QString &argument = arguments.at(i);
    if (argument == u"--") {
      sorted.words += arguments.mid(i + 1);
      break;
    }
    if (argument.size() < 2 || !argument.startsWith(u'-')) {
      sorted.words += argument;
    } else if (const Result<void> read = readOption(arguments, i, sorted); !read) {
      return read.error();
    }
  }
  return sorted;
}

}  // namespace nightjar
