#pragma once

#include <QString>

namespace nightjar {

/// How sizes, speeds and ages are said, everywhere the same.

/// "420 kB", "9.5 MB", "562 MB", "3.0 GB": decimal units, as download pages, disks and networks count.
[[nodiscard]] QString sizeText(qint64 bytes);
/// "1.9 of 3.0 GB", "800 MB of 3.0 GB"; without a total "1.9 GB".
[[nodiscard]] QString sizeOfText(qint64 done, qint64 total);
/// "84 MB/s".
[[nodiscard]] QString speedText(double bytesPerSecond);
/// "less than a minute", "1 minute", "47 hours", "2 days": an age in a sentence.
[[nodiscard]] QString ageText(qint64 seconds);
/// "just now", "2 minutes ago", "3 hours ago", "4 days ago".
[[nodiscard]] QString agoText(qint64 seconds);

}  // namespace nightjar
