"""Finds the addresses of this machine in its networks, and the one that a phone most likely reaches.

The route to the internet decides little: a VPN takes all of it, and a computer with its own hotspot may have none. So
every interface is looked at, and its name and its network tell its kind.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from ipaddress import IPv4Address, IPv4Network

import ifaddr

ELSEWHERE = "192.0.2.1"
"""An address on the internet (RFC 5737), to which nothing is sent."""
HOTSPOTS = tuple(map(IPv4Network, ("10.42.0.0/16", "192.168.137.0/24")))
"""The networks that NetworkManager and Windows give to their hotspots."""
_HOTSPOT = re.compile(
    r"bridge10\d|ap\d|.*[-_]ap\d*|uap\d.*|.*local area connection\*.*|.*wi-fi direct.*", re.IGNORECASE
)
_VIRTUAL = re.compile(
    r"docker.*|br-.*|veth.*|virbr.*|vmnet.*|vboxnet.*|vnet.*|lxc.*|lxd.*|cni.*|flannel.*|cali.*|podman.*|podman\d+|"
    r".*(hyper-v|virtualbox|vmware|vethernet).*",
    re.IGNORECASE,
)
_TUNNEL = re.compile(
    r"(u?tun|tap|wg|ppp|ipsec|zt|nordlynx|proton|mullvad|tailscale|wwan|gpd|cscotun|sit|gre|ham)[-_\w]*|"
    r".*(vpn|wireguard|wintun|tap-windows|tailscale|zerotier|anyconnect|fortinet|globalprotect).*",
    re.IGNORECASE,
)
_SHARED = IPv4Network("100.64.0.0/10")
"""Addresses inside a provider's or a VPN's network (RFC 6598)."""


class Reach(IntEnum):
    """The kind of an address: the smaller, the sooner a phone reaches it."""

    HOTSPOT = 0
    """This machine's own hotspot: a phone that is meant to reach it is in it."""
    USUAL = 1
    """The local network that leads to the internet."""
    LOCAL = 2
    OTHER = 3
    """An address that is not one of a private network."""
    UNASSIGNED = 4
    """An address that the machine gave itself."""
    VIRTUAL = 5
    """A network of containers or virtual machines."""
    TUNNEL = 6
    """A VPN or a mobile connection."""


@dataclass(frozen=True, slots=True)
class Interface:
    """An address of this machine, with the network that it belongs to."""

    name: str
    address: str
    prefix: int = 24
    """The bits of the network."""


def own_addresses() -> list[str]:
    """This machine's IPv4 addresses in its networks, the one that a phone most likely reaches first. Nothing is
    sent."""
    return ranked(_interfaces(), _towards_internet())


def ranked(interfaces: Iterable[Interface], usual: str | None) -> list[str]:
    """The addresses of these interfaces, best first. `usual` is the one that the system uses for the internet."""
    found = [each for each in interfaces if not IPv4Address(each.address).is_loopback and each.address != "0.0.0.0"]
    found.sort(key=lambda each: _reach(each, usual))
    return list(dict.fromkeys(each.address for each in found))


def _reach(interface: Interface, usual: str | None) -> Reach:
    address = IPv4Address(interface.address)
    kind = Reach.LOCAL if address.is_private else Reach.OTHER
    if _TUNNEL.fullmatch(interface.name) or interface.prefix >= 31 or address in _SHARED:
        kind = Reach.TUNNEL
    elif any(address in network for network in HOTSPOTS) or _HOTSPOT.fullmatch(interface.name):
        kind = Reach.HOTSPOT
    elif _VIRTUAL.fullmatch(interface.name):
        kind = Reach.VIRTUAL
    elif address.is_link_local:
        kind = Reach.UNASSIGNED
    elif interface.address == usual:
        kind = Reach.USUAL
    return kind


def _interfaces() -> list[Interface]:
    found = []
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            if isinstance(ip.ip, str) and ip.is_IPv4:
                found.append(Interface(adapter.nice_name, ip.ip, ip.network_prefix))
    return found


def _towards_internet() -> str | None:
    """The address that the system would use for the internet. Connecting a datagram socket sends nothing."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((ELSEWHERE, 9))
        return str(probe.getsockname()[0])
    return None
