"""The name in the local network, asked for over real multicast DNS on loopback."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest
from zeroconf import AddressResolver, Zeroconf

from tests.needs import need
from voiceguide.serve.local_name import LocalName, local_name

LOOPBACK = ["127.0.0.1"]


@pytest.fixture
def asking() -> Iterator[Zeroconf]:
    try:
        zeroconf = Zeroconf(interfaces=LOOPBACK)
    except OSError as error:
        need(False, f"no multicast here: {error}")
    yield zeroconf
    zeroconf.close()


def addresses_of(name: str, asking: Zeroconf) -> list[str]:
    """The addresses that a name has in the network; none where nobody answers."""
    found = AddressResolver(f"{name}.")
    return found.parsed_addresses() if found.request(asking, 3_000) else []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere loopback may carry no multicast")
def test_the_name_leads_to_the_machine_also_when_its_address_changes(asking: Zeroconf) -> None:
    addresses = ["192.168.1.50", "10.42.0.1"]
    with LocalName(8765, lambda: list(addresses), LOOPBACK, host="Anna's PC") as published:
        assert published.name == "voiceguide-anna-s-pc.local"
        assert set(addresses_of(published.name, asking)) == {"192.168.1.50", "10.42.0.1"}
        addresses[:] = ["192.168.1.99"]
        published.look()
        for _ in range(50):
            if "192.168.1.99" in addresses_of(published.name, asking):
                break
            time.sleep(0.1)
        else:
            pytest.fail("the new address was never told")


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("anna", "voiceguide-anna.local"),
        ("Annas-MacBook.fritz.box", "voiceguide-annas-macbook.local"),
        ("Müllers Rechner", "voiceguide-m-llers-rechner.local"),
        ("日本", "voiceguide.local"),
        ("", "voiceguide.local"),
        ("x" * 300, f"voiceguide-{'x' * 40}.local"),
    ],
)
def test_a_name_is_made_of_the_machines_own(host: str, name: str) -> None:
    assert local_name(host) == name
