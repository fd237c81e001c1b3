#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>
#include <optional>

namespace nightjar {

/// A CPython, as wheels tell them apart: "3.12", or "3.14t" for the free-threaded one.
struct PythonVersion {
  int major = 3;
  int minor = 0;
  bool freeThreaded = false;

  [[nodiscard]] QString text() const;
  friend auto operator<=>(const PythonVersion &, const PythonVersion &) = default;  // NOLINT(modernize-use-nullptr)
};

/// "3.12.4", "3.12", "3.14t", "3.14.0rc2" → the part wheels depend on. Nothing where it is no version.
[[nodiscard]] std::optional<PythonVersion> parsePythonVersion(const QString &text, bool freeThreaded = false);

/// Which Pythons a wheel runs on.
struct PythonTag {
  enum class Kind { Exactly, AtLeast, Any };  ///< cp312-cp312, cp310-abi3, py3-none
  Kind kind = Kind::Exactly;
  PythonVersion version;
};

/// A Linux system a wheel runs on. Wheels for macOS and Windows have none of these.
struct PlatformTag {
  QByteArray arch;  ///< "x86_64", "aarch64"; empty for "any"
  bool musl = false;
  int glibcMajor = 0;  ///< least version of the C library; 0 where the tag promises nothing
  int glibcMinor = 0;
};

/// The tags of a wheel, understood. The same few dozen combinations come back on every line of an index page.
struct WheelTags {
  QList<PythonTag> pythons;
  QList<PlatformTag> platforms;  ///< empty: not for Linux
};

/// Reads compressed tag sets (PEP 425): manylinux1/2010/2014 (PEP 513, 571, 599), manylinux_X_Y (PEP 600),
/// musllinux_X_Y (PEP 656), linux_*, any.
[[nodiscard]] WheelTags parseWheelTags(QByteArrayView python, QByteArrayView abi, QByteArrayView platform);

/// Whether a wheel with these tags runs on `python`.
[[nodiscard]] bool supports(const WheelTags &tags, const PythonVersion &python);

}  // namespace nightjar
