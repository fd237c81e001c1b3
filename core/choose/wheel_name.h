#pragma once

#include <QByteArrayView>
#include <QDate>
#include <optional>

namespace nightjar {

/// A wheel's file name taken apart (PEP 427: name-version[-build]-python-abi-platform.whl). The parts are views into
/// the name that was parsed and live no longer than it. `python`, `abi` and `platform` may be compressed sets, joined
/// by '.': "manylinux_2_27_x86_64.manylinux_2_28_x86_64".
struct WheelName {
  QByteArrayView distribution;  ///< as written: "torch", "nvidia_cublas"
  QByteArrayView version;       ///< with the local part: "2.16.0.dev20261007+cu130"
  QByteArrayView local;         ///< "cu130", empty where there is none
  QByteArrayView build;         ///< "1", usually empty
  QByteArrayView python;        ///< "cp312"
  QByteArrayView abi;           ///< "cp312", "cp314t", "abi3", "none"
  QByteArrayView platform;      ///< "manylinux_2_28_x86_64"
  QByteArrayView tags;          ///< the last three as written, '-' between them
};

/// Nothing where `fileName` (already percent-decoded) is no wheel's name or is longer than 255 bytes.
[[nodiscard]] std::optional<WheelName> parseWheelName(QByteArrayView fileName);

/// The night a version was built: the YYYYMMDD behind ".dev". Invalid where the version has none that is a date.
[[nodiscard]] QDate nightlyDate(QByteArrayView version);

}  // namespace nightjar
