"""`voiceguide serve`: the page for the phone."""

from __future__ import annotations

import sys
from io import StringIO
from typing import Any

import click

from voiceguide.cli.bed import bed_of, bed_options
from voiceguide.cli.options import note, recordings_option, voice_of, voice_options
from voiceguide.cli.quiet import is_quiet, tell


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Use this port; 0 takes any free one.",
)
@click.option("--lan", is_flag=True, help="Open it to the local network, behind a secret key.")
@click.option("--new-key", is_flag=True, help="Make a new key; the old one stops working.")
@click.option("--no-qr", is_flag=True, help="Print no QR code.")
@voice_options
@recordings_option
@bed_options
def serve(port: int, lan: bool, new_key: bool, no_qr: bool, **options: Any) -> None:
    """Let a phone choose, play and download sessions.

    This serves a page for browsers and a feed for podcast apps.
    """
    if new_key and not lan:
        raise click.UsageError("--new-key needs --lan")
    voice, bed = voice_of(options), bed_of(options)
    from voiceguide.serve.addresses import own_addresses
    from voiceguide.serve.server import Server, listen

    listening = listen("0.0.0.0" if lan else "127.0.0.1", port)
    key = _key(new_key) if lan else None
    hosts = (own_addresses() if lan else []) or ["127.0.0.1"]
    if lan and hosts == ["127.0.0.1"]:
        note("this machine has no network, so only it can open this address")
    path = f"{key}/" if key else ""
    addresses = [f"http://{host}:{listening.getsockname()[1]}/{path}" for host in hosts]

    def ready() -> None:
        click.echo("\n".join(addresses))
        sys.stdout.flush()
        if not no_qr and not is_quiet():
            _show(addresses[0])
        only_here = "" if lan else "Only this machine can open it; --lan opens it to your phone. "
        tell(f"{only_here}Ctrl-C ends it.")

    Server(key, note, ready, voice, bed).run_on(listening)


def _key(anew: bool) -> str:
    from voiceguide.errors import OutputError
    from voiceguide.serve.key import kept_key, new_key

    try:
        return kept_key(anew=anew)
    except OutputError as error:
        note(f"the key cannot be stored, so the address will change next time: {error.message}")
        return new_key()


def _show(address: str) -> None:
    import segno

    drawn = StringIO()
    segno.make_qr(address, error="m").terminal(drawn, compact=True)
    for line in drawn.getvalue().splitlines():
        click.secho(line, fg="bright_white", bg="black", err=True)  # readable with any terminal colours
