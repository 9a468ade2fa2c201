"""The address that a phone reaches comes first, whatever else is up."""

from __future__ import annotations

import pytest

from voiceguide.serve.addresses import Interface, own_addresses, ranked

WIFI = Interface("wlan0", "192.168.1.50")
CABLE = Interface("enp3s0", "192.168.2.7")
VPN = Interface("tun0", "10.8.0.2")
LOOPBACK = Interface("lo", "127.0.0.1", 8)


@pytest.mark.parametrize(
    ("interfaces", "usual", "first"),
    [
        ([LOOPBACK, WIFI, VPN], "10.8.0.2", "192.168.1.50"),  # a VPN takes all traffic
        ([VPN, CABLE, WIFI], "192.168.1.50", "192.168.1.50"),
        ([WIFI, CABLE], "192.168.2.7", "192.168.2.7"),
        ([WIFI, Interface("wg0", "10.2.0.5", 32)], "10.2.0.5", "192.168.1.50"),
        (
            [Interface("WireGuard Tunnel", "10.2.0.5"), Interface("Wi-Fi 6", "10.0.0.4")],
            "10.2.0.5",
            "10.0.0.4",
        ),
        ([Interface("utun3", "10.8.0.6"), Interface("en0", "172.20.10.2")], "10.8.0.6", "172.20.10.2"),
        ([Interface("tailscale0", "100.101.2.3", 32), WIFI], None, "192.168.1.50"),
        ([CABLE, Interface("wlan0", "10.42.0.1")], "192.168.2.7", "10.42.0.1"),  # its own hotspot
        ([Interface("wwan0", "10.64.1.2", 30), Interface("wlan0", "10.42.0.1")], "10.64.1.2", "10.42.0.1"),
        ([CABLE, Interface("Microsoft Wi-Fi Direct Virtual Adapter", "192.168.137.1")], None, "192.168.137.1"),
        ([Interface("en0", "192.168.1.5"), Interface("bridge100", "192.168.3.1")], "192.168.1.5", "192.168.3.1"),
        ([Interface("docker0", "172.17.0.1", 16), WIFI], None, "192.168.1.50"),
        ([Interface("vEthernet (WSL)", "172.30.0.1", 20), WIFI], None, "192.168.1.50"),
        ([Interface("eth0", "169.254.7.7", 16), WIFI], None, "192.168.1.50"),
        ([Interface("eth0", "169.254.7.7", 16)], None, "169.254.7.7"),
        ([VPN], "10.8.0.2", "10.8.0.2"),
        ([Interface("docker0", "172.17.0.1", 16), Interface("eth0", "203.0.113.9")], "203.0.113.9", "203.0.113.9"),
    ],
)
def test_the_one_that_a_phone_reaches_is_first_and_all_others_follow(
    interfaces: list[Interface], usual: str | None, first: str
) -> None:
    found = ranked(interfaces, usual)
    assert found[0] == first
    assert set(found) == {each.address for each in interfaces} - {"127.0.0.1"}


def test_a_machine_without_a_network_has_no_address() -> None:
    assert ranked([LOOPBACK], None) == []


def test_no_address_of_this_machine_is_a_loopback() -> None:
    assert not [address for address in own_addresses() if address.startswith("127.")]
