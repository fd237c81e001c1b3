"""What befalls an install: one row a kind."""

import collections

from on_environments import kill_remove, kill_rollback, rollback
from on_processes import interrupt, kill_child, kill_client, kill_supervisor, kill_switch, stop
from on_the_link import cut, cut_after, cut_start, freeze, kill_sshd
from on_the_means import disk_full, index
from other_clients import cancel, together, two_followers, two_installs

# strike(trial, rng) makes it happen. may: how else than well the install may end. early: it is there from the start.
# whole: only (or never) for whole installs.
Kind = collections.namedtuple('Kind', 'strike may early whole', defaults=(frozenset(), False, None))

ON_THE_LINK = frozenset(('cut', 'cut_up', 'cut_down', 'cut_start', 'freeze', 'freeze_cut', 'kill_sshd'))
LINK = frozenset({'unreachable'})  # the program may give up before it has started anything
MOVES = frozenset({'together', 'two_installs', 'rollback', 'kill_rollback', 'kill_remove'})  # `current`, beside the install
KINDS = {
    'cut_up': Kind(cut_after('up'), LINK, True), 'cut_down': Kind(cut_after('down'), LINK, True),
    'cut': Kind(cut), 'cut_start': Kind(cut_start, frozenset(), True, True),
    'freeze': Kind(freeze(False)), 'freeze_cut': Kind(freeze(True)),
    'kill_sshd': Kind(kill_sshd), 'kill_client': Kind(kill_client),
    'interrupt': Kind(interrupt, frozenset({'cancelled'})),
    'kill_supervisor': Kind(kill_supervisor, frozenset({'lost'})),
    'kill_switch': Kind(kill_switch, frozenset({'lost'})),
    'kill_child': Kind(kill_child, frozenset({'failed'})),
    'stop': Kind(stop(True)), 'stop_supervisor': Kind(stop(False)),
    'disk_full': Kind(disk_full, frozenset({'failed', 'lost'})),
    'index_slow': Kind(index('slow'), frozenset(), True, True),
    'index_503': Kind(index('503'), frozenset({'failed'}), False, True),
    'index_reset': Kind(index('reset'), frozenset({'failed'}), True, True),
    'index_ranges': Kind(index('ranges'), frozenset({'failed'}), True, True),
    'index_changed': Kind(index('changed'), frozenset({'failed'}), True, True),
    'two_followers': Kind(two_followers), 'two_installs': Kind(two_installs), 'together': Kind(together),
    'cancel': Kind(cancel, frozenset({'cancelled'})),
    'rollback': Kind(rollback), 'kill_rollback': Kind(kill_rollback), 'kill_remove': Kind(kill_remove),
}
