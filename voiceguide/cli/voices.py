"""`voiceguide voices`: the voices here, and others to fetch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from voiceguide.cli import candidates
from voiceguide.cli.harmless import harmless
from voiceguide.cli.quiet import tell
from voiceguide.cli.suggesting import SuggestingGroup

if TYPE_CHECKING:
    from voiceguide.speech.hibari_voices import Offer
    from voiceguide.speech.voice_licence import Licence, Recommended
    from voiceguide.speech.voice_list import VoiceList


@click.group(cls=SuggestingGroup, invoke_without_command=True)
@click.option("--engine", shell_complete=candidates.engines, help="List only the voices of this engine.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def voices(context: click.Context, engine: str | None, as_json: bool) -> None:
    """List the voices for --voice, or fetch others."""
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
@click.option("--language", shell_complete=candidates.languages, help="List only this language, such as en or en-gb.")
@click.option("--list", "address", metavar="ADDRESS", help="Use this list of voices: an https address or a path.")
def get(name: str | None, language: str | None, address: str | None) -> None:
    """Download the voice NAME, or list all voices.

    NAME may be a language, such as de, for the voice that is recommended for
    it, or the path of a model on disk: VOICE.onnx.
    """
    from voiceguide.speech import hibari_voices, voice_list
    from voiceguide.speech.voice_licence import recommended
    from voiceguide.speech.voice_places import divided

    if name is None:
        _show(voice_list.read_list(address), (language or "").replace("_", "-").casefold())
        return
    file = divided(name)
    if file is not None:
        _take(file[0])
        return
    advised = recommended(name)
    wanted = (advised.voice or _none_is_free(name, advised)) if advised else name
    offer = hibari_voices.offered(wanted)
    if offer is None:
        _fetch(wanted, address)
    else:
        _fetch_hibari(offer, address)


def _none_is_free(language: str, advised: Recommended) -> NoReturn:
    """Say that no voice of a language is recommended, and the ways that are left. Raises VoiceNotFoundError."""
    from voiceguide.errors import VoiceNotFoundError

    ways = (
        advised.none,
        "The system's voice speaks the language. A speech server such as Kokoro has free voices: see docs/voices.md.",
        f"To fetch one all the same: voiceguide voices get {advised.all_the_same}",
    )
    raise VoiceNotFoundError(f"no voice for {language} is free for a clinic", " ".join(ways))


def _take(model: Path) -> None:
    """Make a model on disk one of the user's voices."""
    from voiceguide.speech import voice_file

    if voice_file.is_taken(model):
        tell(f"{model} is already installed.")
        return
    _tell_licence(voice_file.licence_beside(model))
    target = voice_file.take(model)
    tell(f"{target}: use it with --voice {target.stem}")


def _fetch(name: str, address: str | None) -> None:
    """Fetch a voice by its name."""
    from voiceguide.cli.progress_bars import progress
    from voiceguide.speech import voice_list

    found = voice_list.read_list(address)
    offer = voice_list.choose_offer(found, name)
    if voice_list.is_installed(offer):
        tell(f"{offer.name} is already installed.")
        return
    _tell_licence(voice_list.licence(found, offer))
    tell(f"fetching {offer.name}, {_megabytes(offer.size)}")
    with progress() as begin:
        model = voice_list.download_voice(found, offer, begin("fetching"))
    tell(f"{model}: use it with --voice {offer.name}")


def _fetch_hibari(offer: Offer, address: str | None) -> None:
    """Fetch one of the further English voices of hibari."""
    from voiceguide.cli.progress_bars import progress
    from voiceguide.speech import hibari_voices

    if hibari_voices.is_installed(offer):
        tell(f"{offer.name} is already installed.")
        return
    tell(f"licence of the voice: {hibari_voices.LICENCE}")
    tell(f"fetching {offer.name}, {offer.person}, {_megabytes(offer.size)}")
    with progress() as begin:
        model = hibari_voices.download_voice(offer, address, begin("fetching"))
    tell(f"{model}: use it with --voice {offer.name}")


def _tell_licence(licence: Licence) -> None:
    tell(f"licence of the recordings: {harmless(str(licence))}")


@voices.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Remove the Piper voice NAME."""
    from voiceguide.speech import voice_list

    tell(f"{voice_list.remove_voice(name)}: removed")


def _show(found: VoiceList, language: str) -> None:
    offers = [each for each in found.offers.values() if not language or f"{each.language}-".startswith(f"{language}-")]
    english = _english(language)
    width = max((len(name) for name in [*(offer.name for offer in offers), *(name for name, _ in english)]), default=0)
    for name, about in english:
        click.echo(f"{name:<{width}}  {about}")
    for offer in offers:
        speakers = f"  {offer.speakers} speakers" if offer.speakers > 1 else ""
        click.echo(f"{offer.name:<{width}}  {offer.language:<6}  {_megabytes(offer.size):>6}{speakers}")
    if not offers and not english:
        click.echo("There are no such voices.", err=True)
    if found.unusable:
        tell(f"note: the list has {len(found.unusable)} more that voiceguide cannot use")


def _english(language: str) -> list[tuple[str, str]]:
    """The further voices of hibari, each with its language, its size and its person."""
    from voiceguide.speech import hibari_voices

    return [
        (offer.name, f"{offer.language:<6}  {_megabytes(offer.size):>6}  {offer.person}")
        for offer in hibari_voices.offers()
        if not language or f"{offer.language}-".startswith(f"{language}-")
    ]


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
