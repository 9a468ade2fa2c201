"""`voiceguide serve`: the page for the phone."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import StringIO
from typing import Any

import click

from voiceguide.cli.bed import bed_of, bed_options
from voiceguide.cli.defaults import defaults, voice_for, with_default_bed
from voiceguide.cli.options import Typed, note, recordings_option, voice_of, voice_options
from voiceguide.cli.quiet import is_quiet, tell
from voiceguide.cli.suggesting import SuggestingChoice
from voiceguide.serve.sound_choices import CHOICES


def _host_name(typed: str) -> str:
    """Check a host name or address. Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", typed.strip()):
        raise ValueError(f"{typed[:60]!r} is not an address or a name of a computer")
    return typed.strip()


@click.command(context_settings={"allow_extra_args": True})
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
@click.option("--host", metavar="NAME", type=Typed("host", _host_name), help="Print this address or name first.")
@click.option("--no-name", is_flag=True, help="Publish no name.local in the network.")
@click.option("--no-history", is_flag=True, help="Keep no history of the sessions on this machine.")
@click.option("--offer-voice", multiple=True, metavar="VOICE", help="Let listeners choose this voice; repeatable.")
@click.option("--offer-bed", multiple=True, metavar="BED", help="Let listeners choose this bed, or none; repeatable.")
@click.option(
    "--fixed",
    multiple=True,
    type=SuggestingChoice(CHOICES),
    metavar="NAME",
    help=f"Take a choice from listeners: {', '.join(CHOICES)}; repeatable.",
)
@voice_options
@recordings_option
@bed_options
@click.pass_context
def serve(
    context: click.Context,
    /,
    port: int,
    lan: bool,
    new_key: bool,
    no_qr: bool,
    host: str | None,
    no_name: bool,
    **options: Any,
) -> None:
    """Let a phone choose, play and download sessions.

    This serves a page for browsers and a feed for podcast apps.
    """
    if context.args:
        raise click.UsageError(f"serve takes no script, it offers all in ./scripts: leave out {context.args[0]}")
    for option, given in (("--new-key", new_key), ("--host", host)):
        if given and not lan:
            raise click.UsageError(f"{option} needs --lan")
    history = not options.pop("no_history")
    offers = {"offer_voices": options.pop("offer_voice"), "offer_beds": options.pop("offer_bed")}
    offers["fixed"] = options.pop("fixed")
    voice, bed, own = voice_of(options), bed_of(options), defaults()
    from voiceguide.serve.addresses import own_addresses
    from voiceguide.serve.server import Server, listen
    from voiceguide.serve.studios import Usual

    usual = Usual(lambda language: voice_for(language, own), with_default_bed(bed).bed)
    listening = listen("0.0.0.0" if lan else "127.0.0.1", port)
    key, number = _key(new_key) if lan else None, listening.getsockname()[1]
    found = own_addresses() if lan else []
    if lan and not found:
        note("this machine has no network, so only it can open this address")
    with _published(number, wanted=bool(found) and not no_name) as name:
        hosts = list(dict.fromkeys(filter(None, [host, *found, name]))) or ["127.0.0.1"]
        addresses = [f"http://{each}:{number}/{key + '/' if key else ''}" for each in hosts]
        qr = bool(host or found) and not no_qr

        def ready() -> None:
            _tell(addresses, name, lan, qr)

        names = [each.lower() for each in (host, name) if each]
        Server(key, note, ready, voice, bed, names, history=history, usual=usual, **offers).run_on(listening)


def _tell(addresses: list[str], name: str | None, lan: bool, qr: bool) -> None:
    """Print the addresses, the best one first and in a QR code."""
    click.echo("\n".join(addresses))
    sys.stdout.flush()
    if qr and not is_quiet():
        _show(addresses[0])
    if len(addresses) > 1 and lan:
        tell("If a phone cannot open the first address, try the others; --host chooses.")
    if name:
        tell(f"{name} stays the same when this computer's address changes.")
    only_here = "" if lan else "Only this machine can open it; --lan opens it to your phone, with a QR code. "
    tell(f"{only_here}Ctrl-C ends it.")


@contextmanager
def _published(port: int, *, wanted: bool) -> Iterator[str | None]:
    """The name of this machine in the local network while the block runs; None where it cannot be published."""
    published: str | None = None
    with ExitStack() as stack:
        if wanted:
            from voiceguide.serve.addresses import own_addresses
            from voiceguide.serve.local_name import LocalName

            try:
                published = stack.enter_context(LocalName(port, own_addresses)).name
            except OSError as error:
                note(f"no name.local: {error.strerror or error}")
        yield published


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
