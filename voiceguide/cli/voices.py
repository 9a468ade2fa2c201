"""`voiceguide voices`: the voices here, and Piper's downloads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from voiceguide.speech.voice_list import VoiceList


@click.group(invoke_without_command=True)
@click.option("--engine", help="List only the voices of this engine.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def voices(context: click.Context, engine: str | None, as_json: bool) -> None:
    """List the voices for --voice, or manage Piper's."""
    if context.invoked_subcommand is None:
        _list(engine, as_json)


def _list(engine: str | None, as_json: bool) -> None:
    from voiceguide.speech import voices as all_voices

    found = all_voices(engine)
    if as_json:
        told = [{each: getattr(voice, each) for each in ("id", "name", "languages", "engine")} for voice in found]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    width = max((len(voice.id) for voice in found), default=0)
    for voice in found:
        click.echo(f"{voice.id:<{width}}  {', '.join(voice.languages):<12}  {voice.name}")


@voices.command("get")
@click.argument("name", required=False)
@click.option("--language", help="List only this language, such as en or en-gb.")
@click.option("--list", "address", metavar="ADDRESS", help="Use this list of voices: an https address or a path.")
def get(name: str | None, language: str | None, address: str | None) -> None:
    """Download the Piper voice NAME, or list all voices."""
    from voiceguide.cli.progress_bars import progress
    from voiceguide.speech import voice_list

    found = voice_list.read_list(address)
    if name is None:
        _show(found, (language or "").replace("_", "-").casefold())
        return
    offer = voice_list.choose_offer(found, name)
    if voice_list.is_installed(offer):
        click.echo(f"{offer.name} is already installed.", err=True)
        return
    click.echo(f"fetching {offer.name}, {_megabytes(offer.size)}", err=True)
    with progress() as begin:
        model = voice_list.download_voice(found, offer, begin("fetching"))
    click.echo(f"{model}: use it with --voice {offer.name}", err=True)


@voices.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Remove the Piper voice NAME."""
    from voiceguide.speech import voice_list

    click.echo(f"{voice_list.remove_voice(name)}: removed", err=True)


def _show(found: VoiceList, language: str) -> None:
    offers = [each for each in found.offers.values() if not language or f"{each.language}-".startswith(f"{language}-")]
    width = max((len(offer.name) for offer in offers), default=0)
    for offer in offers:
        speakers = f"  {offer.speakers} speakers" if offer.speakers > 1 else ""
        click.echo(f"{offer.name:<{width}}  {offer.language:<6}  {_megabytes(offer.size):>6}{speakers}")
    if not offers:
        click.echo("There are no such voices.", err=True)
    if found.unusable:
        click.echo(f"note: the list has {len(found.unusable)} more that voiceguide cannot use", err=True)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
