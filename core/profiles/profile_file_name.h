#pragma once

#include <QString>
#include <optional>

namespace nightjar {

/// The file name, without ".json", that stands for a profile's name: lower case letters, digits, '-' and '_' as they
/// are, every other byte of its UTF-8 as "%41". So no name leads out of the folder, none is special to a file system,
/// and two names never meet, not even where upper and lower case are one. A name too long for that is cut and gets '~'
/// and its SHA-256. Empty for a name that cannot stand in a file: an empty one, or one that is no valid Unicode.
[[nodiscard]] QString profileFileName(const QString &name);

/// The name that `fileName` (without ".json") stands for. Nothing when it was cut: the name is in the file then.
[[nodiscard]] std::optional<QString> profileNameOf(const QString &fileName);

}  // namespace nightjar
