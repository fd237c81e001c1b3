#pragma once

namespace nightjar {

/// Gives descriptors 0, 1 and 2 something to be where whoever started us had closed them; else the next file or
/// connection that is opened would take their place, and what we print would go into it. A stdout made this way refuses
/// writing, so that its loss is noticed. Before anything else is opened. POSIX only.
void fillStandardStreams();

}  // namespace nightjar
