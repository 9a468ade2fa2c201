"""`voiceguide voices`: who can speak here."""

from __future__ import annotations

import dataclasses
import json

import click


@click.command()
@click.option("--engine", help="Only the voices of this engine.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def voices(engine: str | None, as_json: bool) -> None:
    """List the voices that --voice takes."""
    from voiceguide.speech import voices as all_voices

    found = all_voices(engine)
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(voice) for voice in found], indent=2, ensure_ascii=False))
        return
    width = max((len(voice.id) for voice in found), default=0)
    for voice in found:
        click.echo(f"{voice.id:<{width}}  {', '.join(voice.languages):<12}  {voice.name}")
