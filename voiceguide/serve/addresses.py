"""Finds the addresses of this machine in the local network."""

from __future__ import annotations

import socket
from contextlib import suppress

_ELSEWHERE = ("192.0.2.1", "192.168.255.254", "10.255.255.254", "172.31.255.254", "169.254.255.254")
"""One address on the internet (RFC 5737) and one in each private network (RFC 1918, RFC 3927)."""


def own_addresses() -> list[str]:
    """This machine's IPv4 addresses in its networks, the usual one first. Nothing is sent: connecting a datagram socket
    only makes the system choose one of them."""
    found: dict[str, None] = {}
    for elsewhere in _ELSEWHERE:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, 9))
            address = probe.getsockname()[0]
            if not address.startswith(("127.", "0.")):
                found[address] = None
    return list(found)
