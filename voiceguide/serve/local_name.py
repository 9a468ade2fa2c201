"""A name for this machine in the local network that stays when its address changes: `voiceguide-NAME.local`.

Multicast DNS (RFC 6762) answers for it. The name is not the machine's own, since another program may answer for that
one. The key is never published.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType

from zeroconf import Error as ZeroconfError
from zeroconf import InterfaceChoice, ServiceInfo, Zeroconf

SERVICE = "_http._tcp.local."
LOOK_SECONDS = 20.0
"""The time between two looks at the machine's addresses."""
_LONGEST = 40
"""Characters of the machine's name that are used."""


def local_name(host: str) -> str:
    """The name of a machine in the local network: `voiceguide-anna.local`."""
    plain = re.sub(r"[^a-z0-9]+", "-", host.partition(".")[0].lower()).strip("-")[:_LONGEST].strip("-")
    return f"voiceguide-{plain}.local" if plain else "voiceguide.local"


class LocalName:
    """Answers for the name while the block runs, also after the addresses have changed."""

    def __init__(
        self,
        port: int,
        addresses: Callable[[], Sequence[str]],
        interfaces: Sequence[str] | InterfaceChoice = InterfaceChoice.All,
        host: str | None = None,
    ) -> None:
        """`addresses` returns the machine's addresses, `interfaces` are the addresses to answer at."""
        self.name = local_name(socket.gethostname() if host is None else host)
        self._port = port
        self._addresses = addresses
        self._interfaces = interfaces
        self._zeroconf: Zeroconf | None = None
        self._known: tuple[str, ...] = ()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="voiceguide local name", daemon=True)

    def __enter__(self) -> LocalName:
        """Start to answer. Raises OSError where this machine allows no multicast."""
        try:
            self._known = tuple(self._addresses())
            self._zeroconf = Zeroconf(interfaces=self._interfaces)
        except (ZeroconfError, NotImplementedError, RuntimeError) as error:
            raise OSError(str(error)) from error
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()
        self._close()

    def look(self) -> None:
        """Tell the network of addresses that have changed."""
        addresses = tuple(self._addresses())
        if addresses != self._known and addresses and self._zeroconf:
            self._known = addresses
            with suppress(ZeroconfError, OSError):  # no network just now; the next look tries again
                self._zeroconf.update_service(self._service())

    def _watch(self) -> None:
        if self._zeroconf:
            with suppress(ZeroconfError, OSError):  # the next look tells of the addresses again
                self._zeroconf.register_service(self._service(), allow_name_change=True, cooperating_responders=True)
        while not self._ended.wait(LOOK_SECONDS):
            self.look()

    def _service(self) -> ServiceInfo:
        return ServiceInfo(
            SERVICE,
            f"{self.name.removesuffix('.local')}.{SERVICE}",
            addresses=[socket.inet_aton(address) for address in self._known],
            port=self._port,
            server=f"{self.name}.",
        )

    def _close(self) -> None:
        if self._zeroconf:
            with suppress(ZeroconfError, OSError):  # the network went away
                self._zeroconf.close()
            self._zeroconf = None
